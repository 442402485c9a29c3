import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import hre from "hardhat";

import {
  encodeCode,
  encodeRules,
  encodeScope,
  proposalsOf,
  readHistory,
  readProposal,
  stageOf,
  type TypeRules,
} from "@polity/sdk";
import { DOMAINS } from "@polity/sdk/domains";
import { LOCAL_ACCOUNTS } from "../../config";
import { gov, neuroshard, serve, stopServing } from "../helpers/gov";
import { asAccount, DAY } from "../helpers/governor";

const ok = ({ stdout, stderr, code }: Awaited<ReturnType<typeof gov>>) => {
  expect(stderr).to.equal("");
  expect(code).to.equal(0);
  return stdout;
};

/** NeuroShard with a type that the locks count and two accounts decide, and one that passes in silence. */
async function voicedNeuroshard() {
  const { network, config } = await loadFixture(neuroshard);
  const { governor, rulebook, timelock, registry, token, addresses } = network;
  const { ada, ben, cleo, june } = LOCAL_ACCOUNTS;
  const signers = await Promise.all([ada, ben, cleo].map((who) => hre.ethers.getSigner(who)));
  const book = rulebook.connect(await asAccount(await timelock.getAddress()));
  const econ = config.governor.types.ECON!;
  const people: TypeRules = { ...econ, quorumFloor: 0n, voteSource: addresses.VoteEscrow!, minVoters: 2 };
  const quiet: TypeRules = {
    ...{ ...econ, voting: 4 * Number(DAY), late: 0, proposers: ["council"], threshold: 0n, fee: 0n },
    ...{ quorumFloor: 0n, vetoBps: 2_500 },
  };
  await book.setRules(encodeCode("PEOPLE"), encodeRules(people));
  await book.setRules(encodeCode("QUIET"), encodeRules(quiet));
  const scope = { target: "ProtocolRegistry", function: "upgrade", namespace: "econ" };
  const open = { ...scope, types: ["ECON", "PEOPLE", "QUIET"], unstoppable: false, allowValue: false };
  await book.setScope({ ...encodeScope(open, DOMAINS), target: addresses.ProtocolRegistry });

  for (const signer of signers) await token.connect(signer).approve(governor, 10n ** 24n);
  const propose = async (title: string, target: string, data: string, by = signers[0]!) => {
    await governor.connect(by).propose([target], [0], [data], title);
    const description = hre.ethers.id(title);
    const id = await governor.getProposalId([target], [0], [data], description);
    return { id, hashed: [[target], [0n], [data], description] as [string[], bigint[], string[], string] };
  };
  const until = BigInt(await time.latest()) + 300n * DAY;
  const appoint = governor.interface.encodeFunctionData("setGuardian", [june, until]);
  const council = await propose("# NEP-GOV: June", await governor.getAddress(), appoint);
  await time.increaseTo((await governor.proposalSnapshot(council.id)) + 1n);
  for (const signer of signers) await governor.connect(signer).castVote(council.id, 1);
  await time.increaseTo((await governor.proposalDeadline(council.id)) + 1n);
  await governor.connect(signers[0]).queue(...council.hashed);
  await time.increaseTo(await governor.proposalEta(council.id));
  await governor.connect(signers[0]).execute(...council.hashed);

  const change = registry.interface.encodeFunctionData("upgrade", [
    hre.ethers.encodeBytes32String("econ"),
    [],
    true,
    hre.ethers.id("spec"),
    "ipfs://spec",
  ]);
  return { network, propose, change, june: await hre.ethers.getSigner(june) };
}

describe("Voices in the commands of governance", () => {
  before(serve);
  after(stopServing);

  it("are told in words: what counts the votes, how many must vote, and how many have", async () => {
    const { network, propose, change } = await loadFixture(voicedNeuroshard);
    const { governor, addresses } = network;
    const { id } = await propose("# NEP-PEOPLE: Ask", addresses.ProtocolRegistry, change);
    expect(ok(await gov("explain", { id: String(id) }))).to.contain(
      "NEP-PEOPLE: the votes are those of VoteEscrow: locked tokens alone; at least 2 accounts must vote",
    );
    await time.increaseTo((await governor.proposalSnapshot(id)) + 1n);
    ok(await gov("vote", { from: "ada", id: String(id), support: "for" }));
    const shown = ok(await gov("show", { id: String(id) }));
    expect(shown).to.contain("voters    1 of the 2 needed: not reached");
    expect(shown).to.contain("counts    the votes are those of VoteEscrow: locked tokens alone");
    ok(await gov("vote", { from: "ben", id: String(id), support: "for" }));
    expect(ok(await gov("show", { id: String(id) }))).to.contain("voters    2 of the 2 needed: reached");
  });

  it("are told in words: what passes in silence, and how far its veto is; a history judges the same", async () => {
    const { network, propose, change, june } = await loadFixture(voicedNeuroshard);
    const { governor, addresses } = network;
    const quiet = await propose("# NEP-QUIET: Trust us", addresses.ProtocolRegistry, change, june);
    const people = await propose("# NEP-PEOPLE: Ask", addresses.ProtocolRegistry, change);
    await time.increaseTo((await governor.proposalSnapshot(people.id)) + 1n);
    const shown = ok(await gov("show", { id: String(quiet.id) }));
    expect(shown).to.match(/veto {6}0 of the 975,000 that stop it: not reached/);
    expect(shown).to.not.contain("approval");
    expect(shown).to.contain("counts    it passes unless 25 % of the votes that can be cast are against it");
    ok(await gov("vote", { from: "ada", id: String(quiet.id), support: "against" }));
    expect(ok(await gov("show", { id: String(quiet.id) }))).to.contain(
      "veto      1,000,000 of the 975,000 that stop it: reached",
    );
    ok(await gov("vote", { from: "ada", id: String(people.id), support: "for" }));
    await time.increaseTo((await governor.proposalDeadline(people.id)) + 1n);
    const history = await readHistory(network, { fromBlock: 0 });
    const stages = proposalsOf(history).map((one) => stageOf(one, history.head.time));
    const said = await Promise.all(
      proposalsOf(history).map(async ({ id }) => (await readProposal(governor, id)).stage),
    );
    expect(stages).to.deep.equal(said);
    expect(said.slice(1)).to.deep.equal(["DEFEATED", "DEFEATED"]);
  });
});
