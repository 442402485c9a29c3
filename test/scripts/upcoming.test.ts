import { loadFixture, mine, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { encodeBytes32String, id, toBeHex, ZeroHash } from "ethers";
import hre from "hardhat";

import {
  encodeKey,
  listProposals,
  readCurrentVersion,
  readFollowedVersion,
  readUpcoming,
  type Upcoming,
} from "@polity/sdk";
import { readText } from "../helpers/files";
import { DEPLOYMENT, gov, neuroshard, serve, stopServing } from "../helpers/gov";
import { runCommand, type Written } from "../helpers/command";

const ok = ({ stderr, code, stdout }: Written) => {
  expect([stderr, code]).to.deep.equal(["", 0]);
  return stdout;
};
const upcoming = async () => ok(await runCommand("dao", "upcoming", { deployment: DEPLOYMENT }));
const asJson = async () =>
  JSON.parse(ok(await runCommand("dao", "upcoming", { deployment: DEPLOYMENT, json: true }))) as Upcoming;

describe("Versions that are scheduled", () => {
  before(serve);
  after(stopServing);

  /** Proposes files, and takes them as far as the vote, or as their queue. */
  async function decided(...files: string[]) {
    for (const file of files) ok(await gov("propose", { from: "ada", nep: `neps/${file}` }));
    for (const id of files.map((file) => String(Number(file.slice(4, 8))))) {
      const { snapshot } = JSON.parse(ok(await gov("show", { id, json: true }))) as { snapshot: number };
      if ((await time.latest()) <= snapshot) await time.increaseTo(snapshot + 1);
      for (const from of ["ada", "ben"]) ok(await gov("vote", { from, id, support: "for" }));
    }
    await time.increase(8 * 86_400);
  }
  async function scheduled() {
    const { network } = await loadFixture(neuroshard);
    await decided(
      "nep-0005-budget-for-grants.md",
      "nep-0007-half-rotary-positions.md",
      "nep-0002-reward-rate-and-fees.md",
    );
    return { network };
  }

  it("N1: are listed with their earliest time, their window and what they change, the first that can come first", async () => {
    const { network } = await loadFixture(scheduled);
    expect(await upcoming()).to.match(/\n\nno version is scheduled$/);
    ok(await gov("advance", { from: "june" }));

    const { current, scheduled: list } = await asJson();
    expect([current.version, current.switchBlocks, current.followed]).to.deep.equal(["1.0.0", 300, false]);
    expect(current.switchBlock).to.equal(current.activatedBlock + 300);
    // A budget changes no version; the vote that needs more grace comes later, whatever was queued first.
    expect(
      list.map(({ nep, version, backwardCompatible }) => [nep, version, backwardCompatible]),
    ).to.deep.equal([
      [2, "1.1.0", true],
      [7, "2.0.0", false],
    ]);
    expect(list[0]!.changes).to.deep.equal([
      { key: "econ.rewardRate", now: "2500", next: "2750" },
      { key: "econ.feeBurnBps", now: "5000", next: "4000" },
      { key: "econ.validatorShareBps", now: "1000", next: "1200" },
    ]);
    for (const { proposalId, earliest, until } of list) {
      expect(BigInt(earliest)).to.equal(await network.governor.proposalEta(proposalId));
      expect(until - earliest).to.equal(14 * 86_400);
    }

    const text = await upcoming();
    expect(text).to.match(
      /^version 1\.0\.0, active since .*\nnodes follow it from block \d+ on, in \d+ blocks\n/,
    );
    expect(text).to.match(
      /\nversion 1\.1\.0 by NEP-2: .* \(ECON\)\n {2}can become active from .* on, in \d+d.*\n {2}expires at .*\n {2}works with nodes of the version before\n {2}econ\.rewardRate: 2500 → 2750\n/,
    );
    expect(text).to.match(
      /\nversion 2\.0\.0 by NEP-7: .*\n.*\n.*\n {2}nodes of the version before do not work with it/,
    );
  });

  it("N7: are followed by every node from the same block on: that of the activation, and the network's switch blocks later", async () => {
    const { network } = await loadFixture(scheduled);
    const { registry } = network;
    ok(await gov("advance", { from: "june" }));
    const [first] = (await asJson()).scheduled;
    await mine(400);
    await time.increaseTo(first!.earliest);
    expect(await upcoming()).to.contain("can become active now: anyone can execute it, within 1");
    ok(await gov("advance", { from: "june" }));

    const { current, scheduled: left } = await asJson();
    expect(left.map(({ nep }) => nep)).to.deep.equal([7]);
    expect([current.version, current.followed]).to.deep.equal(["1.1.0", false]);
    const block = () => hre.ethers.provider.getBlockNumber();
    const rate = async () => {
      const id = await readFollowedVersion(registry, await block());
      return [id, BigInt(await registry.getAt(encodeKey("econ.rewardRate"), id))];
    };
    expect(await rate()).to.deep.equal([1, 2500n]);
    await mine(current.switchBlock - (await block()) - 1);
    expect(await rate()).to.deep.equal([1, 2500n]);
    expect(await upcoming()).to.contain(
      `nodes follow it from block ${current.switchBlock} on, in the next block`,
    );
    await mine();
    expect(await rate()).to.deep.equal([2, 2750n]);
    expect(await upcoming()).to.contain(`nodes follow it since block ${current.switchBlock}\n`);
  });

  it("are followed after their own wait: one that raises it takes no node back to a version before", async () => {
    const { network } = await loadFixture(scheduled);
    const { registry } = network;
    const timelock = await hre.ethers.getImpersonatedSigner(network.addresses.TimelockController);
    await setBalance(timelock.address, 10n ** 18n);
    const upgrade = (key: string, value: bigint) => {
      const change = { key: encodeKey(key), value: toBeHex(value, 32) };
      const namespace = encodeBytes32String(key.split(".")[0]!);
      return registry.connect(timelock).upgrade(namespace, [change], true, id("a specification"), "");
    };
    const followed = async () => readFollowedVersion(registry, await hre.ethers.provider.getBlockNumber());
    await mine(400);
    await upgrade("net.switchBlocks", 10n);
    await upgrade("train.innerSteps", 600n);
    expect(await followed()).to.equal(1);
    await mine(10);
    expect(await followed()).to.equal(3);
    await upgrade("net.switchBlocks", 300n);
    expect(await followed()).to.equal(3);
    await mine(299);
    expect(await followed()).to.equal(3);
    await mine();
    expect(await followed()).to.equal(4);
  });

  it("are none where a call cannot be read, and say what a rollback brings back", async () => {
    const { network } = await loadFixture(scheduled);
    const { governor, registry, addresses } = network;
    ok(await gov("advance", { from: "june" }));
    const records = await listProposals(network, { fromBlock: 0 });
    const queued = records.find(({ nep }) => nep === 2)!;
    const target = addresses.ProtocolRegistry;
    const as = async (calldata: string) =>
      (await readUpcoming(network, [{ ...queued, calls: [{ target, value: 0n, calldata }] }])).scheduled;
    expect(await as(registry.interface.getFunction("upgrade").selector)).to.deep.equal([]);
    expect(await as("0x12345678")).to.deep.equal([]);
    expect(
      await as(registry.interface.encodeFunctionData("retire", [[encodeKey("net.gossipFanout")]])),
    ).to.deep.equal([]);

    const [back] = await as(registry.interface.encodeFunctionData("rollback", [1n]));
    expect([back!.version, back!.restores, back!.changes]).to.deep.equal(["1.0.1", "1.0.0", []]);
    const [never] = await as(registry.interface.encodeFunctionData("emergencyRollback", [9n]));
    expect(never!.restores).to.equal("no version 9");
    const unknown = [{ key: encodeKey("train.nothing"), value: ZeroHash }];
    const [broken] = await as(
      registry.interface.encodeFunctionData("upgrade", [
        encodeKey("train.x").slice(0, 12).padEnd(66, "0"),
        unknown,
        true,
        ZeroHash,
        "",
      ]),
    );
    expect(broken!.changes[0]).to.include({ key: "train.nothing" }).and.not.have.property("now");
    expect(
      (await readCurrentVersion(registry, await governor.runner!.provider!.getBlockNumber())).id,
    ).to.equal(1);
  });

  it("are what the page for nodes shows: its functions and its command are there", () => {
    const page = readText("docs/nodes.md");
    for (const name of ["readFollowedVersion", "registry.getAt", "net.switchBlocks", "dao upcoming --json"])
      expect(page, name).to.include(name);
  });
});
