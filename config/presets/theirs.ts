import type { PresetName } from ".";

/** What a network's own document says, and the figures of its preset that follow from it, as the preset writes them. */
export interface Saying {
  /** The row of docs/rows.md. */
  row: string;
  says: string;
  /** By their paths in the preset. */
  figures: Readonly<Record<string, unknown>>;
}

/** The same fields of several types. */
const ofTypes = (codes: readonly string[], fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    codes.flatMap((code) =>
      Object.entries(fields).map(([field, value]) => [`governor.types.${code}.${field}`, value]),
    ),
  );

const ORDINARY = ["ARCH", "ECON", "TRAIN", "NET", "GOV"];

/**
 * The figures that the networks' own documents name. Every other figure of the presets is ours: a proposal for a start,
 * which the network's votes can change.
 */
export const THEIRS: Readonly<Record<PresetName, readonly Saying[]>> = {
  neuroshard: [
    {
      ...{ row: "N1", says: "Seven days of review, seven days of voting, weighted by stake" },
      figures: { ...ofTypes(ORDINARY, { review: "7d", voting: "7d" }), voteSource: "escrow" },
    },
    {
      ...{ row: "N1", says: "A proposal is called NeuroShard Enhancement Proposal" },
      figures: { "proposals.name": "NeuroShard Enhancement Proposal" },
    },
    {
      ...{ row: "N3", says: "100 staked tokens to propose, and a fee of 10 tokens, which is burned" },
      figures: {
        ...ofTypes(ORDINARY, { threshold: "100", fee: "10" }),
        ...ofTypes(["EMERG"], { fee: "10" }),
      },
    },
    {
      ...{ row: "N4", says: "66 % approval, 20 % quorum" },
      figures: {
        ...ofTypes(ORDINARY, { approvalBps: 6600, quorumBps: 2000 }),
        ...ofTypes(["EMERG"], { quorumBps: 2000 }),
      },
    },
    {
      ...{ row: "N5", says: "7 to 30 days of grace" },
      figures: ofTypes(ORDINARY, { graceMin: "7d", graceMax: "30d" }),
    },
    {
      ...{ row: "N6", says: "Every NEP has a motivation, and states efficiency, reward and net earnings" },
      figures: {
        "proposals.impact": "always",
        "proposals.aliases.Motivation": "Problem",
        "proposals.figures.0.name": "training_efficiency_multiplier",
        "proposals.figures.1.name": "training_reward_multiplier",
        "proposals.figures.2.name": "net_earnings_change_percent",
      },
    },
  ],
  "distributed-ai": [
    {
      ...{ row: "D4", says: "Locks vote, and longer locks have more power, as in Curve's DAO" },
      figures: { voteSource: "escrow" },
    },
    {
      ...{ row: "D6", says: "Founders and early investors vest over four years, with a cliff of one year" },
      figures: {
        "vesting.0.duration": "1460d",
        "vesting.0.cliff": "365d",
        "vesting.1.duration": "1460d",
        "vesting.1.cliff": "365d",
      },
    },
  ],
  aitbc: [
    {
      ...{ row: "A1", says: "One token one vote" },
      figures: { voteSource: "token" },
    },
    {
      ...{ row: "A3", says: "The community's feedback is part of a proposal" },
      figures: { "proposals.sections.0": "Community feedback" },
    },
    {
      ...{
        row: "A8",
        says: "80 % of participation in major decisions, 1,000 active participants, 50 proposals and 100,000 holders",
      },
      figures: {
        "targets.0.atLeast": 8000,
        "targets.1.atLeast": 1000,
        "targets.2.atLeast": 50,
        "targets.3.atLeast": 100000,
      },
    },
  ],
  ai1net: [
    {
      ...{ row: "I2", says: "Each token is a vote, held or staked" },
      figures: { voteSource: "combined" },
    },
  ],
};

/** Whether the network's own document names the figure at a path. */
export const isTheirs = (preset: PresetName, path: string): boolean =>
  THEIRS[preset].some(({ figures }) => Object.hasOwn(figures, path));
