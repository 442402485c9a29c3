// The network's constitution: everything that is deployed follows from this file. What does not fit together is refused, with
// every reason at once: npx polity nep check --preset ./network.ts --nep neps/nep-0001-….md reads it without a chain.
import { defineNetwork } from "@polity/cli/config";

/** A week of review, a week of votes, a fifth of the votes as quorum, two thirds of them in favour, a week of grace. */
const ordinary = {
  review: "7d",
  voting: "7d",
  graceMin: "7d",
  graceMax: "30d",
  window: "14d",
  late: "1d",
  quorumBps: 2000,
  // 5 % of the supply: a quorum that does not shrink.
  quorumFloor: "50000",
  approvalBps: 6600,
  threshold: "100",
  fee: "10",
};

export default defineNetwork({
  name: "NETWORK_NAME",
  description: "Say in a sentence what the network is for, and whose it is.",

  token: {
    name: "NETWORK_NAME",
    symbol: "NETWORK_SYMBOL",
    hardCap: "10000000",
    supply: "1000000",
    yearlyInflationBps: 500,
    // Names are labels: accounts.json has their addresses.
    allocation: [
      { to: "treasury", amount: "600000", note: "The community's" },
      { to: "ada", amount: "200000", note: "Who is this, and what for?" },
      { to: "ben", amount: "200000", note: "Who is this, and what for?" },
    ],
  },

  // In any 30 days a twentieth of what the community starts with.
  treasury: { caps: [{ token: "governance", amount: "30000" }] },

  voteSource: "token",
  timelock: { minDelay: "1h" },

  governor: {
    name: "NETWORK_NAME Governor",
    defaultType: "GOV",
    types: {
      /** The parameters that the network's nodes read. */
      PROTO: ordinary,
      /** Governance itself, payments, and everything that no scope names. */
      GOV: { ...ordinary, window: "30d" },
    },
    scopes: [{ target: "ProtocolRegistry", function: "upgrade", namespace: "node", types: ["PROTO"] }],
  },

  proposals: { name: "Network Enhancement Proposal", impact: "parameters" },

  registry: {
    parameters: [
      {
        key: "node.rewardRate",
        readBy: ["node"],
        kind: "uint",
        min: 500,
        max: 5000,
        value: 2500,
        description: "Reward per accepted piece of work, in thousandths of a token",
      },
    ],
  },
});
