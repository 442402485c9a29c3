import { loadFixture, mine, time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import { ethers } from "hardhat";

import {
  asAccount,
  code,
  DAY,
  deployGovernance,
  GOV,
  HOUR,
  Match,
  ONE,
  State,
  Support,
  word,
} from "../helpers/governor";
import type { Proposal, Rules } from "../helpers/governor";
import { RELAYED_BALLOT } from "../helpers/signatures";

const [PERSON, TERM] = [0, 365n * DAY];
const RHO_BPS = 1_500n;
/** Reputation that is enough, so that it has its whole share: what is given is more. */
const TARGET = 100n * ONE;
/** Points, of whoever has some. */
const POINTS = { alice: 3_000n * ONE, bob: 200n * ONE, carol: 900n * ONE, dave: 50n * ONE } as const;
/** Tokens that are locked for good beside those that are held; Frank's locks are his only votes. */
const LOCKS = { alice: 1_000n * ONE, frank: 500n * ONE } as const;
type Voter = "alice" | "bob" | "carol" | "dave" | "erin" | "frank" | "stranger";

/** The types that count otherwise, by what counts them. */
export const VOICES = {
  QuadraticVotes: "QUAD",
  BlendedVotes: "BLEND",
  Reputation: "REP",
  "QuadraticVotes and heads": "HEADS",
  CombinedVotes: "BOTH",
  VoteEscrow: "STAKED",
} as const;
export type Voice = keyof typeof VOICES;

const root = (square: bigint): bigint => {
  if (square === 0n) return 0n;
  let at = BigInt(Math.floor(Math.sqrt(Number(square))));
  while (at * at > square) --at;
  while ((at + 1n) * (at + 1n) <= square) ++at;
  return at;
};

/**
 * A governor with a type for each source, over the same people: Alice, Bob and Carol are persons, Dave became one too late,
 * and Erin and Frank never did. All sources count at once, so that one network serves every test.
 */
async function voicesOverSources() {
  const context = await deployGovernance();
  const { timelock, rulebook, token, target } = context;
  const book = rulebook.connect(await asAccount(timelock.target as string));
  const escrow = await ethers.deployContract("VoteEscrow", [
    token,
    "Locked Neuro",
    "veNEURO",
    208,
    ONE,
    false,
  ]);
  const combined = await ethers.deployContract("CombinedVotes", [token, escrow]);
  const credentials = await ethers.deployContract("Credentials", [timelock, []]);
  const reputation = await ethers.deployContract("Reputation", [timelock, []]);
  const vote = await asAccount(timelock.target as string);
  await credentials.connect(vote).openClass(word("PERSON"), vote.address, TERM, true);
  await reputation.connect(vote).setAwarder(vote.address, 10_000n * ONE);
  const quadratic = await ethers.deployContract("QuadraticVotes", [token, credentials, PERSON]);
  const blended = await ethers.deployContract("BlendedVotes", [
    ...[token, reputation, credentials, PERSON, RHO_BPS, TARGET],
  ] as never);
  for (const [name, amount] of Object.entries(LOCKS)) {
    const owner = context[name as keyof typeof LOCKS];
    await token.connect(owner).approve(escrow, amount);
    await escrow.connect(owner).createPermanentLock(amount);
    await escrow.connect(owner).delegate(owner);
    await token.connect(owner).approve(context.governor, ethers.MaxUint256);
  }
  const person = (name: Voter) =>
    credentials.connect(vote).issue(PERSON, context[name].address, ethers.ZeroHash);
  for (const name of ["alice", "bob", "carol"] as const) await person(name);
  await time.increase(13n * DAY);
  await person("dave");
  await time.increase(2n * DAY);
  for (const [name, points] of Object.entries(POINTS))
    await reputation.connect(vote).award(context[name as Voter].address, points, ethers.ZeroHash);

  const base: Rules = { ...GOV, review: HOUR, quorumFloor: 0n, quorumBps: 300n, fee: 0n };
  const sources = {
    QUAD: quadratic,
    BLEND: blended,
    REP: reputation,
    HEADS: quadratic,
    BOTH: combined,
    STAKED: escrow,
  };
  for (const [name, source] of Object.entries(sources)) {
    const minVoters = name === "HEADS" ? 3n : 0n;
    await book.setRules(code(name), { ...base, minVoters, voteSource: source.target as string });
  }
  await book.setScope({
    ...{ target, how: Match.SelectorAndWord, selector: target.interface.getFunction("upgrade").selector },
    ...{
      word: word("people"),
      allowsValue: false,
      unstoppable: false,
      codes: Object.keys(sources).map(code),
    },
  });
  return { ...context, credentials, reputation, escrow, vote };
}

/** What an account can cast where a type counts so, by the definition, and all that can be cast. */
async function definitionOf(
  voice: Voice,
  context: Awaited<ReturnType<typeof voicesOverSources>>,
  at: bigint,
) {
  const { token, escrow, reputation } = context;
  const persons: readonly string[] = ["alice", "bob", "carol"];
  const stake = async (name: Voter) => token.getPastVotes(context[name], at);
  const supply = (await token.getPastTotalSupply(at)) - 10_000n * ONE;
  const all = await reputation.getPastTotalSupply(at);
  const rho = (ONE * RHO_BPS) / 10_000n;
  const votes: Record<Voice, (name: Voter) => Promise<bigint>> = {
    QuadraticVotes: async (name) => (persons.includes(name) ? root((await stake(name)) * ONE) : 0n),
    "QuadraticVotes and heads": async (name) =>
      persons.includes(name) ? root((await stake(name)) * ONE) : 0n,
    BlendedVotes: async (name) => {
      const points = persons.includes(name) ? await reputation.getPastVotes(context[name], at) : 0n;
      const most = all / 50n;
      return ((ONE - rho) * (await stake(name))) / supply + (rho * (points < most ? points : most)) / all;
    },
    Reputation: async (name) => reputation.getPastVotes(context[name], at),
    CombinedVotes: async (name) => (await stake(name)) + (await escrow.getPastVotes(context[name], at)),
    VoteEscrow: async (name) => escrow.getPastVotes(context[name], at),
  };
  const totals: Record<Voice, bigint> = {
    // Dave is one of four persons, though too late to vote.
    QuadraticVotes: root(4n * supply * ONE),
    "QuadraticVotes and heads": root(4n * supply * ONE),
    BlendedVotes: ONE,
    Reputation: all,
    CombinedVotes: supply,
    VoteEscrow: await escrow.getPastTotalSupply(at),
  };
  return { votes: votes[voice], total: totals[voice] };
}

const parts = (...of: [bigint, bigint, bigint]) =>
  ethers.solidityPacked(["uint128", "uint128", "uint128"], of);

/** What the governor does with the votes of a type, whatever counts them. */
export function shouldCountBy(voice: Voice): void {
  const fixture = async () => {
    const context = await loadFixture(voicesOverSources);
    const { submit, upgrade, openVote, governor } = context;
    const begin = async (title = "Nine"): Promise<Proposal> => {
      const proposal = await submit(`# NEP-${VOICES[voice]}: ${title}`, [upgrade("people", 9n)]);
      await openVote(proposal);
      await mine();
      return proposal;
    };
    const define = async ({ id }: Proposal) =>
      definitionOf(voice, context, await governor.proposalSnapshot(id));
    return { ...context, begin, define };
  };
  const EVERYBODY: readonly Voter[] = ["alice", "bob", "carol", "dave", "erin", "frank", "stranger"];

  it("gives everybody what the source's definition does, to cast and as a share of the quorum", async () => {
    const context = await fixture();
    const { governor, begin, define } = context;
    const proposal = await begin();
    const { votes, total } = await define(proposal);
    expect(await governor.quorum(proposal.id)).to.equal((total * 300n) / 10_000n);
    for (const name of EVERYBODY) {
      const mine = await votes(name);
      const cast = governor.connect(context[name]).castVote(proposal.id, Support.For);
      if (mine > 0n)
        await expect(cast)
          .to.emit(governor, "VoteCast")
          .withArgs(context[name].address, proposal.id, Support.For, mine, "");
      else
        await expect(cast)
          .to.be.revertedWithCustomError(governor, "GovernorCounting_NoVotes")
          .withArgs(proposal.id, context[name].address);
      expect(await governor.usedVotes(proposal.id, context[name])).to.equal(mine);
    }
  });

  it("takes a proposal from its title to its effect", async () => {
    const { governor, begin, alice, bob, carol, closeVote, queue, toEta, execute } = await fixture();
    const proposal = await begin();
    const voters = voice === "VoteEscrow" ? [alice] : [alice, bob, carol];
    for (const by of voters) await governor.connect(by).castVote(proposal.id, Support.For);
    await closeVote(proposal);
    expect(await governor.state(proposal.id)).to.equal(State.Succeeded);
    await queue(proposal);
    await toEta(proposal);
    await expect(execute(proposal)).to.emit(governor, "ProposalExecuted").withArgs(proposal.id);
  });

  it("counts once whatever is cast in parts, relayed or in whole", async () => {
    const { governor, begin, define, alice, stranger } = await fixture();
    const proposal = await begin();
    const all = await (await define(proposal)).votes("alice");
    const [third, rest] = [all / 3n, all - all / 3n];
    const split = (...of: [bigint, bigint, bigint]) =>
      governor.connect(alice).castVoteWithReasonAndParams(proposal.id, Support.Parts, "", parts(...of));
    await split(third, 0n, 0n);
    await expect(split(0n, rest + 1n, 0n))
      .to.be.revertedWithCustomError(governor, "GovernorCounting_BadParts")
      .withArgs(proposal.id, alice.address, rest + 1n, rest);
    const relayed = await signedBallot(governor, proposal, alice);
    await expect(governor.connect(stranger).castVotesBySig(proposal.id, [relayed])).to.emit(
      governor,
      "BallotRejected",
    );
    await governor.connect(alice).castVote(proposal.id, Support.For);
    await expect(governor.connect(alice).castVote(proposal.id, Support.For)).to.be.revertedWithCustomError(
      governor,
      "GovernorAlreadyCastVote",
    );
    expect(await governor.proposalVotes(proposal.id)).to.deep.equal([third, rest, 0n]);
    expect(await governor.proposalVoters(proposal.id)).to.equal(VOICES[voice] === "HEADS" ? 1n : 0n);
  });

  it("counts a signed ballot that somebody else relays with the weight of its voter", async () => {
    const { governor, begin, define, alice, frank, stranger } = await fixture();
    const proposal = await begin();
    const { votes } = await define(proposal);
    const ballots = [];
    for (const voter of [alice, frank]) ballots.push(await signedBallot(governor, proposal, voter));
    const counted = [await votes("alice"), await votes("frank")].filter((one) => one > 0n);
    expect(await governor.castVotesBySig.staticCall(proposal.id, ballots)).to.equal(BigInt(counted.length));
    await governor.connect(stranger).castVotesBySig(proposal.id, ballots);
    const sum = counted.reduce((one, more) => one + more, 0n);
    expect(await governor.proposalVotes(proposal.id)).to.deep.equal([0n, sum, 0n]);
  });

  it("keeps the weight of the snapshot, whatever is moved, given or revoked while the vote is open", async () => {
    const { governor, token, credentials, reputation, escrow, vote, begin, define, alice, stranger } =
      await fixture();
    const proposal = await begin();
    const { votes } = await define(proposal);
    const before = await votes("alice");
    await token.connect(alice).delegate(stranger);
    await escrow.connect(alice).delegate(stranger);
    await credentials.connect(vote).revoke(PERSON, alice.address, ethers.ZeroHash);
    await credentials.connect(vote).issue(PERSON, stranger.address, ethers.ZeroHash);
    const week = await reputation.endWeek();
    await reputation.connect(vote).revoke(alice.address, week, POINTS.alice, ethers.ZeroHash);
    await expect(governor.connect(alice).castVote(proposal.id, Support.Against))
      .to.emit(governor, "VoteCast")
      .withArgs(alice.address, proposal.id, Support.Against, before, "");
    await expect(governor.connect(stranger).castVote(proposal.id, Support.For)).to.be.revertedWithCustomError(
      governor,
      "GovernorCounting_NoVotes",
    );
  });

  it("falls without its quorum, and by a tie", async () => {
    const { governor, begin, define, closeVote, alice } = await fixture();
    const silent = await begin();
    await closeVote(silent);
    expect(await governor.state(silent.id)).to.equal(State.Defeated);
    const tied = await begin("Ten");
    const half = (await (await define(tied)).votes("alice")) / 2n;
    const split = parts(half, half, 0n);
    await governor.connect(alice).castVoteWithReasonAndParams(tied.id, Support.Parts, "", split);
    await closeVote(tied);
    expect(await governor.state(tied.id)).to.equal(State.Defeated);
  });
}

async function signedBallot(
  governor: Awaited<ReturnType<typeof deployGovernance>>["governor"],
  { id }: Proposal,
  voter: HardhatEthersSigner,
) {
  const [, name, version, chainId, verifyingContract] = await governor.eip712Domain();
  const deadline = await governor.proposalDeadline(id);
  const message = { proposalId: id, support: Support.For, voter: voter.address, deadline };
  const domain = { name, version, chainId, verifyingContract };
  return { ...message, signature: await voter.signTypedData(domain, RELAYED_BALLOT, message) };
}
