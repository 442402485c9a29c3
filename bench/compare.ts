import { formatTable } from "../scripts/lib/table";
import type { Row } from "./suite";

/** Gas by action, by suite: bench/snapshot.json. */
export type Snapshot = Record<string, Record<string, number>>;

/** By how much a figure may move before somebody has to look. */
const TOLERANCE = 0.02;

export interface Comparison {
  /** Dearer by more than the tolerance, new, or gone: the check fails. */
  problems: string[][];
  /** Cheaper by more than the tolerance: the snapshot should be renewed, so that the gain is kept. */
  gains: string[][];
}

/** The snapshot with the figures of these suites in place of what it said of them, in a fixed order. */
export function updated(recorded: Snapshot, rows: Row[]): Snapshot {
  const result = { ...recorded };
  for (const { suite } of rows) result[suite] = {};
  for (const { suite, action, gas } of rows) result[suite]![action] = gas;
  return sorted(Object.entries(result).map(([suite, figures]) => [suite, sorted(Object.entries(figures))]));
}

/** Compares what was measured with what is recorded of the suites that were run. */
export function compare(recorded: Snapshot, rows: Row[], suites: string[]): Comparison {
  const comparison: Comparison = { problems: [], gains: [] };
  const measured = updated({}, rows);
  for (const suite of suites) {
    const [before, now] = [recorded[suite] ?? {}, measured[suite] ?? {}];
    for (const action of new Set([...Object.keys(before), ...Object.keys(now)])) {
      const [was, is] = [before[action], now[action]];
      if (was === undefined || is === undefined) {
        comparison.problems.push([
          `${suite}.${action}`,
          figure(was),
          figure(is),
          is === undefined ? "gone" : "new",
        ]);
        continue;
      }
      const line = [`${suite}.${action}`, figure(was), figure(is), percent(is / was - 1)];
      if (is > was * (1 + TOLERANCE)) comparison.problems.push(line);
      if (is < was * (1 - TOLERANCE)) comparison.gains.push(line);
    }
  }
  return comparison;
}

export function describe({ problems, gains }: Comparison): string {
  const parts: string[] = [];
  const head = ["action", "snapshot", "now", ""];
  if (problems.length > 0) {
    parts.push(`Not as bench/snapshot.json says:\n\n${formatTable([head, ...problems])}`);
    parts.push("If that is meant, say why in the commit and renew the snapshot: npm run bench -- --update");
  }
  if (gains.length > 0) {
    parts.push(`Cheaper than bench/snapshot.json says:\n\n${formatTable([head, ...gains])}`);
    parts.push("Renew it, so that the gain is kept: npm run bench -- --update");
  }
  return parts.length > 0 ? parts.join("\n\n") : "Every figure is within 2 % of bench/snapshot.json.";
}

function sorted<Value>(entries: [string, Value][]): Record<string, Value> {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const figure = (gas: number | undefined): string => gas?.toLocaleString("en-US") ?? "–";
const percent = (share: number): string => `${share > 0 ? "+" : ""}${(share * 100).toFixed(1)} %`;
