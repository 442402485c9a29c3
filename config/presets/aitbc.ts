import { defineNetwork, type NetworkInput } from "../schema";
import { textParameter } from "./documents";
import { PARTICIPATION_AT, PARTICIPATION_HASH } from "./recipes";
import {
  COURT_SCOPES,
  COURT_TIMES,
  DISPUTE_SCOPES,
  ELECTIONS,
  marketScopes,
  peopleScopes,
  PROGRAM,
  registryScopes,
  roundsScopes,
  treasuryScopes,
  workScopes,
} from "./scopes";

/** A program of AITBC: all four together may promise in a year what it wants to pay in grants. */
const PROGRAM_OF_AITBC = { ...PROGRAM, amount: "1500000", maxJob: "100000", bond: "5000" } as const;

/**
 * What all types share. A ten-thousandth of the supply can propose, which holders reach together by delegating to one of
 * them; nothing is burned. Quorums are what decides, not what is hoped for: that 80 % take part in the major decisions is
 * measured and reported, since a quorum of 80 % would let one fifth stop everything by staying at home.
 */
const common = {
  late: "1d",
  window: "14d",
  graceMin: "7d",
  graceMax: "30d",
  // 2 % of the supply: below it nothing passes, whatever becomes of the base.
  quorumFloor: "20000000",
  threshold: "100000",
  fee: "0",
} satisfies Partial<NetworkInput["governor"]["types"][string]>;

/** AITBC: a blockchain for AI computing and its marketplace. One token one vote, held and delegated. */
export const aitbc = defineNetwork({
  name: "AITBC",
  description: "A blockchain on which machines sell AI computing, and whose holders govern it.",

  token: {
    name: "AITBC",
    symbol: "AITBC",
    hardCap: "2000000000",
    // At most 4 % a year: rewards of the machines that compute.
    yearlyInflationBps: 400,
    allocation: [
      { to: "treasury", amount: "400000000", note: "Treasury: grants, disbursements, reserves" },
      { to: "ada", amount: "120000000", note: "Machines that compute" },
      { to: "ben", amount: "110000000", note: "Machines that compute" },
      { to: "cleo", amount: "100000000", note: "Validators" },
      { to: "dan", amount: "90000000", note: "Developers of the protocol" },
      { to: "eva", amount: "80000000", note: "Developers of solutions on the marketplace" },
      { to: "finn", amount: "60000000", note: "Partners" },
      { to: "gus", amount: "40000000", note: "Holders of the public sale" },
    ],
  },

  // No escrow: what is held votes, and can be delegated.
  voteSource: "token",

  timelock: { minDelay: "1h" },

  governor: {
    name: "AITBC Governor",
    defaultType: "GOV",
    types: {
      /** The chain and the verification of computing: three fifths of those who vote, and a week for machines to upgrade. */
      TECH: { ...common, review: "5d", voting: "7d", quorumBps: 1000, approvalBps: 6000 },
      /** Spending. No machine has to upgrade, so it waits for less; but it needs more who ask for it and take part. It can
       * wait for a month until the treasury's cap has room for it. */
      TREASURY: {
        ...common,
        review: "7d",
        voting: "7d",
        graceMin: "3d",
        graceMax: "14d",
        window: "30d",
        quorumBps: 1500,
        approvalBps: 6000,
        threshold: "250000",
      },
      /** Partnerships, in a time that partners wait for: a simple majority; the council may propose them, too. */
      PARTNER: {
        ...common,
        review: "3d",
        voting: "5d",
        graceMin: "2d",
        late: "12h",
        quorumBps: 800,
        approvalBps: 5000,
        proposers: ["holders", "council"],
      },
      /** Rules that everybody on the marketplace lives by: a long vote, and nearly two thirds. */
      POLICY: { ...common, review: "7d", voting: "10d", quorumBps: 1500, approvalBps: 6600 },
      /** What the community wishes for, counted by person: people read it, and nothing enforces it. Whatever binds is decided
       * by tokens. A quorum of such votes is small, so that 25 persons make it. */
      PEOPLE: {
        ...common,
        review: "5d",
        voting: "10d",
        graceMin: "2d",
        quorumBps: 300,
        quorumFloor: "0",
        approvalBps: 5000,
        threshold: "10000",
        source: "quadratic",
        minVoters: 25,
      },
      /** The recipe by which taking part is rewarded. */
      PROMPT: { ...common, review: "7d", voting: "7d", quorumBps: 1500, approvalBps: 6000 },
      /** The last instance of disputes: as hard to win as spending, but a party can ask for it. */
      COURT: {
        ...common,
        review: "3d",
        voting: "10d",
        graceMin: "1d",
        quorumBps: 1500,
        approvalBps: 6000,
        threshold: "25000",
      },
      /** Governance itself, and everything that no scope names: two weeks to vote, two to leave, two thirds. */
      GOV: {
        ...common,
        review: "7d",
        voting: "14d",
        graceMin: "14d",
        window: "30d",
        late: "2d",
        quorumBps: 2000,
        approvalBps: 6700,
        threshold: "500000",
      },
      /** The brakes: in force within three days, for five times the votes of GOV and three quarters of those who vote. */
      EMERG: {
        ...common,
        review: "12h",
        voting: "2d",
        graceMin: "6h",
        graceMax: "1d",
        window: "3d",
        late: "6h",
        quorumBps: 1000,
        approvalBps: 7500,
        proposers: ["holders", "council"],
        threshold: "2500000",
      },
    },
    scopes: [
      ...registryScopes({
        chain: "TECH",
        compute: "TECH",
        partner: "PARTNER",
        market: "POLICY",
        cert: "POLICY",
        policy: "POLICY",
        community: "PEOPLE",
        prompt: "PROMPT",
      }),
      ...treasuryScopes("TREASURY"),
      ...COURT_SCOPES,
      ...DISPUTE_SCOPES,
      ...workScopes("TREASURY"),
      ...marketScopes("POLICY"),
      ...roundsScopes("TREASURY"),
      ...peopleScopes(),
    ],
  },

  // What the community said, and what became of it, is part of every proposal.
  proposals: {
    name: "AITBC Improvement Proposal",
    sections: ["Community feedback"],
    figures: [
      { name: "compute_price_multiplier", kind: "multiplier", description: "Price of computing" },
      {
        name: "machine_earnings_change_percent",
        kind: "percent",
        description: "Change of what a machine earns",
      },
    ],
  },

  // What its own document hopes for, and what it only names: the figures of the latter are ours.
  targets: [
    {
      name: "Participation in major decisions",
      measure: "participation",
      types: ["TREASURY", "POLICY", "GOV"],
      atLeast: 8000,
    },
    { name: "Active participants", measure: "participants", over: "365d", atLeast: 1000 },
    { name: "Proposals", measure: "proposals", atLeast: 50 },
    { name: "Token holders", measure: "holders", atLeast: 100000 },
    { name: "Success of proposals", measure: "success", over: "365d", atLeast: 6000 },
    // A treasury that lives on its own token grows by the token's price: it is counted in money.
    { name: "Growth of the treasury", measure: "treasuryGrowth", over: "365d", atLeast: 1000 },
    {
      name: "Grants paid",
      measure: "paidForWork",
      token: "governance",
      categories: ["research", "development", "innovation", "community"],
      over: "365d",
      atLeast: "24000000",
    },
    { name: "Satisfaction of members", measure: "satisfaction", atLeast: 8000 },
  ],

  // In any 30 days a twentieth of what the community starts with, and at most twice that; half of it by budgets.
  treasury: {
    caps: [
      { token: "governance", amount: "20000000" },
      { token: "ETH", amount: "50" },
    ],
    // What the council spends beyond this in a week can be disputed before it is paid.
    disputes: { above: "100000", for: "7d", bond: "5000" },
  },

  // Benches of 3, 7 and 15 decide about up to 25,000, 50,000 and 100,000 tokens; the vote about what is worth more.
  court: { unit: "25000", sliceBps: 5000, minJurors: 10, feePerJuror: "0.005", ...COURT_TIMES },

  // The marketplace of third-party solutions. Sales that are begun are completed, so that no flag stops a till. DEVELOPER and
  // SOLUTION certify who made one, and its till.
  market: {
    kinds: ["APP", "TOOL", "DATA"],
    tokens: ["governance"],
    exitDelay: "90d",
    factor: 1,
    keys: {
      minStake: "market.listingBond",
      minDeveloperBps: "partner.revenueShareBps",
      usageBps: "market.feeBps",
      pauseListing: "emerg.pauseMarket",
      minRating: "market.minRatingMilli",
    },
  },

  // Research and development are promised by votes. The council posts what wants many answers: holders decide its challenges
  // in ballots, and the council its bounties.
  work: {
    programs: [
      {
        ...{ ...PROGRAM_OF_AITBC, name: "research", category: "research", decide: "vote" },
        criteria:
          "Is it new; can others repeat it; is it published with its data; does computing get better by it.",
      },
      {
        ...{ ...PROGRAM_OF_AITBC, name: "development", category: "development", decide: "vote" },
        criteria: "Does it work; is it tested and documented; is its source open; who will maintain it.",
      },
      {
        ...{ ...PROGRAM_OF_AITBC, name: "innovation", category: "innovation", decide: "reviewers" },
        criteria:
          "Does it solve what the challenge asks; is it shown to work; can it be sold on the marketplace.",
      },
      {
        ...{ ...PROGRAM_OF_AITBC, name: "community", category: "community", decide: "reviewers" },
        criteria: "How many did it reach; did they stay; can others repeat it elsewhere.",
      },
    ],
  },

  // A small pot against apathy: whoever votes, or whose delegate does, gets a part by what is held. It buys no votes:
  // every side counts alike.
  rounds: {
    runners: "RUNNER",
    programs: [
      {
        ...{ name: "participation", recipe: "prompt.participation", kind: "program" },
        ...{ category: "participation", asset: "governance", pot: "100000", capBps: 1000, runnerFee: "100" },
        ...{ runnerBond: "1000", flagBond: "5000", minCommits: 3, minReveals: 2, every: "30d", rounds: 12 },
        ...{ openFor: "1d", runFor: "3d", revealFor: "2d", challengeFor: "19d", claimFor: "180d" },
      },
    ],
  },

  // The council says who is a person, a partner, a winner; a vote names another issuer. A certificate lasts as long as
  // cert.validDays says, and an award is not taken back.
  people: {
    credentials: [
      { name: "PERSON", issuer: "council", term: "365d", revocable: true },
      { name: "PARTNER", issuer: "council", term: "365d", revocable: true },
      { name: "AWARD", issuer: "council", term: "3650d" },
      { name: "DEVELOPER", issuer: "council", term: "365d", revocable: true },
      { name: "SOLUTION", issuer: "council", term: "365d", revocable: true },
      { name: "RUNNER", issuer: "council", term: "180d", revocable: true },
    ],
  },
  sources: { quadratic: { class: "PERSON" } },

  council: { members: ["kofi", "lena", "milo", "nina", "omar"], threshold: 3 },
  // Votes elect the next ones. Whoever has a hundredth of the votes may ask all others something.
  ballots: { openBps: 100 },
  elections: ELECTIONS,

  registry: {
    parameters: [
      // The chain.
      {
        key: "chain.blockSeconds",
        readBy: ["node"],
        kind: "uint",
        min: 1,
        max: 60,
        value: 5,
        description: "Time between two blocks, in seconds",
      },
      {
        key: "chain.maxBlockBytes",
        readBy: ["node"],
        kind: "uint",
        min: 65536,
        max: 16777216,
        value: 2097152,
        description: "Largest block, in bytes",
      },
      {
        key: "chain.minValidators",
        readBy: ["node"],
        kind: "uint",
        min: 4,
        max: 1000,
        value: 21,
        description: "Validators that the chain runs with at least",
      },

      // Computing: who may sell it, and how it is verified.
      {
        key: "compute.minBond",
        readBy: ["node"],
        kind: "uint",
        min: 100,
        max: 1000000,
        value: 10000,
        description: "Tokens that a machine puts up before it takes work",
      },
      {
        key: "compute.recheckBps",
        readBy: ["node"],
        kind: "uint",
        min: 10,
        max: 5000,
        value: 200,
        description: "Part of all jobs that a second machine repeats, in basis points",
      },
      {
        key: "compute.forgeryBps",
        readBy: ["node"],
        kind: "uint",
        min: 0,
        max: 10000,
        value: 2500,
        description: "Part of its bond that a forged result costs a machine, in basis points",
      },
      {
        key: "compute.timeoutSeconds",
        readBy: ["node"],
        kind: "uint",
        min: 30,
        max: 86400,
        value: 3600,
        description: "Time after which an unanswered job goes to another machine, in seconds",
      },

      // Partners.
      {
        key: "partner.revenueShareBps",
        readBy: ["contract"],
        kind: "uint",
        min: 0,
        max: 5000,
        value: 1000,
        description:
          "Least part of the revenue that partners get where their apps bring the payer, in basis points",
      },
      textParameter("partner.listHash", "sha256 of the list of partners and their terms; zero for none"),

      // The marketplace of third-party solutions.
      {
        key: "market.feeBps",
        readBy: ["contract"],
        kind: "uint",
        min: 0,
        max: 2000,
        value: 500,
        description: "The network's part of each sale, in basis points; it goes to the treasury",
      },
      {
        key: "market.listingBond",
        readBy: ["contract"],
        kind: "uint",
        min: 0,
        max: 100000,
        value: 1000,
        description: "Tokens that a listing puts up, and loses by rulings about its sales",
      },
      {
        key: "market.minRatingMilli",
        readBy: ["gateway"],
        kind: "uint",
        min: 0,
        max: 5000,
        value: 2500,
        description: "Rating below which a solution is no longer shown, in thousandths of a star",
      },
      textParameter("market.rulesHash", "sha256 of the marketplace's rules; zero until the first are voted"),

      // Certificates of developers and solutions.
      {
        key: "cert.validDays",
        readBy: ["people"],
        kind: "uint",
        min: 30,
        max: 1095,
        value: 365,
        description: "Days for which a certificate holds",
      },
      {
        key: "cert.examiners",
        readBy: ["people"],
        kind: "uint",
        min: 1,
        max: 15,
        value: 3,
        description: "Examiners who must agree on a certificate",
      },

      // What the community wishes for. People read it, and decide elsewhere what becomes of it.
      textParameter("community.wishesHash", "sha256 of what the community wishes for; zero for nothing yet"),
      {
        key: "community.meetings",
        readBy: ["people"],
        kind: "uint",
        min: 0,
        max: 365,
        value: 4,
        description: "Meetings a year that the community wishes for",
      },

      // What is paid for taking part, by an exact function that anybody computes.
      textParameter(
        "prompt.participation",
        "sha256 of the recipe that pays for taking part in votes; the function participation-v1",
        ["recipe"],
        { hash: PARTICIPATION_HASH, at: PARTICIPATION_AT },
      ),

      // Rules that are texts, and other decisions that are: these no scope opens, and they are GOV's.
      textParameter(
        "policy.codeHash",
        "sha256 of the rules of conduct that everybody lives by; zero while there are none",
      ),
      textParameter("charter.roadmapHash", "sha256 of the roadmap; zero while no vote has decided one"),

      // Pause flags: what EMERG can switch.
      {
        key: "emerg.pauseMarket",
        readBy: ["contract", "gateway"],
        kind: "bool",
        value: false,
        description: "Nothing is listed and no sale is begun; those begun are completed",
      },
      {
        key: "emerg.pauseCompute",
        readBy: ["node"],
        kind: "bool",
        value: false,
        description: "No job is handed out; results are taken",
      },
    ],
  },
});
