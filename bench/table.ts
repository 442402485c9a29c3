import { formatTable } from "../scripts/lib/table";
import type { Snapshot } from "./compare";
import { sumOf } from "./floor";
import type { Row } from "./suite";

/** A row beside its yardsticks. */
export interface Compared extends Omit<Row, "peers"> {
  goal: number;
  /** Whether the goal is the snapshot and 2 %, since the action has none of its own. */
  held: boolean;
  /** Gas in terms of the floor, and of OpenZeppelin's figure where they offer the action. */
  timesFloor: number;
  timesStock?: number;
  peers: Record<string, number>;
}

const HELD = 1.02;

/** Puts a row beside the figures that its yardsticks have: measured in this run, or else in the snapshot. */
export function compared(row: Row, figures: Snapshot): Compared {
  const stock = row.stock === undefined ? undefined : figureOf(row.stock, figures);
  const peers = Object.entries(row.peers).map(([name, figure]): [string, number] => [
    name,
    typeof figure === "number" ? figure : figureOf(figure, figures),
  ]);
  return {
    ...row,
    goal: row.goal ?? Math.floor((figures[row.suite]?.[row.action] ?? row.gas) * HELD),
    held: row.goal === undefined,
    timesFloor: row.gas / row.floor,
    ...(stock === undefined ? {} : { timesStock: row.gas / stock }),
    peers: Object.fromEntries(peers),
  };
}

/** The figure of "suite.action", whose action may have dots of its own. */
function figureOf(name: string, figures: Snapshot): number {
  const [suite = "", ...action] = name.split(".");
  const figure = figures[suite]?.[action.join(".")];
  if (figure === undefined)
    throw new Error(
      `There is no figure of "${name}" to compare with: measure it first, npm run bench -- ${suite} --update.`,
    );
  return figure;
}

/** The table that a person reads. */
export function tableOf(rows: Row[], figures: Snapshot): string {
  const lines = rows.flatMap((row) => {
    const { gas, floor, goal, timesFloor, timesStock, peers } = compared(row, figures);
    const others = Object.entries(peers).map(([name, peer]) => `${name} ${figure(peer)}`);
    const line = [
      ...[row.action, figure(gas), figure(goal), verdict(row)],
      ...[
        figure(floor),
        times(timesFloor),
        timesStock === undefined ? "–" : times(timesStock),
        others.join(", "),
      ],
    ];
    if (!row.forced || verdict(row) !== "FORCED") return [line];
    const limit = `at most ${figure(row.forced.limit)}: see ${row.forced.record}`;
    return [line, ["", "", "", "", "", "", "", limit]];
  });
  const table = [["action", "gas", "goal", "", "floor", "× floor", "× OZ", "others"], ...lines];
  // Figures stand to the right; what is text stands to the left.
  const width = Math.max(...table.map((line) => line.at(-1)!.length));
  return formatTable(table.map((line) => [...line.slice(0, -1), line.at(-1)!.padEnd(width)])).replace(
    / +$/gm,
    "",
  );
}

/** What each action's floor is made of, and what is left for computing. */
export function reasonsOf(rows: Row[]): string {
  const lines = rows.flatMap(({ action, gas, parts }) => {
    const dearest = [...parts].sort((a, b) => b.gas - a.gas);
    // Of a batch, the parts are all that was measured, and the row is each one's share.
    const share = Math.round(sumOf(parts) / gas) > 1;
    return [
      ...dearest.map(({ what, at, times, gas: part }) => [
        action,
        at ?? "",
        what,
        `${times} ×`,
        figure(part),
      ]),
      ...(share ? [] : [[action, "", "computing", "", figure(gas - sumOf(parts))]]),
    ];
  });
  return formatTable([["action", "where", "what", "", "gas"], ...lines]);
}

function verdict(row: Row): string {
  if (row.goal === undefined) return "held";
  if (missed(row)) return "MISS";
  return row.gas > row.goal ? "FORCED" : "ok";
}

/** Whether the action costs more than it may. */
export function missed({ gas, goal, forced }: Row): boolean {
  return gas > (forced?.limit ?? goal ?? Infinity);
}

const figure = (gas: number): string => gas.toLocaleString("en-US");
const times = (factor: number): string => factor.toFixed(2);
