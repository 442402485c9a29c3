import type { Snapshot } from "./compare";
import { sumOf, type Part } from "./floor";
import type { Row } from "./suite";

/** What a row is held to, and what it cannot go below. */
export interface Held {
  floor: number;
  goal?: number;
  forced?: { limit: number; record: string; why: string[] };
}

/** By action, by suite: bench/floors.json, which is written with the snapshot. */
export type Floors = Record<string, Record<string, Held>>;

/** By how much a floor may move before somebody has to look. */
const TOLERANCE = 0.02;
/** A longer list shows the kinds alone: a deployment touches hundreds of places. */
const LONGEST = 24;

/** What is recorded, with these rows' suites anew and in the order of the snapshot, which has every row. */
export function floorsOf(recorded: Floors, rows: Row[], snapshot: Snapshot): Floors {
  const measured = new Map(rows.map((row) => [`${row.suite}.${row.action}`, heldTo(row)]));
  return Object.fromEntries(
    Object.entries(snapshot).map(([suite, actions]) => [
      suite,
      Object.fromEntries(
        Object.keys(actions).flatMap((action) => {
          const held = measured.get(`${suite}.${action}`) ?? recorded[suite]?.[action];
          return held ? [[action, held]] : [];
        }),
      ),
    ]),
  );
}

/** Rows whose floor has moved, or whose goal or list is another, in words. */
export function moved(recorded: Floors, rows: Row[]): string[] {
  return rows.flatMap((row) => {
    const name = `${row.suite}.${row.action}`;
    const [was, is] = [recorded[row.suite]?.[row.action], heldTo(row)];
    if (!was) return [`${name} has no floor there`];
    if (Math.abs(is.floor / was.floor - 1) > TOLERANCE)
      return [`${name} had a floor of ${was.floor}, and has one of ${is.floor}`];
    const same =
      is.goal === was.goal &&
      is.forced?.limit === was.forced?.limit &&
      is.forced?.record === was.forced?.record;
    return same ? [] : [`${name} has another goal, or is forced by another record`];
  });
}

function heldTo({ gas, floor, goal, forced, parts }: Row): Held {
  if (!forced) return { floor, ...(goal === undefined ? {} : { goal }) };
  const dearest = [...(parts.length > LONGEST ? byKind(parts) : parts)].sort((a, b) => b.gas - a.gas);
  const why = dearest.map(
    ({ what, at, times, gas: part }) => `${times} × ${what}${at === undefined ? "" : ` at ${at}`}: ${part}`,
  );
  // Of a batch, the parts are all that was measured, and the row is each one's share.
  const share = Math.round(sumOf(parts) / floor);
  return {
    floor,
    goal: goal!,
    forced: {
      ...forced,
      why: [...why, `computing: ${share > 1 ? `${gas - floor} each of ${share}` : gas - floor}`],
    },
  };
}

function byKind(parts: readonly Part[]): Part[] {
  const kinds = new Map<Part["what"], Part>();
  for (const { what, times, gas } of parts) {
    const kind = kinds.get(what) ?? { what, times: 0, gas: 0 };
    kinds.set(what, { what, times: kind.times + times, gas: kind.gas + gas });
  }
  return [...kinds.values()];
}
