import { loadFixture, mine, time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { ethers } from "hardhat";

import type { ToldVotes } from "../../typechain-types";
import {
  asAccount,
  code,
  COUNCIL,
  DAY,
  deployGovernance,
  GOV,
  HOUR,
  Match,
  ONE,
  Support,
  word,
  type Proposal,
  type Rules,
} from "./governor";
import { RELAYED_BALLOT } from "./signatures";

export const Mood = {
  Tell: 0,
  Revert: 1,
  RevertOnTotal: 2,
  RevertOnVotes: 3,
  BlockClock: 4,
  NoClock: 5,
} as const;

/** Counted by a source of its own: a fifth of its votes must take part, and three accounts. */
export const PEOPLE: Rules = { ...GOV, quorumFloor: 0n, late: HOUR, minVoters: 3n };
/** The council's, and it passes unless a tenth of the network's votes is against it. */
export const TECH: Rules = {
  ...GOV,
  voting: 3n * DAY,
  late: 0n,
  proposers: COUNCIL,
  threshold: 0n,
  fee: 0n,
  quorumFloor: 0n,
  vetoBps: 1_000n,
};

/**
 * A governor with two more types: PEOPLE, counted by a source in which Erin, Frank, the stranger and Dave have 10, 20, 30
 * and 40 votes and Alice has none, and TECH, which the council proposes and the holders veto.
 */
async function voicesFixture() {
  const context = await deployGovernance();
  const { timelock, rulebook, governor, target, submit, openVote, closeVote } = context;
  const { dave, erin, frank, stranger } = context;
  const council = (await ethers.getSigners())[9]!;
  // What a vote would do.
  const book = rulebook.connect(await asAccount(timelock.target as string));

  const source: ToldVotes = await ethers.deployContract("ToldVotes");
  for (const [i, person] of [erin, frank, stranger, dave].entries()) {
    await source.give(person, BigInt(i + 1) * 10n * ONE);
  }
  const people = { ...PEOPLE, voteSource: source.target as string };
  const scopeOf = (namespace: string, codes: string[]) => ({
    target: target.target,
    how: Match.SelectorAndWord,
    selector: target.interface.getFunction("upgrade").selector,
    word: word(namespace),
    allowsValue: false,
    unstoppable: false,
    codes: codes.map(code),
  });
  await book.setRules(code("PEOPLE"), people);
  await book.setRules(code("TECH"), TECH);
  await book.setScope(scopeOf("people", ["PEOPLE"]));
  await book.setScope(scopeOf("tech", ["TECH"]));

  const propose = async (title = "# NEP-PEOPLE: x", by = context.alice): Promise<Proposal> =>
    submit(title, [context.upgrade(title.includes("TECH") ? "tech" : "people", 7n)], by);
  const begin = async (title?: string, by?: HardhatEthersSigner): Promise<Proposal> => {
    const proposal = await propose(title, by);
    await openVote(proposal);
    await mine();
    return proposal;
  };
  const cast = (proposal: Proposal, by: HardhatEthersSigner, support: number = Support.For) =>
    governor.connect(by).castVote(proposal.id, support);
  const part = (proposal: Proposal, by: HardhatEthersSigner, ...split: [bigint, bigint, bigint]) =>
    governor
      .connect(by)
      .castVoteWithReasonAndParams(
        proposal.id,
        Support.Parts,
        "",
        ethers.solidityPacked(["uint128", "uint128", "uint128"], split),
      );
  const ballot = async (proposal: Proposal, signer: HardhatEthersSigner, support: number = Support.For) => {
    const { chainId } = await ethers.provider.getNetwork();
    const domain = {
      ...{ name: "Neuro Governor", version: "1", chainId },
      verifyingContract: governor.target as string,
    };
    const deadline = await governor.proposalDeadline(proposal.id);
    const message = { proposalId: proposal.id, support, voter: signer.address, deadline };
    return { ...message, signature: await signer.signTypedData(domain, RELAYED_BALLOT, message) };
  };
  const outcome = async (proposal: Proposal) => {
    await closeVote(proposal);
    return governor.state(proposal.id);
  };
  return {
    ...context,
    ...{ book, source, people, scopeOf, council },
    propose,
    begin,
    cast,
    part,
    ballot,
    outcome,
  };
}

async function voicesWithCouncilFixture() {
  const context = await voicesFixture();
  const { governor, enact, begin, propose, council } = context;
  const until = BigInt(await time.latest()) + 300n * DAY;
  await enact("# NEP-GOV: A council", [
    {
      target: governor,
      data: governor.interface.encodeFunctionData("setGuardian", [council.address, until]),
    },
  ]);
  /** What the council proposes. */
  const announce = (title = "# NEP-TECH: x") => begin(title, council);
  return { ...context, until, announce, proposeTech: () => propose("# NEP-TECH: x", council) };
}

export const voices = () => loadFixture(voicesFixture);
export const voicesWithCouncil = () => loadFixture(voicesWithCouncilFixture);
