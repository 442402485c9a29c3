import { defineNetwork, type NetworkInput } from "../schema";
import { textParameter } from "./documents";
import { REBATE_AT, REBATE_HASH, REVENUE_AT, REVENUE_HASH } from "./recipes";
import {
  COURT_SCOPES,
  COURT_TIMES,
  ELECTIONS,
  marketScopes,
  peopleScopes,
  PHASE_SCOPES,
  PROGRAM,
  registryScopes,
  treasuryScopes,
  workScopes,
} from "./scopes";

/** What all types share; 2 % of the supply is the least that must take part, whatever the share. */
const common = {
  voting: "5d",
  graceMin: "7d",
  graceMax: "30d",
  window: "14d",
  late: "1d",
  quorumFloor: "10000000",
  // A ten-thousandth part of the supply; it is held, or staked, not spent.
  threshold: "50000",
  fee: "0",
} satisfies Partial<NetworkInput["governor"]["types"][string]>;

/** What the council proposes and holders veto: silence needs no votes, and a veto no fee. */
const vetoed = {
  ...{ proposers: ["council"], late: "0s", threshold: "0", quorumFloor: "0" },
} satisfies Partial<NetworkInput["governor"]["types"][string]>;
/** What programs of rounds have in common. GOV, which strikes a round, takes 23 days from a proposal to its execution. */
const round = {
  kind: "program",
  // Both pay in proportion, so that a cap of the contract's would only have shares divided.
  capBps: 10_000,
  ...{ asset: "governance", every: "30d", rounds: 12 },
  ...{ runnerFee: "100", runnerBond: "1000", flagBond: "2500", minCommits: 3, minReveals: 2 },
  ...{ openFor: "1d", runFor: "3d", revealFor: "2d", challengeFor: "24d", claimFor: "90d" },
} as const;

/** What the holders propose and decide. */
const byHolders = {
  ...{ proposers: ["holders"], late: "1d", threshold: "50000", vetoBps: 0 },
} satisfies Partial<NetworkInput["governor"]["types"][string]>;

/** AI1NET: one door to many AI providers. Each token is a vote, held or staked. */
export const ai1net = defineNetwork({
  name: "AI1NET",
  description: "One network in front of many AI providers, paid and governed with its token.",

  token: {
    name: "AI1NET",
    symbol: "AI1",
    hardCap: "1000000000",
    // At most 5 % a year: rewards for usage and contribution.
    yearlyInflationBps: 500,
    allocation: [
      { to: "treasury", amount: "200000000", note: "Treasury of the community: grants, providers, reserves" },
      { to: "cleo", amount: "50000000", note: "Provider of models" },
      { to: "dan", amount: "40000000", note: "Provider of models" },
      { to: "eva", amount: "30000000", note: "Developers of applications" },
      { to: "finn", amount: "25000000", note: "Users of the first year" },
      { to: "gus", amount: "15000000", note: "Users of the first year" },
      { to: "hana", amount: "10000000", note: "Testers and translators" },
    ],
  },

  // The core team, routing and infrastructure: four years, nothing in the first. What has not vested can be staked, and votes.
  vesting: [
    { beneficiary: "ada", amount: "70000000", duration: "1460d", cliff: "365d", revocable: false },
    { beneficiary: "ben", amount: "60000000", duration: "1460d", cliff: "365d", revocable: false },
  ],

  // A stake without end is one vote per token, as if it were held; four weeks are what it takes to leave.
  escrow: { maxWeeks: 4, minAmount: "1" },
  voteSource: "combined",

  timelock: { minDelay: "1h" },

  governor: {
    name: "AI1NET Governor",
    defaultType: "GOV",
    types: {
      /** Technical proposals, on the protocol: routing and infrastructure. */
      TECH: {
        ...{ ...common, ...vetoed, review: "4d", quorumBps: 1000, approvalBps: 6000, vetoBps: 1000 },
        from: { 1: { vetoBps: 500 }, 2: { ...byHolders, quorumFloor: "10000000" } },
      },
      /** Economic proposals, on the protocol's fees and on rewards: they touch everybody, so more must take part, and two thirds agree. */
      ECON: {
        ...{
          ...common,
          ...vetoed,
          review: "5d",
          voting: "7d",
          quorumBps: 1500,
          approvalBps: 6600,
          vetoBps: 1000,
        },
        from: { 1: { ...byHolders, quorumFloor: "10000000" } },
      },
      /** Ecosystem proposals: new providers, how rewards are divided. The easiest, since they are many, and can be taken back;
       * so how much is given away, and by which rate, is not theirs. What people did for the network counts beside stake. */
      ECOSYS: {
        ...{ ...common, ...vetoed, vetoBps: 1000 },
        review: "3d",
        graceMin: "3d",
        quorumBps: 800,
        approvalBps: 5500,
        from: { 1: { ...byHolders, threshold: "25000", source: "blended" } },
      },
      /** The list of services: which are taken off it, and what a listing takes. Votes by tokens held or staked alone: whoever
       * has earned points by what the market pays for does not judge about it by them. */
      MARKET: {
        ...common,
        review: "3d",
        graceMin: "3d",
        quorumBps: 1000,
        approvalBps: 6000,
      },
      /** Which features there are is for those who use them, counted by person. A quorum of such votes is small, so that 25
       * persons make it. */
      PEOPLE: {
        ...common,
        review: "3d",
        graceMin: "3d",
        quorumBps: 300,
        quorumFloor: "0",
        approvalBps: 5500,
        threshold: "5000",
        source: "quadratic",
        minVoters: 25,
      },
      /** Governance: the DAO's structure, the treasury's allocation, partnerships, and everything that no scope names.
       * A payment can wait for a month until the treasury's cap has room for it. */
      GOV: {
        ...common,
        review: "7d",
        voting: "7d",
        window: "30d",
        late: "2d",
        quorumBps: 2000,
        approvalBps: 6600,
        threshold: "100000",
      },
      /** The last instance of disputes: as hard to win as spending, but a party can ask for it. */
      COURT: {
        ...common,
        review: "3d",
        voting: "7d",
        graceMin: "1d",
        quorumBps: 2000,
        approvalBps: 6600,
        threshold: "10000",
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
        threshold: "500000",
        from: { 3: { proposers: ["holders"] } },
      },
    },
    scopes: [
      ...registryScopes({
        routing: "TECH",
        infra: "TECH",
        fees: "ECON",
        market: "MARKET",
        providers: "ECOSYS",
        features: "PEOPLE",
        rewards: "ECON",
        distribution: ["ECON", "ECOSYS"],
      }),
      ...treasuryScopes(),
      ...COURT_SCOPES,
      ...workScopes(),
      ...marketScopes("MARKET"),
      ...peopleScopes({ reputation: true }),
      ...PHASE_SCOPES,
    ],
  },

  proposals: {
    name: "AI1NET Proposal",
    figures: [
      { name: "request_price_multiplier", kind: "multiplier", description: "Price of a request" },
      {
        name: "provider_earnings_change_percent",
        kind: "percent",
        description: "Change of what a provider earns",
      },
      {
        name: "usage_reward_multiplier",
        kind: "multiplier",
        description: "Rewards for usage",
        optional: true,
      },
      {
        name: "contributor_reward_multiplier",
        kind: "multiplier",
        description: "Rewards for contributions",
        optional: true,
      },
    ],
  },

  // In any 30 days a twentieth of what the community starts with, and at most twice that; half of it by budgets.
  treasury: {
    caps: [
      { token: "governance", amount: "10000000" },
      { token: "ETH", amount: "50" },
    ],
  },

  // Benches of 3, 7 and 15 decide about up to 10,000, 20,000 and 40,000 tokens; the vote about what is worth more.
  court: { unit: "10000", sliceBps: 5000, minJurors: 10, feePerJuror: "0.005", ...COURT_TIMES },

  // Whoever lists a service stakes for it. A ruling about a payment gives it back, and burns as much beside it.
  market: {
    kinds: ["MODEL", "PROVIDER", "APP", "TOOL", "DATA"],
    tokens: ["governance"],
    exitDelay: "90d",
    factor: 1,
    keys: {
      minStake: "market.minStake",
      minDeveloperBps: "rewards.developerBps",
      usageBps: "fees.usageBps",
      burnBps: "fees.burnBps",
      pauseListing: "emerg.pauseListing",
      pauseSweep: "emerg.pausePayments",
      discountBps: "fees.tokenDiscountBps",
    },
  },

  // The community's program is open to all, and what it pays is reputation, too; the ecosystem's grants are for those who have
  // earned some. A token is a point.
  work: {
    pauseFlag: "emerg.pausePayments",
    pointsPerQuarter: "20000",
    programs: [
      {
        ...{ ...PROGRAM, name: "community", category: "community", decide: "reviewers" },
        ...{ amount: "250000", maxJob: "5000", bond: "500" },
        criteria: "How many does it help; is it done well; would it have been done without the network.",
      },
      {
        ...{ ...PROGRAM, name: "ecosystem", category: "ecosystem", decide: "vote", minReputation: "1000" },
        ...{ amount: "500000", maxJob: "40000", bond: "2000" },
        criteria: "Does it bring providers or applications; what do users pay for it; who keeps it running.",
      },
    ],
  },

  // Whoever pays for requests gets back up to half of what the network got of it, and whoever stakes a quarter of what the
  // treasury got: of 100 that are paid, 5 are the network's, 2.5 come back, 1.125 are the stakers', and 0.5 are burned. The
  // pot of the rebates is twice what rewards.usagePool begins with, so that ECON can double it.
  rounds: {
    runners: "RUNNER",
    programs: [
      {
        ...{ ...round, name: "usage", recipe: "prompt.rebate", category: "usage-rebate" },
        pot: "500000",
      },
      {
        ...{ ...round, name: "staking", recipe: "prompt.revenue", category: "revenue" },
        pot: "250000",
      },
    ],
  },

  // The council says who is a person and who runs rounds, and gives points for contributions, until a vote names others. Reputation has 15 % of the
  // votes where it counts, once there is as much as two quarters give.
  people: {
    credentials: [
      { name: "PERSON", issuer: "council", term: "365d", revocable: true },
      { name: "RUNNER", issuer: "council", term: "180d", revocable: true },
    ],
    reputation: { awarders: [{ account: "council", perQuarter: "10000" }] },
  },
  sources: {
    quadratic: { class: "PERSON" },
    blended: { class: "PERSON", rhoBps: 1500, target: "20000" },
  },

  // The core team, the founders among it, begins as the council. A vote gives it its mandate, and takes it back.
  council: { members: ["ada", "ben", "kofi", "lena", "milo"], threshold: 3 },
  // Its founders decide technical, economic and ecosystem matters at first, unless a tenth of the votes objects; within a year
  // economic ones are the holders', within two all, and in the last phase no founder is needed for anything.
  phases: {
    founders: ["ada", "ben", "kofi", "lena", "milo"],
    gates: [
      {
        ...{ minTime: "180d", latestAfter: "365d", minDecisions: 0, minTurnoutBps: 0 },
        ...{ maxFounderBps: 10_000, handsOff: false },
      },
      {
        ...{ minTime: "180d", latestAfter: "730d", minDecisions: 6, minTurnoutBps: 500 },
        ...{ maxFounderBps: 4_000, handsOff: false },
      },
      {
        ...{ minTime: "365d", latestAfter: "0s", minDecisions: 12, minTurnoutBps: 800 },
        ...{ maxFounderBps: 1_000, handsOff: true },
      },
    ],
  },
  // Votes elect the next ones. Whoever has a hundredth of the votes may ask all others something.
  ballots: { openBps: 100 },
  elections: ELECTIONS,

  registry: {
    parameters: [
      // Routing.
      {
        key: "routing.maxLatencyMs",
        readBy: ["gateway"],
        kind: "uint",
        min: 100,
        max: 60000,
        value: 5000,
        description: "Time after which a request goes to the next provider, in milliseconds",
      },
      {
        key: "routing.fallbacks",
        readBy: ["gateway"],
        kind: "uint",
        min: 0,
        max: 10,
        value: 2,
        description: "Providers that are tried after the first has failed",
      },
      {
        key: "routing.priceWeightBps",
        readBy: ["gateway"],
        kind: "uint",
        min: 0,
        max: 10000,
        value: 4000,
        description: "Weight of the price beside quality when a provider is chosen, in basis points",
      },

      // Infrastructure.
      {
        key: "infra.minUptimeBps",
        readBy: ["gateway"],
        kind: "uint",
        min: 9000,
        max: 10000,
        value: 9900,
        description: "Part of a month in which a node must answer, in basis points",
      },
      {
        key: "infra.minNodes",
        readBy: ["gateway"],
        kind: "uint",
        min: 3,
        max: 1000,
        value: 7,
        description: "Nodes that a region needs before it is served",
      },

      {
        key: "infra.apiVersion",
        readBy: ["gateway"],
        kind: "uint",
        min: 1,
        max: 1000,
        value: 1,
        description: "Version of the programming interface that every gateway answers",
      },

      // Fees.
      {
        key: "fees.usageBps",
        readBy: ["contract"],
        kind: "uint",
        min: 0,
        max: 2000,
        value: 500,
        description: "The network's part of the price of each request, in basis points",
      },
      {
        key: "fees.burnBps",
        readBy: ["contract"],
        kind: "uint",
        min: 0,
        max: 10000,
        value: 1000,
        description: "Part of the network's fee that is burned, in basis points; the treasury gets the rest",
      },
      {
        key: "fees.tokenDiscountBps",
        readBy: ["gateway"],
        kind: "uint",
        min: 0,
        max: 5000,
        value: 1000,
        description: "Discount for whoever pays with the token, in basis points",
      },

      // Providers.
      {
        key: "market.minStake",
        readBy: ["contract"],
        kind: "uint",
        min: 0,
        max: 1000000,
        value: 25000,
        description: "Tokens that a service has staked before it is listed",
      },
      {
        key: "providers.trialRequests",
        readBy: ["gateway"],
        kind: "uint",
        min: 0,
        max: 100000,
        value: 1000,
        description: "Requests that a new provider answers before it is rated",
      },
      {
        key: "providers.maxShareBps",
        readBy: ["gateway"],
        kind: "uint",
        min: 1000,
        max: 10000,
        value: 4000,
        description: "Most of the traffic that one provider gets, in basis points",
      },

      // Features.
      {
        key: "features.images",
        readBy: ["gateway"],
        kind: "bool",
        value: true,
        description: "Requests for images are routed",
      },
      {
        key: "features.agents",
        readBy: ["gateway"],
        kind: "bool",
        value: false,
        description: "Providers may call each other for one request",
      },

      // Rewards: how much there is, and how it is divided.
      {
        key: "rewards.developerBps",
        readBy: ["contract"],
        kind: "uint",
        min: 0,
        max: 5000,
        value: 2000,
        description:
          "Least share of what payers pay that the developer of the app that brought them gets, in basis points",
      },
      {
        key: "rewards.usagePool",
        readBy: ["recipe"],
        kind: "uint",
        min: 0,
        max: 2000000,
        value: 250000,
        description:
          "Tokens a month for usage, of which payers get their rebates; up to the pot of their program",
        drives: "usage_reward_multiplier",
      },
      {
        key: "rewards.contributorPool",
        readBy: ["people"],
        kind: "uint",
        min: 0,
        max: 2000000,
        value: 250000,
        description: "Tokens a month for contributions: what votes keep to when they open programs of work",
        drives: "contributor_reward_multiplier",
      },
      {
        key: "distribution.maxShareBps",
        readBy: ["recipe"],
        kind: "uint",
        min: 10,
        max: 10000,
        value: 500,
        description: "Most of a month's pool that one account gets, in basis points",
      },

      // How rewards are computed, from the first day: exact functions, which anybody repeats. GOV decides on others.
      textParameter(
        "prompt.rebate",
        "sha256 of the recipe of rebates for usage; the function usage-rebate-v1",
        ["recipe"],
        { hash: REBATE_HASH, at: REBATE_AT },
      ),
      textParameter(
        "prompt.revenue",
        "sha256 of the recipe that shares income among those who stake; the function revenue-v1",
        ["recipe"],
        { hash: REVENUE_HASH, at: REVENUE_AT },
      ),

      // Decisions that are texts. No scope opens them: they are GOV's.
      textParameter(
        "charter.structureHash",
        "sha256 of the text about the DAO's structure; zero while no vote has decided one",
      ),
      textParameter("charter.roadmapHash", "sha256 of the roadmap; zero while no vote has decided one"),
      textParameter("partner.listHash", "sha256 of the list of partners and their terms; zero for none"),

      // Pause flags: what EMERG can switch.
      {
        key: "emerg.pausePayments",
        readBy: ["contract", "gateway"],
        kind: "bool",
        value: false,
        description:
          "Requests that cost tokens are refused, nothing is swept, and programs promise and pay nothing",
      },
      {
        key: "emerg.pauseListing",
        readBy: ["contract"],
        kind: "bool",
        value: false,
        description: "No new service is listed",
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
