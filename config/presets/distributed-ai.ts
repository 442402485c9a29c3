import { defineNetwork, type NetworkInput } from "../schema";
import { textParameter } from "./documents";
import { PARTICIPATION_AT, PARTICIPATION_HASH } from "./recipes";
import {
  COURT_SCOPES,
  COURT_TIMES,
  DISPUTE_SCOPES,
  distributionScopes,
  ELECTIONS,
  peopleScopes,
  PROGRAM,
  registryScopes,
  roundsScopes,
  treasuryScopes,
  workScopes,
} from "./scopes";

/**
 * Rules of a change to the protocol. A quorum of 15 % of the power that is locked today, as for the parameters of Curve,
 * whose vote-escrow this is; the floor keeps it from shrinking with that power.
 */
const protocol = {
  review: "3d",
  voting: "7d",
  graceMin: "7d",
  graceMax: "30d",
  window: "14d",
  late: "1d",
  quorumBps: 1500,
  quorumFloor: "1000000",
  approvalBps: 6000,
  // 2,500 tokens for four years, 10,000 for one: as Curve asks for.
  threshold: "2500",
  // Nothing is burned: whoever has locked for years has paid in time.
  fee: "0",
} satisfies NetworkInput["governor"]["types"][string];

/** How ownership is decided about: more must take part, and two thirds agree. */
const ownership = {
  ...protocol,
  review: "7d",
  quorumBps: 2500,
  quorumFloor: "1500000",
  approvalBps: 6600,
} satisfies NetworkInput["governor"]["types"][string];

/** What the programs of rounds have in common: a round a month, and a window in which a vote of EQUITY can strike it. */
const round = {
  ...{ every: "30d", rounds: 12, runFor: "3d", revealFor: "2d", challengeFor: "24d", claimFor: "180d" },
  flagBond: "250",
} as const;

/** Distributed.ai: an AI company that belongs to those who contribute. Power is locked time: who stays longer decides more. */
export const distributedAi = defineNetwork({
  name: "Distributed.ai",
  description:
    "A network whose contributors own it, in shares that a language model proposes and they vote on.",

  token: {
    name: "Distributed.ai",
    symbol: "DISTAI",
    hardCap: "100000000",
    supply: "50000000",
    // At most 6 % a year: the equity of rounds to come is minted by approved proposals.
    yearlyInflationBps: 600,
    // Of what can vote on the first day contributors have two thirds, users a sixth, founders and investors a sixth.
    allocation: [
      {
        to: "treasury",
        amount: "40%",
        note: "Treasury of the community: development, rewards, growth; every payment is voted on",
      },
      { to: "ada", amount: "8%", class: "contributor", note: "Contributor: the scoring of contributions" },
      { to: "ben", amount: "7%", class: "contributor", note: "Contributor: models and their evaluation" },
      { to: "cleo", amount: "6%", class: "contributor", note: "Contributor: data and its licences" },
      { to: "dan", amount: "5%", class: "contributor", note: "Contributor: applications" },
      { to: "eva", amount: "5%", class: "contributor", note: "Contributor: infrastructure" },
      { to: "finn", amount: "4%", class: "contributor", note: "Contributor: security reviews" },
      { to: "gus", amount: "3%", class: "contributor", note: "Contributor: documentation and translation" },
      { to: "hana", amount: "2%", class: "contributor", note: "Contributor: community and support" },
      { to: "pia", amount: "5%", class: "user", note: "User: by what was used before the start" },
      { to: "quin", amount: "3%", class: "user", note: "User: by what was used before the start" },
      { to: "rosa", amount: "2%", class: "user", note: "User: by what was used before the start" },
    ],
  },

  // Founders and early investors: four years, nothing in the first. What has not vested yet can be locked, and votes.
  vesting: [
    {
      ...{ beneficiary: "ivan", amount: "6%", class: "founder" },
      ...{ duration: "1460d", cliff: "365d", revocable: false },
    },
    {
      ...{ beneficiary: "june", amount: "4%", class: "investor" },
      ...{ duration: "1460d", cliff: "365d", revocable: false },
    },
  ],

  // Four years, as in Curve's DAO: a lock of one year has a quarter of the votes.
  escrow: { maxWeeks: 208, minAmount: "1" },
  voteSource: "escrow",

  timelock: { minDelay: "1h" },

  governor: {
    name: "Distributed.ai Governor",
    defaultType: "GOV",
    types: {
      /** Fees and rewards. */
      PROTOCOL: protocol,
      /** How much is shared out, to whom, and when: the programs of rounds. It decides who owns the network. */
      EQUITY: ownership,
      /** The core prompts: by which recipe contributions are judged. It decides as much as EQUITY does. */
      PROMPT: ownership,
      /** Spending: grants, bounties, budgets. It can wait for a month until the treasury's cap has room for it. */
      TREASURY: {
        ...protocol,
        review: "5d",
        graceMin: "2d",
        graceMax: "14d",
        window: "30d",
        quorumBps: 2000,
        quorumFloor: "1500000",
        threshold: "5000",
      },
      /** The last instance of disputes: as hard to win as spending, but a party can ask for it. */
      COURT: {
        ...protocol,
        graceMin: "1d",
        quorumBps: 2000,
        quorumFloor: "1500000",
        threshold: "500",
      },
      /** Governance itself, and everything that no scope names: 30 % must take part, as for Curve's ownership. */
      GOV: {
        ...protocol,
        review: "7d",
        voting: "10d",
        window: "30d",
        late: "2d",
        quorumBps: 3000,
        quorumFloor: "2000000",
        approvalBps: 6600,
        threshold: "10000",
      },
      /** The brakes: in force within three days, for five times the power and four fifths of the votes. */
      EMERG: {
        ...protocol,
        review: "12h",
        voting: "2d",
        graceMin: "6h",
        graceMax: "1d",
        window: "3d",
        late: "6h",
        quorumBps: 2000,
        quorumFloor: "1500000",
        approvalBps: 8000,
        proposers: ["holders", "council"],
        threshold: "50000",
      },
    },
    // Nothing opens `Rounds.setArbitrator`: who rules about shares is a matter of GOV.
    scopes: [
      ...registryScopes({ fee: "PROTOCOL", reward: "PROTOCOL", prompt: "PROMPT" }),
      ...treasuryScopes("TREASURY"),
      ...distributionScopes("TREASURY"),
      ...COURT_SCOPES,
      ...DISPUTE_SCOPES,
      ...workScopes("TREASURY"),
      ...roundsScopes("EQUITY"),
      ...peopleScopes(),
    ],
  },

  proposals: {
    name: "Distributed.ai Improvement Proposal",
    figures: [
      { name: "round_pool_multiplier", kind: "multiplier", description: "What a round distributes" },
      {
        name: "contributor_earnings_change_percent",
        kind: "percent",
        description: "Change of what a contributor earns",
      },
    ],
  },

  // In any 30 days a twentieth of what the community starts with, and at most twice that; half of it by budgets.
  treasury: {
    caps: [
      { token: "governance", amount: "1000000" },
      { token: "ETH", amount: "50" },
    ],
    // What the council spends beyond this in a week can be disputed before it is paid.
    disputes: { above: "5000", for: "7d", bond: "250" },
  },

  // Benches of 3, 7 and 15 decide about up to 2,000, 4,000 and 8,000 tokens; the vote about what is worth more.
  court: { unit: "2000", sliceBps: 5000, minJurors: 10, feePerJuror: "0.005", ...COURT_TIMES },

  // Grants are promised by votes, and the council judges their milestones. Bounties of up to `reward.maxBounty` need no vote
  // of their own: the council posts them, and judges the answers.
  work: {
    programs: [
      {
        ...{ ...PROGRAM, name: "grants", category: "grants", decide: "vote" },
        ...{ amount: "150000", maxJob: "8000", bond: "250" },
        criteria:
          "Does the network need it; can who asks for it do it; is it worth its price; can others build on it.",
      },
      {
        ...{ ...PROGRAM, name: "bounties", category: "bounties", decide: "reviewers" },
        ...{ amount: "30000", maxJob: "2000", bond: "100" },
        criteria: "The answer solves what was asked, can be repeated by others, and comes with its source.",
      },
    ],
  },

  // Products pay the fees that they took into one till, which knows no payer: the treasury keeps its part, and the rest is
  // what contributors are paid out of.
  feeTill: { treasuryBps: "fee.treasuryShareBps" },

  // Ownership, profits, and a little for taking part. Ownership vests over a year; profits are ether that the network earned.
  rounds: {
    runners: "RUNNER",
    programs: [
      {
        ...{ ...round, name: "equity", recipe: "prompt.equity", kind: "judge", category: "equity" },
        ...{ asset: "governance", pot: "150000", capBps: 1500, entryFee: "5", runnerFee: "100" },
        ...{ runnerBond: "1000", minCommits: 7, minReveals: 5, openFor: "14d", vestFor: "365d" },
      },
      {
        ...{ ...round, name: "profit", recipe: "prompt.equity", kind: "judge", category: "profit" },
        ...{ asset: "ETH", pot: "5", capBps: 1500, entryFee: "0.001", runnerFee: "0.02" },
        ...{ runnerBond: "0.2", minCommits: 7, minReveals: 5, openFor: "14d", every: "90d", rounds: 4 },
      },
      {
        ...{ ...round, name: "participation", recipe: "prompt.participation", kind: "program" },
        ...{ category: "participation", asset: "governance", pot: "5000", capBps: 1000, runnerFee: "10" },
        ...{ runnerBond: "100", minCommits: 3, minReveals: 2, openFor: "1d" },
      },
    ],
  },

  // Who runs the models that score, and who reviews what they say.
  people: {
    credentials: [
      { name: "RUNNER", issuer: "council", term: "180d", revocable: true },
      { name: "REVIEWER", issuer: "council", term: "365d", revocable: true },
    ],
  },

  // Sales feed the treasury, and contributors get their tokens by lists: both out of budgets that holders grant.
  distribution: { sales: true, claims: true },

  council: { members: ["kofi", "lena", "milo", "nina", "omar"], threshold: 3 },
  // Votes elect the next ones. Whoever has a hundredth of the votes may ask all others something.
  ballots: { openBps: 100 },
  elections: ELECTIONS,

  registry: {
    parameters: [
      // Income of the treasury.
      {
        key: "fee.usageBps",
        readBy: ["gateway"],
        kind: "uint",
        min: 0,
        max: 3000,
        value: 1000,
        description: "The network's part of what its products earn, in basis points",
      },
      {
        key: "fee.treasuryShareBps",
        readBy: ["contract"],
        kind: "uint",
        min: 2000,
        max: 10000,
        value: 7000,
        description:
          "Part of the fees that stays in the treasury, in basis points; rounds of profit share out the rest",
      },

      // Rewards for taking part.
      {
        key: "reward.reviewerPool",
        readBy: ["people"],
        kind: "uint",
        min: 0,
        max: 50000,
        value: 10000,
        description: "Tokens a month for reviews of contributions",
      },
      {
        key: "reward.maxBounty",
        readBy: ["people"],
        kind: "uint",
        min: 0,
        max: 20000,
        value: 2000,
        description: "Largest bounty that needs no vote of its own, in tokens",
      },

      // The core prompts: the recipes of rounds. PROMPT changes them.
      textParameter(
        "prompt.equity",
        "sha256 of the recipe by which contributions are judged; zero until the first is voted",
        ["recipe"],
      ),
      textParameter(
        "prompt.participation",
        "sha256 of the recipe that pays for taking part in votes; the function participation-v1",
        ["recipe"],
        { hash: PARTICIPATION_HASH, at: PARTICIPATION_AT },
      ),

      // Decisions that are texts. No scope opens them: they are GOV's.
      textParameter("charter.roadmapHash", "sha256 of the roadmap; zero while no vote has decided one"),
      textParameter(
        "charter.productHash",
        "sha256 of the product strategy; zero while no vote has decided one",
      ),
      textParameter(
        "charter.legalHash",
        "sha256 of what the network agreed on about its legal structure; zero for nothing",
      ),

      // Pause flags: what EMERG can switch.
      {
        key: "emerg.pauseScoring",
        readBy: ["contract"],
        kind: "bool",
        value: false,
        description: "No run is revealed and nothing is tallied; entries are kept, and the times wait",
      },
      {
        key: "emerg.pauseDistribution",
        readBy: ["contract"],
        kind: "bool",
        value: false,
        description: "No share is claimed and no rest goes back; the time for claims waits",
      },
    ],
  },
});
