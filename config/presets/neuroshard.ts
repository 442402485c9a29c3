import { defineNetwork, type NetworkInput } from "../schema";
import { textParameter } from "./documents";
import { ELECTIONS, registryScopes, treasuryScopes } from "./scopes";

/** Rules of an ordinary NEP: a week of review, a week of votes, 20 % quorum, 66 % approval, 7 to 30 days of grace. */
const ordinary = {
  review: "7d",
  voting: "7d",
  graceMin: "7d",
  graceMax: "30d",
  window: "14d",
  late: "1d",
  quorumBps: 2000,
  // 5 % of the initial supply: a quorum that does not shrink when stakes run out.
  quorumFloor: "1000000",
  approvalBps: 6600,
  threshold: "100",
  fee: "10",
} satisfies NetworkInput["governor"]["types"][string];

/** NeuroShard: language models trained by the machines of their owners. One staked token is one vote. */
export const neuroshard = defineNetwork({
  name: "NeuroShard",
  description: "A network that trains language models on its participants' machines and belongs to them.",

  token: {
    name: "NeuroShard",
    symbol: "NEURO",
    hardCap: "100000000",
    supply: "20000000",
    // At most 8 % of the supply a year, within the cap: rewards for training are minted by approved proposals.
    yearlyInflationBps: 800,
    allocation: [
      { to: "treasury", amount: "8000000", note: "The community's: grants, audits, reserves" },
      { to: "ada", amount: "1500000", note: "Research: the training protocol and its reference node" },
      { to: "ben", amount: "1500000", note: "Research: aggregation and verification of training" },
      { to: "cleo", amount: "1250000", note: "Operates the largest pool of training nodes" },
      { to: "dan", amount: "1500000", note: "Operates training nodes" },
      { to: "eva", amount: "1500000", note: "Operates validators" },
      { to: "finn", amount: "1000000", note: "Operates validators" },
      { to: "gus", amount: "1000000", note: "Operates relays and data loaders" },
      { to: "hana", amount: "1000000", note: "Curates data sets" },
      { to: "ivan", amount: "500000", note: "Runs an application on the network's models" },
    ],
  },

  // Founders and the first operator: nothing for a year, all of it after four.
  vesting: [
    { beneficiary: "ada", amount: "500000", duration: "1460d", cliff: "365d" },
    { beneficiary: "ben", amount: "500000", duration: "1460d", cliff: "365d" },
    { beneficiary: "cleo", amount: "250000", duration: "1460d", cliff: "365d", revocable: true },
  ],

  // In any 30 days a twentieth of what the community starts with; half of it by budgets.
  treasury: {
    caps: [
      { token: "governance", amount: "400000" },
      { token: "ETH", amount: "50" },
    ],
  },
  // Spends what votes grant it, and is their guardian once a vote has made it so.
  council: { members: ["eva", "finn", "gus", "hana", "ivan"], threshold: 3 },
  // Votes elect the next ones. Whoever has a hundredth of the votes may ask all others something.
  ballots: { openBps: 100 },
  elections: ELECTIONS,

  // One staked token is one vote, whatever lock it is in; a stake takes four weeks to leave.
  escrow: { maxWeeks: 4, minAmount: "1", locks: "permanent" },
  voteSource: "escrow",

  timelock: { minDelay: "1h" },

  governor: {
    name: "NeuroShard Governor",
    defaultType: "GOV",
    types: {
      /** The model: attention, layers, embeddings. */
      ARCH: ordinary,
      /** Reward rates, fees, staking. */
      ECON: ordinary,
      /** DiLoCo, gradients, aggregation. */
      TRAIN: ordinary,
      /** Peer-to-peer protocol, gossip, routing. */
      NET: ordinary,
      /** Governance itself, payments, and everything that no scope names. Payments may wait for the treasury's cap. */
      GOV: { ...ordinary, window: "30d" },
      /** Critical patches: in force three days after proposal, for five times the stake and three quarters of the votes.
       * The council proposes them too, once a vote has given it a mandate. */
      EMERG: {
        ...ordinary,
        review: "12h",
        voting: "2d",
        graceMin: "6h",
        graceMax: "1d",
        window: "3d",
        late: "6h",
        approvalBps: 7500,
        proposers: ["holders", "council"],
        threshold: "500",
      },
    },
    scopes: [
      ...registryScopes({ arch: "ARCH", econ: "ECON", train: "TRAIN", net: "NET" }),
      ...treasuryScopes(),
    ],
  },

  // What NeuroShard's document asks of every NEP. The three figures are its own; what may be left out is ours.
  proposals: {
    name: "NeuroShard Enhancement Proposal",
    aliases: { Motivation: "Problem" },
    impact: "always",
    figures: [
      {
        name: "training_efficiency_multiplier",
        kind: "multiplier",
        description: "Training efficiency",
      },
      { name: "training_reward_multiplier", kind: "multiplier", description: "Training reward" },
      {
        name: "net_earnings_change_percent",
        kind: "percent",
        description: "Change of what a node earns after its costs",
      },
      {
        name: "min_memory_gb",
        kind: "number",
        description: "Memory that a card needs, in GB",
        optional: true,
      },
      {
        name: "inference_price_multiplier",
        kind: "multiplier",
        description: "Price of inference",
        optional: true,
      },
      {
        name: "excluded_nodes_percent",
        kind: "percent",
        description: "Nodes that cannot go on",
        optional: true,
      },
    ],
    // Miners must not learn after a vote that they earn half.
    contradictions: "refuse",
  },

  registry: {
    parameters: [
      // The model.
      {
        key: "arch.layers",
        readBy: ["node"],
        kind: "uint",
        min: 12,
        max: 128,
        value: 24,
        description: "Transformer layers of the trunk",
      },
      {
        key: "arch.hiddenSize",
        readBy: ["node"],
        kind: "uint",
        min: 512,
        max: 16384,
        value: 2048,
        description: "Width of the residual stream, in dimensions",
      },
      {
        key: "arch.attentionHeads",
        readBy: ["node"],
        kind: "uint",
        min: 4,
        max: 128,
        value: 16,
        description: "Query heads per layer; divides arch.hiddenSize",
      },
      {
        key: "arch.kvHeads",
        readBy: ["node"],
        kind: "uint",
        min: 1,
        max: 128,
        value: 4,
        description: "Key and value heads per layer; divides arch.attentionHeads",
      },
      {
        key: "arch.contextTokens",
        readBy: ["node"],
        kind: "uint",
        min: 1024,
        max: 131072,
        value: 4096,
        description: "Length of a training sequence, in tokens",
      },
      {
        key: "arch.specHash",
        readBy: ["node", "people"],
        kind: "bytes32",
        value: "0xfad357fb01223d8e7eb3f62d0b06ea5191193bf1b8d8f6c5b2d1faa36326d23d",
        description: "sha256 of the model's specification: attention, layers, embeddings",
        document: true,
        documentAt: "contents/model-1.md",
      },

      // Rewards and fees.
      {
        key: "econ.rewardRate",
        readBy: ["node"],
        kind: "uint",
        min: 500,
        max: 5000,
        value: 2500,
        description: "Reward per accepted proof of training, in thousandths of a token",
        drives: "training_reward_multiplier",
      },
      {
        key: "econ.validatorShareBps",
        readBy: ["node"],
        kind: "uint",
        min: 500,
        max: 3000,
        value: 1000,
        description: "Validators' part of each reward, in basis points",
      },
      {
        key: "econ.inferenceFeeBps",
        readBy: ["node"],
        kind: "uint",
        min: 0,
        max: 1000,
        value: 250,
        description: "The network's fee on the price of each inference, in basis points",
      },
      {
        key: "econ.feeBurnBps",
        readBy: ["node"],
        kind: "uint",
        min: 0,
        max: 10000,
        value: 5000,
        description: "Part of the inference fee that is burned, in basis points; nodes get the rest",
      },
      {
        key: "econ.slashBps",
        readBy: ["node"],
        kind: "uint",
        min: 0,
        max: 5000,
        value: 500,
        description:
          "Part of a node's bond that a forged proof costs, in basis points; stakes for votes are never touched",
      },

      // DiLoCo: workers train alone for some steps, then the network averages.
      {
        key: "train.innerSteps",
        readBy: ["node"],
        kind: "uint",
        min: 50,
        max: 2000,
        value: 500,
        description: "Optimiser steps of a worker between two synchronisations",
      },
      {
        key: "train.outerLearningRateBps",
        readBy: ["node"],
        kind: "uint",
        min: 1000,
        max: 10000,
        value: 7000,
        description: "Learning rate of the outer Nesterov optimiser, 10000 = 1.0",
      },
      {
        key: "train.outerMomentumBps",
        readBy: ["node"],
        kind: "uint",
        min: 0,
        max: 9900,
        value: 9000,
        description: "Momentum of the outer Nesterov optimiser, 10000 = 1.0",
      },
      {
        key: "train.multiTokenHeads",
        readBy: ["node"],
        kind: "uint",
        min: 1,
        max: 8,
        value: 1,
        description: "Prediction heads per position; head k predicts the token k places ahead",
      },
      {
        key: "train.headLossDecayBps",
        readBy: ["node"],
        kind: "uint",
        min: 1000,
        max: 10000,
        value: 10000,
        description: "Weight of each head's loss relative to the head before it, 10000 = 1.0",
      },
      {
        key: "train.minWorkers",
        readBy: ["node"],
        kind: "uint",
        min: 3,
        max: 1024,
        value: 8,
        description: "Gradients that an outer step needs before it is averaged",
      },
      textParameter(
        "train.specHash",
        "sha256 of the specification of training; zero while the reference node decides it",
        ["node", "people"],
      ),

      // Peers.
      {
        key: "net.gossipFanout",
        readBy: ["node"],
        kind: "uint",
        min: 3,
        max: 32,
        value: 8,
        description: "Peers to whom a node forwards each message",
      },
      {
        key: "net.maxMessageBytes",
        readBy: ["node"],
        kind: "uint",
        min: 65536,
        max: 16777216,
        value: 1048576,
        description: "Largest gossip message, in bytes; gradients travel in chunks of it",
      },
      {
        key: "net.heartbeatSeconds",
        readBy: ["node"],
        kind: "uint",
        min: 1,
        max: 60,
        value: 5,
        description: "Time between two signs of life, in seconds",
      },
      {
        key: "net.peerTimeoutSeconds",
        readBy: ["node"],
        kind: "uint",
        min: 5,
        max: 600,
        value: 30,
        description: "Silence after which a peer is dropped from routing, in seconds",
      },
      {
        key: "net.minProtocolHash",
        readBy: ["node"],
        kind: "bytes32",
        value: `0x${"0".repeat(64)}`,
        description: "Hash of the oldest wire protocol that peers accept; zero for any",
      },
      {
        key: "net.switchBlocks",
        readBy: ["node"],
        kind: "uint",
        min: 0,
        max: 7200,
        value: 300,
        description: "Blocks from a version's activation until nodes follow it, all at once",
      },
      textParameter(
        "net.specHash",
        "sha256 of the specification of the wire protocol; zero while the reference node decides it",
        ["node", "people"],
      ),

      // Decisions that are texts. No scope opens them: they are GOV's.
      textParameter("charter.roadmapHash", "sha256 of the roadmap; zero while no vote has decided one"),
      textParameter(
        "charter.legalHash",
        "sha256 of what the network agreed on about its legal structure; zero for nothing",
      ),

      // Pause flags: what EMERG can switch.
      {
        key: "emerg.pauseTraining",
        readBy: ["node"],
        kind: "bool",
        value: false,
        description: "Outer steps stop; workers keep their state",
      },
      {
        key: "emerg.pauseRewards",
        readBy: ["node"],
        kind: "bool",
        value: false,
        description: "Accepted proofs are recorded and paid when the flag falls",
      },
      {
        key: "emerg.pauseInference",
        readBy: ["node"],
        kind: "bool",
        value: false,
        description: "Nodes answer no requests for inference",
      },
    ],
  },
});
