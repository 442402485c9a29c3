import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther } from "ethers";
import hre, { ethers } from "hardhat";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { connect } from "@polity/sdk/deployment";
import { requireEscrow } from "@polity/sdk/escrow/require";
import { encodeKey } from "@polity/sdk/nep";
import { proposalOf, State, Support } from "../helpers/governor";

const config = parseConfig(presets.neuroshard);
const DAY = 86_400;
const word = (value: number) => ethers.toBeHex(value, 32);
const namespace = (text: string) => ethers.encodeBytes32String(text);

/**
 * The attacker commands an easy type, or has found an emergency, and wants a rollback to bring what an upgrade would not:
 * another namespace's parameters, values that are outlawed by now, or a version of long ago. On the network that the
 * NeuroShard preset deploys.
 */
describe("Attack: a rollback as a way around namespaces and bounds", () => {
  async function networkFixture() {
    const network = connect(
      await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN)),
      ethers.provider,
    );
    const { governor, registry, token } = network;
    const escrow = requireEscrow(network);
    const ada = await ethers.getSigner(LOCAL_ACCOUNTS.ada);
    await token.connect(ada).approve(escrow, parseEther("1400000"));
    await escrow.connect(ada).createPermanentLock(parseEther("1400000"));
    await token.connect(ada).approve(governor, ethers.MaxUint256);
    await time.increase(1);
    const encode = registry.interface;
    const propose = async (title: string, ...calls: string[]) => {
      const proposal = await proposalOf(
        title,
        calls.map((data) => ({ target: registry, data })),
      );
      await governor.connect(ada).propose(...proposal.full);
      return proposal;
    };
    /** Proposes, votes, queues, and waits for the eta. */
    const ready = async (title: string, ...calls: string[]) => {
      const proposal = await propose(title, ...calls);
      await time.increaseTo((await governor.proposalSnapshot(proposal.id)) + 1n);
      await governor.connect(ada).castVote(proposal.id, Support.For);
      await time.increaseTo((await governor.proposalDeadline(proposal.id)) + 1n);
      await governor.connect(ada).queue(...proposal.hashed);
      await time.increaseTo(await governor.proposalEta(proposal.id));
      return proposal;
    };
    const execute = ({ hashed }: Awaited<ReturnType<typeof propose>>) =>
      governor.connect(ada).execute(...hashed);
    const upgrade = (space: string, name: string, value: number) =>
      encode.encodeFunctionData("upgrade", [
        namespace(space),
        [{ key: encodeKey(`${space}.${name}`), value: word(value) }],
        true,
        ethers.id("specification"),
        "",
      ]);
    const rollback = (version: number) => encode.encodeFunctionData("rollback", [version]);
    const emergencyRollback = (version: number) => encode.encodeFunctionData("emergencyRollback", [version]);
    const setMax = (name: string, min: number, max: number) =>
      encode.encodeFunctionData("setBounds", [encodeKey(name), word(min), word(max)]);
    const enact = async (title: string, ...calls: string[]) => execute(await ready(title, ...calls));
    return { ...network, propose, ready, execute, enact, upgrade, rollback, emergencyRollback, setMax };
  }

  it("where a rollback restores what there was, it brings back what is outlawed, and reaches every namespace", async () => {
    const registry = await ethers.deployContract("NaiveRegistry");
    const [rate, steps] = [encodeKey("econ.rewardRate"), encodeKey("train.innerSteps")];
    await registry.add(rate, 5_000);
    await registry.add(steps, 2_000);
    await registry.upgrade(rate, 4_900); // version 1
    await registry.upgrade(rate, 2_500); // version 2
    await registry.upgrade(steps, 100); // version 3
    await registry.setMax(rate, 3_000);
    await expect(registry.upgrade(rate, 4_900)).to.be.revertedWith("out of bounds");
    // To whoever may roll training back, the economy comes along.
    await registry.rollback(1);
    expect(await registry.get(rate)).to.equal(4_900);
    expect(await registry.get(steps)).to.equal(0);
  });

  it("here no easy type may roll back at all: a rollback crosses namespaces", async () => {
    const { rulebook, addresses, propose, rollback, emergencyRollback, enact, upgrade } =
      await loadFixture(networkFixture);
    await enact("# NEP-TRAIN: Fewer steps", upgrade("train", "innerSteps", 100));
    for (const type of ["ARCH", "ECON", "TRAIN", "NET"]) {
      for (const call of [rollback(1), emergencyRollback(1)]) {
        await expect(propose(`# NEP-${type}: Back`, call), type)
          .to.be.revertedWithCustomError(rulebook, "Rulebook_OutOfScope")
          .withArgs(
            0,
            addresses.ProtocolRegistry,
            call.slice(0, 10),
            ethers.zeroPadBytes(ethers.toUtf8Bytes(type), 8),
            call === rollback(1) ? [] : [ethers.zeroPadBytes(ethers.toUtf8Bytes("EMERG"), 8)],
          );
      }
    }
    // Nor hidden behind a call that the type may make, nor by an emergency to any version of its choice.
    for (const [title, ...calls] of [
      ["# NEP-TRAIN: Steps, and back", upgrade("train", "innerSteps", 90), rollback(1)],
      ["# NEP-EMERG: Far back", rollback(1)],
    ] as const) {
      await expect(propose(title, ...calls)).to.be.revertedWithCustomError(rulebook, "Rulebook_OutOfScope");
    }
  });

  it("an emergency goes back no further than 30 days, counted when it is executed, in no number of steps", async () => {
    const { governor, registry, ready, execute, enact, upgrade, emergencyRollback } =
      await loadFixture(networkFixture);
    await enact("# NEP-ECON: 2", upgrade("econ", "rewardRate", 3_000)); // version 2 supersedes 1
    const superseded = BigInt(await time.latest());
    await enact("# NEP-ECON: 3", upgrade("econ", "rewardRate", 2_000)); // version 3
    // An emergency takes two days and eighteen hours, and is ready in the thirtieth day.
    await time.increaseTo(superseded + 27n * BigInt(DAY));
    const old = await ready("# NEP-EMERG: To version 1", emergencyRollback(1));
    expect(BigInt(await time.latest()) - superseded).to.be.lessThan(30n * BigInt(DAY));
    await time.increaseTo(superseded + 30n * BigInt(DAY) + 1n);
    await expect(execute(old))
      .to.be.revertedWithCustomError(registry, "ProtocolRegistry_NotRecent")
      .withArgs(1, superseded);
    expect(await governor.state(old.id)).to.equal(State.Queued);

    // By way of version 2, which is recent enough: it lands on 2, and version 1 is no nearer for it.
    await enact("# NEP-EMERG: To version 2", emergencyRollback(2));
    expect(await registry.getUint(encodeKey("econ.rewardRate"))).to.equal(3_000);
    const further = await ready("# NEP-EMERG: Further", emergencyRollback(1));
    await expect(execute(further)).to.be.revertedWithCustomError(registry, "ProtocolRegistry_NotRecent");
  });

  it("and no rollback, not even governance's own, brings back a value that is outlawed by now", async () => {
    const { registry, ready, execute, enact, upgrade, rollback, emergencyRollback, setMax } =
      await loadFixture(networkFixture);
    await enact("# NEP-ECON: High", upgrade("econ", "rewardRate", 4_900)); // version 2
    await enact("# NEP-ECON: Low", upgrade("econ", "rewardRate", 2_500)); // version 3
    await enact("# NEP-GOV: Never that high again", setMax("econ.rewardRate", 500, 3_000));
    const rate = encodeKey("econ.rewardRate");
    for (const [title, call] of [
      ["# NEP-EMERG: Back", emergencyRollback(2)],
      ["# NEP-GOV: Back", rollback(2)],
    ] as const) {
      const proposal = await ready(title, call);
      await expect(execute(proposal))
        .to.be.revertedWithCustomError(registry, "ProtocolRegistry_OutOfBounds")
        .withArgs(rate, word(4_900), word(500), word(3_000));
    }
    expect(await registry.getUint(rate)).to.equal(2_500);
  });
});
