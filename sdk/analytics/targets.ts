import type { AnyDomain } from "../core/domain";
import { formatAmount, formatDuration } from "../format";
import type { History } from "../history/types";
import { columnsOf, type Cell, type Table, type Valued } from "./table";
import type { Asked, Standing } from "./types";

/** A measure as targets name it. */
interface Measure {
  says: string;
  /** `bps` a share in basis points, `amount` in base units. */
  unit: "bps" | "count" | "amount";
  /** What a target says besides; `over` where it is counted over a time. */
  reads: readonly ("types" | "token" | "categories" | "over")[];
}

/** What a network can set itself as a target. */
export const MEASURES = {
  participation: {
    ...{ says: "Votes cast, of those that could be cast", unit: "bps" },
    reads: ["types", "over"],
  },
  success: { says: "Votes that passed, of those that ended", unit: "bps", reads: ["types", "over"] },
  proposals: { says: "Proposals made since the start", unit: "count", reads: ["types"] },
  participants: { says: "Different accounts that voted", unit: "count", reads: ["types", "over"] },
  holders: { says: "Accounts with tokens in a wallet, a lock or a grant", unit: "count", reads: [] },
  treasuryGrowth: {
    ...{ says: "What the treasury has at the end, against the beginning", unit: "bps" },
    reads: ["token", "over"],
  },
  paid: { says: "Paid by the treasury", unit: "amount", reads: ["token", "categories", "over"] },
  paidForWork: {
    ...{ says: "Paid for grants, bounties and challenges of programs", unit: "amount" },
    reads: ["token", "categories", "over"],
  },
  satisfaction: {
    ...{ says: "Votes for satisfied, of those in the year's ballot on it", unit: "bps", reads: [] },
  },
} as const satisfies Record<string, Measure>;
export type MeasureName = keyof typeof MEASURES;

/** The network's own token, in a target. */
export const GOVERNANCE = "governance";

/** What a network wants to reach, as its configuration says it. */
export interface Target {
  /** What people read. */
  name: string;
  /** One of {@link MEASURES}; in a file of a later version maybe another. */
  measure: string;
  /** The least that meets it: basis points, a count, or base units, as a decimal number. */
  atLeast: string;
  /** Types of proposals that it is about; left out, all. */
  types?: readonly string[] | undefined;
  /** {@link GOVERNANCE}, an address, or the zero address for ether; left out, everything, in money. */
  token?: string | undefined;
  /** What money was paid for, by the treasury's categories; left out, everything. */
  categories?: readonly string[] | undefined;
  /** How far back from the end of the period it looks, in seconds; left out, to the beginning of the period. */
  over?: number | undefined;
}

export type TargetState = "met" | "not met" | "no data yet" | "not measurable yet";

/** A target and where the network stands. */
export interface Aim {
  target: Target;
  state: TargetState;
  figure?: Valued;
  /** Why there is no figure. */
  missing?: string;
}

export interface Aims {
  aims: Aim[];
  table: Table;
}

/** A network's targets, each with the figure of a period that it is held against. */
export async function aimsOf(
  domains: readonly AnyDomain[],
  history: History,
  asked: Asked,
  targets: readonly Target[],
): Promise<Aims> {
  const measuring = await Promise.all(domains.map(async ({ analytics }) => (await analytics?.())?.measuring));
  const measures = Object.assign({}, ...measuring.map((one) => one?.aims)) as Readonly<
    Partial<Record<string, (history: History, target: Target, asked: Asked) => Standing>>
  >;
  const aims = targets.map((target): Aim => {
    const measure = Object.hasOwn(measures, target.measure) ? measures[target.measure] : undefined;
    if (!measure) {
      const missing = "This version of the tools does not know the measure.";
      return { target, state: "not measurable yet", missing };
    }
    const span = spanOf(target, asked);
    if (span.from < history.since.time && target.over !== undefined)
      return { target, state: "no data yet", missing: "The network is younger than that." };
    const standing = measure(history, target, { ...asked, period: span });
    if (standing.figure === undefined) return { target, state: "no data yet", missing: standing.missing };
    const met = BigInt(standing.figure) >= BigInt(target.atLeast);
    return { target, state: met ? "met" : "not met", figure: valued(target, standing.figure, asked) };
  });
  return { aims, table: tableOf(aims, asked) };
}

const spanOf = ({ over }: Target, { period: { from, to } }: Asked) => ({
  from: over === undefined ? from : to - over,
  to,
});

const measureOf = ({ measure }: Target): Measure | undefined =>
  Object.hasOwn(MEASURES, measure) ? MEASURES[measure as MeasureName] : undefined;

/** A figure, or the least that is wanted of it, in the measure's unit. */
function valued(target: Target, value: number | bigint, asked: Asked): Valued {
  const unit = measureOf(target)?.unit ?? "count";
  if (unit !== "amount") return { unit, value };
  const [units, token] = [BigInt(value), tokenOf(target, asked) ?? asked.money?.currency];
  if (token === undefined) return { unit: "text", value: `${formatAmount(units)} in money` };
  return { unit, value: { token, units } };
}

/** The token of a target by its address; undefined for everything, in money. */
export const tokenOf = ({ token }: Pick<Target, "token">, asked: Asked): string | undefined =>
  token === GOVERNANCE ? asked.token : token;

const tableOf = (aims: readonly Aim[], asked: Asked): Table => ({
  title: "Targets",
  method:
    "What the network's configuration names as its targets, beside the figure of this period or of the time that the target names. A target is met when the figure is at least as large.",
  columns: columnsOf(
    ["Target", "text"],
    ["Measured as", "text"],
    ["At least", "mixed"],
    ["Figure", "mixed"],
    ["State", "text"],
    ["Why", "text"],
  ),
  rows: aims.map(({ target, state, figure, missing }): Cell[] => [
    ...[target.name, describe(target), valued(target, BigInt(target.atLeast), asked)],
    ...[figure, state, missing],
  ]),
});

function describe(target: Target): string {
  const { types, categories, over } = target;
  return [
    measureOf(target)?.says ?? target.measure,
    ...(types ? [`types ${types.join(", ")}`] : []),
    ...(categories ? [`for ${categories.join(", ")}`] : []),
    ...(over === undefined ? [] : [`in ${formatDuration(over)}`]),
  ].join("; ");
}
