import { mutations as court } from "./court";
import { mutations as distribution } from "./distribution";
import { mutations as escrow } from "./escrow";
import { mutations as governor } from "./governor";
import { mutations as market } from "./market";
import type { Mutation } from "./mutation";
import { mutations as people } from "./people";
import { mutations as phases } from "./phases";
import { mutations as registry } from "./registry";
import { mutations as rounds } from "./rounds";
import { mutations as rulebook } from "./rulebook";
import { mutations as system } from "./system";
import { mutations as token } from "./token";
import { mutations as treasury } from "./treasury";
import { mutations as vesting } from "./vesting";
import { mutations as voices } from "./voices";
import { mutations as votes } from "./votes";
import { mutations as voting } from "./voting";
import { mutations as work } from "./work";

export interface Walk {
  mutations: readonly Mutation[];
  /** What is deployed of the changed sources. */
  contracts: readonly string[];
  /** The behaviour tests under test/, those that are likely to turn red first. */
  behaviour: readonly string[];
  /** The forge suites under test/ that what survives is tried against. */
  forge: string;
}

const GOVERNOR = "Counting Timelock Quorum Guardian Scopes Types Ballots Signatures Pins Fee".split(" ");

export const WALKS: Readonly<Record<string, Walk>> = {
  escrow: {
    mutations: escrow,
    contracts: ["VoteEscrow"],
    behaviour: ["", ".votes", ".others"]
      .map((part) => `escrow/VoteEscrow${part}`)
      .concat("escrow/Votes", "escrow/PermanentOnly"),
    forge: "escrow",
  },
  token: {
    mutations: token,
    contracts: ["PackedGovernanceToken"],
    behaviour: ["token/PackedVotes", "token/GovernanceToken", "escrow/Votes"],
    forge: "token",
  },
  treasury: {
    mutations: treasury,
    contracts: ["Treasury"],
    behaviour: [
      "treasury/OutflowCap",
      "treasury/Budgets",
      "treasury/Treasury",
      "treasury/Recurring",
      "attacks/treasury",
    ],
    forge: "treasury",
  },
  vesting: {
    mutations: vesting,
    contracts: ["VestingVault", "VestingFactory"],
    behaviour: ["vesting/VestingVault", "vesting/VestingFactory", "vesting/VestingWallet", "attacks/vesting"],
    forge: "vesting",
  },
  distribution: {
    mutations: distribution,
    contracts: ["Sale", "Distributor"],
    behaviour: ["distribution/Sale", "distribution/Distributor", "distribution/reentrancy"],
    forge: "distribution",
  },
  voting: {
    mutations: voting,
    contracts: ["Ballots"],
    behaviour: ["voting/Ballots", "attacks/ballots"],
    forge: "voting",
  },
  votes: {
    mutations: votes,
    contracts: ["CombinedVotes", "SuccessiveVotes", "GovernanceToken", "QuadraticVotes", "BlendedVotes"],
    behaviour: [
      ...["votes/CombinedVotes", "votes/SuccessiveVotes", "token/GovernanceToken", "escrow/Votes"],
      ...["people/QuadraticVotes", "people/BlendedVotes", "governor/GovernorQuorum"],
    ],
    forge: "token",
  },
  registry: {
    mutations: registry,
    contracts: ["ProtocolRegistry"],
    behaviour: ["", ".attacks", ".rollback"]
      .map((part) => `protocol/ProtocolRegistry${part}`)
      .concat("protocol/ParameterKey"),
    forge: "protocol",
  },
  people: {
    mutations: people,
    contracts: ["Credentials", "Reputation", "QuadraticVotes", "BlendedVotes"],
    behaviour: [
      ...["Credentials", "Reputation", "QuadraticVotes", "BlendedVotes"].map((name) => `people/${name}`),
      ...["attacks/persons", "attacks/reputation"],
    ],
    forge: "people",
  },
  market: {
    mutations: market,
    contracts: ["Market", "Till", "FeeTill"],
    behaviour: ["market/Till", "market/Market", "market/FeeTill", "attacks/market"],
    forge: "market",
  },
  work: {
    mutations: work,
    contracts: ["Work", "Verdicts", "ProtocolRegistry"],
    behaviour: [
      ...["work/Work", "work/pause", "work/Verdicts", "attacks/work", "work/erc8183", "work/reentrancy"],
      "protocol/ProtocolRegistry",
    ],
    forge: "work",
  },
  rounds: {
    mutations: rounds,
    contracts: ["Rounds", "Programs", "Runs", "RoundsHarness"],
    behaviour: [
      "rounds/Rounds",
      "rounds/ScoreScale",
      "rounds/CodeStore",
      "attacks/rounds",
      "rounds/reentrancy",
    ],
    forge: "rounds",
  },
  governor: {
    mutations: governor,
    contracts: ["NetworkGovernor"],
    behaviour: [
      ...GOVERNOR.map((name) => `governor/Governor${name}`),
      ...["governor/LateSwing", "governor/NumberedVotes", "governor/sources", "governor/ForeignErrors"],
      ...["governor/clients", "attacks/proposal-ceilings", "attacks/copied-proposals", "attacks/late-votes"],
    ],
    forge: "governor",
  },
  rulebook: {
    mutations: rulebook,
    contracts: ["Rulebook", "NepTitleHarness"],
    behaviour: ["Rulebook", "RulebookScopes", "NepTitle", "GovernorTypes"].map((name) => `governor/${name}`),
    forge: "proofs",
  },
  voices: {
    mutations: voices,
    contracts: ["NetworkGovernor", "Rulebook", "PhasedRulebook"],
    behaviour: [
      ...["governor/GovernorVoices", "governor/Rulebook", "governor/RulebookScopes", "attacks/voices"],
      ...["governor/GovernorBallots", "governor/NumberedVotes", "governor/GovernorQuorum"],
      "phases/PhasedRulebook",
    ],
    forge: "governor",
  },
  court: {
    mutations: court,
    contracts: ["JurorCourt", "DisputedBudgets", "BareArbitrable", "BlockHashProbe", "Credentials"],
    behaviour: [
      ...["court/JurorCourt", "court/DisputedBudgets", "court/Arbitrable", "court/BlockHashes"],
      // They have the same histories as jurors' stakes.
      "people/Credentials",
      ...["attacks/court-draw", "attacks/court-money", "court/reentrancy", "court/plug"],
    ],
    forge: "court",
  },
  phases: {
    mutations: phases,
    contracts: ["Phases", "PhasedRulebook"],
    behaviour: ["phases/Phases", "phases/PhasedRulebook", "attacks/phases"],
    forge: "phases",
  },
  system: {
    mutations: system,
    contracts: ["NetworkGovernor", "GovernanceToken", "ProtocolRegistry"],
    behaviour: [
      "token/GovernanceToken",
      "protocol/ProtocolRegistry",
      ...GOVERNOR.map((name) => `governor/Governor${name}`),
    ],
    forge: "system",
  },
};
