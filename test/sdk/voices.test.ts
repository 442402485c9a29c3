import { expect } from "chai";

import { listProposals, readOutcome, readProposal, vote, votesLeft, type Network } from "@polity/sdk";
import { describeCounting, weightOf } from "@polity/sdk/governor/counting";
import { judge } from "@polity/sdk/governor/figures/outcome";
import { sourceElectorate } from "@polity/sdk/votes";
import { fails } from "../helpers/fails";
import { ONE, type Proposal } from "../helpers/governor";
import { networkOf } from "../helpers/network";
import { Mood, voices, voicesWithCouncil } from "../helpers/voices";

const read = async (network: Network, { id }: Proposal) => {
  const view = await readProposal(network.governor, id);
  return { view, outcome: await readOutcome(network, view) };
};

describe("Voices in the SDK", () => {
  it("cast what the proposal's own source counts, and tell the same beforehand", async () => {
    const all = await voices();
    const { governor, begin, alice, dave } = all;
    const { id } = await begin();
    const at = await governor.proposalSnapshot(id);
    expect(await weightOf(governor, id, dave.address, at)).to.equal(40n * ONE);
    expect(await votesLeft(governor, id, dave.address)).to.equal(40n * ONE);
    await fails(votesLeft(governor, id, alice.address), /had no votes when the vote began/);
    await vote(governor, dave, { proposalId: id, choice: { for: ONE } });
    expect(await votesLeft(governor, id, dave.address)).to.equal(39n * ONE);
    const { weight } = await vote(governor, dave, { proposalId: id, choice: "against" });
    expect(weight).to.equal(39n * ONE);
  });

  it("judge by the number of voters, with the governor", async () => {
    const all = await voices();
    const { begin, cast, source, closeVote, erin, frank, dave } = all;
    const network = await networkOf(all);
    const proposal = await begin();
    await cast(proposal, dave);
    await cast(proposal, frank);
    const { outcome } = await read(network, proposal);
    expect(outcome).to.deep.include({
      voters: 2,
      quorumReached: false,
      approved: true,
      electorate: 100n * ONE,
    });
    expect(outcome.counting).to.deep.equal({ voteSource: source.target, minVoters: 3 });
    await cast(proposal, erin);
    expect((await read(network, proposal)).outcome).to.deep.include({ voters: 3, quorumReached: true });
    await closeVote(proposal);
    expect((await read(network, proposal)).view.state).to.equal("Succeeded");
  });

  it("judge by the votes against where silence passes, with the governor", async () => {
    const all = await voicesWithCouncil();
    const { announce, part, closeVote, carol } = all;
    const network = await networkOf(all);
    const proposal = await announce();
    const { view, outcome } = await read(network, proposal);
    expect(outcome).to.deep.include({ quorumReached: true, approved: true, counting: { vetoBps: 1_000 } });
    await part(proposal, carol, view.quorum! - 1n, 0n, 0n);
    expect((await read(network, proposal)).outcome.approved).to.equal(true);
    await part(proposal, carol, 1n, 0n, 0n);
    expect((await read(network, proposal)).outcome.approved).to.equal(false);
    await closeVote(proposal);
    expect((await read(network, proposal)).view.stage).to.equal("DEFEATED");
  });

  it("bear a source that fails: the list is read, and says of which proposal nobody can tell", async () => {
    const all = await voices();
    const { governor, propose, begin, cast, closeVote, source, alice, erin, frank, stranger } = all;
    const network = await networkOf(all);
    const [people, gov] = [await propose(), await begin("# NEP-GOV: y")];
    for (const by of [erin, frank, stranger]) await cast(people, by);
    await cast(gov, alice);
    await source.become(Mood.Revert);
    const during = await read(network, people);
    expect(during.view.state).to.equal("Active");
    expect(during.view.quorum).to.equal(undefined);
    expect(during.outcome.quorumReached).to.equal(false);
    await closeVote(gov);
    const records = await listProposals(network, { fromBlock: 0 });
    const views = await Promise.all(records.map(({ id }) => readProposal(governor, id)));
    expect(views.map(({ state }) => state)).to.deep.equal(["Uncounted", "Succeeded"]);
    expect(views.map(({ stage }) => stage)).to.deep.equal(["UNCOUNTED", "APPROVED"]);
    expect(await sourceElectorate(network, source.target as string, 1)).to.equal(undefined);
    await fails(readProposal(governor, 7n), /GovernorNonexistentProposal/);
  });

  it("say in words how a type counts, and nothing of an ordinary one", () => {
    const nameOf = (address: string) => `the source ${address}`;
    expect(describeCounting({}, nameOf)).to.deep.equal([]);
    expect(describeCounting({ vetoBps: 0, minVoters: 0 }, nameOf)).to.deep.equal([]);
    expect(describeCounting({ voteSource: "0x1", vetoBps: 1_250, minVoters: 25 }, nameOf)).to.deep.equal([
      "the votes are those of the source 0x1",
      "it passes unless 12.5 % of the votes that can be cast are against it",
      "at least 25 accounts must vote",
    ]);
  });

  it("never take a veto of unknown size for one that was missed", () => {
    const votes = { for: 0n, against: 0n, abstain: 0n };
    const judged = judge({ votes, neededBps: 5_000, rules: { vetoBps: 1_000 } });
    expect(judged).to.deep.include({ quorumReached: true, approved: false });
  });
});
