import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

import type { IPhases } from "../../typechain-types/contracts/phases/Phases";
import {
  asAccount,
  code,
  DAY,
  deployGovernance,
  letPropose,
  Match,
  plain,
  Support,
  TYPES,
  word,
  type Proposal,
  type Rules,
} from "../helpers/governor";
import { TECH } from "../helpers/voices";

export const YEAR = 365n * DAY;
/** Every name in a gate, and in what the contract says of it. */
export const OPEN: IPhases.GateStruct = {
  minTime: 0n,
  latestAfter: 0n,
  minDecisions: 0n,
  minTurnoutBps: 0n,
  maxFounderBps: 10_000n,
  handsOff: false,
};
/** Of three steps: by time alone; two decisions of the holders; three, and founders who have let go. */
export const GATES: [IPhases.GateStruct, IPhases.GateStruct, IPhases.GateStruct] = [
  { ...OPEN, minTime: 180n * DAY, latestAfter: YEAR },
  {
    ...{ minTime: 180n * DAY, latestAfter: 3n * YEAR, minDecisions: 2n, minTurnoutBps: 2_000n },
    ...{ maxFounderBps: 4_500n, handsOff: false },
  },
  {
    ...{ minTime: YEAR, latestAfter: 0n, minDecisions: 3n, minTurnoutBps: 2_500n },
    ...{ maxFounderBps: 1_000n, handsOff: true },
  },
];

/** Vetoed by five percent instead of ten. */
export const TECH_LATER: Rules = { ...TECH, vetoBps: 500n };
/** What a vote of the holders decides, and holders alone propose. */
export const TECH_LAST: Rules = { ...TYPES.ARCH! };
/** What the council alone proposes, and a vote decides. */
export const COUNCILS: Rules = { ...TYPES.ARCH!, proposers: 2n };
export const BOTH: Rules = { ...TYPES.ARCH!, proposers: 3n };

export const LATER = [
  { code: code("TECH"), phase: 1, rules: TECH_LATER },
  { code: code("TECH"), phase: 2, rules: TECH_LAST },
];

/** A governor whose rulebook has phases, and whose founders are Alice, Dave and the account of the council. */
export async function deployPhased(gates = GATES) {
  const context = await deployGovernance();
  const { timelock, governor, target, alice, dave, enact, submit, openVote, closeVote, queue, toEta } =
    context;
  const { execute, vote } = context;
  const council = (await ethers.getSigners())[9]!;
  const vote_ = await asAccount(timelock.target as string);

  const phases = await ethers.deployContract("Phases", [
    timelock,
    gates,
    [council, alice, dave].map(({ address }) => address),
  ]);
  const types = Object.entries({ ...TYPES, TECH }).map(([name, rules]) => ({ code: code(name), rules }));
  const scopeOf = (namespace: string, ...codes: string[]) => ({
    ...{ target: target.target, how: Match.SelectorAndWord, allowsValue: false, unstoppable: false },
    selector: target.interface.getFunction("upgrade").selector,
    word: word(namespace),
    codes: codes.map(code),
  });
  const callOf = (to: { target: unknown }, selector: string) => ({
    ...{ target: to.target as string, how: Match.Selector, allowsValue: false, unstoppable: true },
    ...{ selector, word: ethers.ZeroHash, codes: [] },
  });
  const scopes = [
    scopeOf("tech", "TECH"),
    scopeOf("train", "TRAIN"),
    {
      ...callOf(target, target.interface.getFunction("set").selector),
      ...{ unstoppable: false, codes: ["ARCH", "ECON"].map(code) },
    },
    ...(["advance", "loosen", "declare"] as const).map((name) =>
      callOf(phases, phases.interface.getFunction(name).selector),
    ),
  ];
  const deployed = await ethers.deployContract("PhasedRulebook", [timelock, phases, types, scopes, LATER]);
  const set = governor.interface.encodeFunctionData("setRulebook", [deployed.target]);
  await enact("# NEP-GOV: A book with phases", [{ target: governor, data: set }]);

  /** As a vote would, without one. */
  const book = deployed.connect(vote_);
  const steps = phases.connect(vote_);
  const of = async (type: string) => plain(await book.rulesOf(code(type)));
  const hashOf = async (type: string) => (await book.review(code(type), [], [], [])).contentHash;

  /** A decision that is carried out, with votes of these people. */
  async function decide(
    title: string,
    voters = [context.alice, context.bob],
    actions = [context.setNumber(1n)],
    by = alice,
  ): Promise<Proposal> {
    const proposal = await submit(title, actions, by);
    await openVote(proposal);
    for (const voter of voters) await vote(proposal, voter);
    await closeVote(proposal);
    await queue(proposal);
    await toEta(proposal);
    await execute(proposal);
    return proposal;
  }
  const ids = (proposals: { id: bigint }[]) => proposals.map(({ id }) => id).sort((a, b) => (a < b ? -1 : 1));
  /** Takes the council's mandate, or gives it, by an account that votes command. */
  const appoint = async (account: string, until: bigint) => {
    const data = governor.interface.encodeFunctionData("setGuardian", [account, until]);
    await enact(`# NEP-GOV: The council until ${until}`, [{ target: governor, data }]);
  };
  await mine();
  return {
    ...context,
    ...{ phases, steps, book, council, of, hashOf, scopeOf, decide, ids, appoint },
    adopt: () => phases.adoptGovernor(governor),
    letPropose: (other: { target: string }) => letPropose(timelock, other),
    /** To the first phase's latest date, and past it. */
    toPhaseOne: async () => {
      if ((await governor.clock()) < (await phases.latestAt(0)))
        await time.increaseTo(await phases.latestAt(0));
      await phases.connect(context.stranger).advance([]);
    },
    against: (proposal: Proposal, by: typeof alice) => vote(proposal, by, Support.Against),
  };
}
