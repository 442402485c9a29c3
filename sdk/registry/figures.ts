import { DAY } from "../format";
import type { History } from "../history/types";
import { say } from "../language";
import { declaredIn } from "../nep/declared";
import { impactLines, readFigure, type EconomicImpact, type Figure, type FigureKind } from "../nep/impact";
import { visible } from "../nep/text";
import type { HistoricVersion, ParameterStep } from "./history";
import { decidedIn, verdictOf } from "../governor/figures/outcome";
import { balancesAt } from "../treasury/figures";
import {
  ALWAYS,
  columnsOf,
  isWithin,
  shareOf,
  sum,
  type Amount,
  type Cell,
  type Period,
  type Table,
} from "../analytics/table";

/** What is said wherever these figures are shown. */
export const NO_CAUSE =
  "What changed after a decision is observed, and is no proof that the decision caused it: other things happened in the same days.";

/** A figure at the start of the window before a version, when the version began, and at the end of the window after. */
export type Around<T> = readonly [before: T, at: T, after: T];

/** A version of the network and what was seen around its activation. */
export interface Impact {
  version: HistoricVersion;
  /** What its proposal declared, by figure; nothing for a rollback, whose values were declared before. */
  declared: EconomicImpact;
  changes: ParameterStep[];
  /** Length of each of the two equal windows, in seconds; 0 when nothing has been seen after it. */
  window: number;
  /** Turnout of the votes that ended in the windows, in basis points; absent where none did. */
  turnoutBefore?: number;
  turnoutAfter?: number;
  supply: Around<bigint>;
  locked: Around<bigint>;
  /** For each token that the treasury had by then. */
  treasury: Around<Amount>[];
}

export interface DecisionImpact {
  impacts: Impact[];
  /** What each version changed, with what its proposers declared. */
  declared: Table;
  observed: Table;
  /** The treasury's balances around each version. */
  balances: Table;
}

/**
 * Each version that a vote activated in a period: what it changed, what its proposers declared, and how turnout, supply,
 * locked tokens and the treasury stood over equal windows before and after. The windows are as long as `window` (seconds,
 * default 30 days), or as the shorter of what the history knows on either side. `figures` are those that the network names.
 * {@link NO_CAUSE}
 */
export function decisionImpact(
  history: History,
  {
    period = ALWAYS,
    window = 30 * DAY,
    figures = [],
  }: { period?: Period; window?: number; figures?: readonly Figure[] } = {},
): DecisionImpact {
  const impacts = history.registry.versions
    .filter(({ proposalId, time }) => proposalId !== undefined && isWithin(time, period))
    .map((version) => impactOf(history, version, window));
  return {
    ...{ impacts, declared: declaredTable(impacts, figures) },
    ...{ observed: observedTable(impacts), balances: balanceTable(impacts) },
  };
}

function impactOf(history: History, version: HistoricVersion, wanted: number): Impact {
  const { time, proposalId, restores } = version;
  const proposal = proposalId === undefined ? undefined : history.governor.proposals.get(proposalId);
  const window = Math.max(0, Math.min(wanted, time - history.since.time, history.head.time - time));
  const [start, end] = [time - window, time + window];
  const turnout = (from: number, to: number) => turnoutIn(history, { from, to });
  const moments = [start, time, end] as const;
  const around = <T>(of: (moment: number) => T): Around<T> => [of(start), of(time), of(end)];
  // What happened in the second itself is in.
  const money = moments.map((moment) => balancesAt(history.treasury.movements, moment + 1));
  const tokens = [...new Set(money.flatMap((balances) => [...balances.keys()]))];
  return {
    ...{ version, window },
    declared: proposal && restores === undefined ? declaredIn(proposal.description).impact : {},
    changes: history.registry.parameters.filter((step) => step.versionId === version.id),
    turnoutBefore: window ? turnout(start, time) : undefined,
    turnoutAfter: window ? turnout(time, end) : undefined,
    supply: around((moment) => totalsAt(history, moment).supply),
    locked: around((moment) => totalsAt(history, moment).locked),
    treasury: tokens.map((token) => {
      const [before, at, after] = money.map((balances) => ({ token, units: balances.get(token) ?? 0n }));
      return [before!, at!, after!];
    }),
  };
}

/** Votes cast of all that could be, over the votes that ended in the span. */
function turnoutIn(history: History, span: Period): number | undefined {
  const votes = decidedIn(history, span);
  const cast = sum(votes.map((proposal) => verdictOf(proposal).cast));
  return shareOf(cast, sum(votes.map(({ electorate }) => electorate ?? 0n)));
}

/** Supply and locked tokens after the last block up to a time (seconds); nothing before the first. */
export function totalsAt({ votes }: History, time: number): { supply: bigint; locked: bigint } {
  const { totals } = votes;
  let [low, high] = [0, totals.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (totals[middle]!.time <= time) low = middle + 1;
    else high = middle;
  }
  const { supply, locked } = totals[low - 1] ?? { supply: 0n, locked: 0n };
  return { supply, locked };
}

function declaredTable(impacts: readonly Impact[], figures: readonly Figure[]): Table {
  const everything = Object.assign({}, ...impacts.map(({ declared }) => declared)) as EconomicImpact;
  const columns = impactLines(everything, figures).map(
    ({ name, label, kind }) =>
      ({
        ...{ name, label, kind },
        unit: kind === "multiplier" ? "multiplier" : kind === "percent" ? "change" : "text",
      }) as const,
  );
  return {
    title: "Versions and their declared impact",
    method:
      "Declared by the proposers; nobody checks it. A multiplier of 1 is no change. A version without changes brought back earlier values or made its parameters known.",
    columns: columnsOf(
      ["In force since", "time"],
      ["Version", "text"],
      ["Parameter", "text"],
      ["Before", "text"],
      ["After", "text"],
      ...columns.map(({ label, unit }) => [label, unit] as const),
      ["Backward compatible", "text"],
      ["Activated in", "hash"],
    ),
    rows: impacts.flatMap(({ version, changes, declared }) => {
      const { time, semver, backwardCompatible, restores, transaction } = version;
      const lines: Cell[][] = changes.length
        ? changes.map(({ key, before, after }) => [key, before, after])
        : [[restores === undefined ? "(none)" : `(back to version ${restores})`, undefined, undefined]];
      return lines.map((line): Cell[] => [
        ...[time, semver, ...line, ...columns.map(({ name, kind }) => cellOf(kind, declared[name]))],
        ...[backwardCompatible ? say("yes") : say("no"), transaction],
      ]);
    }),
  };
}

/** What nobody can read as its figure's kind is nothing that a column of numbers can hold. */
function cellOf(kind: FigureKind | undefined, text: string | undefined): Cell {
  if (text === undefined || (kind !== "multiplier" && kind !== "percent")) return text && visible(text);
  try {
    return readFigure(kind, text);
  } catch {
    return undefined;
  }
}

const observedTable = (impacts: readonly Impact[]): Table => ({
  title: "What was seen before and after",
  method: `${NO_CAUSE} Both windows of a version are equally long. Turnout is that of the votes that ended in the window; the rest is what there was at its outer edge.`,
  columns: columnsOf(
    ["Version", "text"],
    ["Window", "seconds"],
    ["Turnout before", "bps"],
    ["Turnout after", "bps"],
    ["Supply before", "tokens"],
    ["Supply after", "tokens"],
    ["Locked before", "tokens"],
    ["Locked after", "tokens"],
  ),
  rows: impacts.map(({ version, window, turnoutBefore, turnoutAfter, supply, locked }) => [
    ...[version.semver, window, turnoutBefore, turnoutAfter],
    ...[supply[0], supply[2], locked[0], locked[2]],
  ]),
});

const balanceTable = (impacts: readonly Impact[]): Table => ({
  title: "The treasury before and after",
  method: `${NO_CAUSE} Balances in the treasury's books at the edges of the same windows.`,
  columns: columnsOf(
    ["Version", "text"],
    ["Before", "amount"],
    ["At activation", "amount"],
    ["After", "amount"],
  ),
  rows: impacts.flatMap(({ version, treasury }) => treasury.map((around) => [version.semver, ...around])),
});
