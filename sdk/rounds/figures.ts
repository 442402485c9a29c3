import { ALWAYS, columnsOf, isWithin, sum, type Cell, type Period, type Table } from "../analytics/table";
import type { History, Moment } from "../history/types";
import type { HistoricRound, RoundMoney } from "./history";

/** What the rounds of a program came to in a period, in base units of its asset. */
export interface ProgramFigures {
  program: bigint;
  recipeKey: string;
  asset: string;
  opened: number;
  pots: bigint;
  tallied: number;
  /** Rounds that shared out nothing: void, or struck by a vote. */
  failed: number;
  shares: number;
  paid: bigint;
  back: bigint;
}

const isIn = (moment: Moment | undefined, period: Period): boolean =>
  moment !== undefined && isWithin(moment.time, period);

/** What left each round in a period. */
function movedIn(
  { rounds }: History,
  period: Period,
): Map<bigint, Pick<RoundMoney, "shares" | "paid" | "back">> {
  const all = new Map<bigint, Pick<RoundMoney, "shares" | "paid" | "back">>();
  for (const each of rounds.money) {
    if (!isWithin(each.time, period)) continue;
    const { shares, paid, back } = all.get(each.round) ?? { shares: 0, paid: 0n, back: 0n };
    all.set(each.round, {
      ...{ shares: shares + each.shares, paid: paid + each.paid, back: back + each.back },
    });
  }
  return all;
}

/** Adds up pots, shares and what went back by program, each in the period in which it happened. */
export function programFigures(history: History, period: Period = ALWAYS): ProgramFigures[] {
  const { programs, rounds } = history.rounds;
  const moved = movedIn(history, period);
  return [...programs].map(([program, { recipeKey, asset }]) => {
    const own = [...rounds.values()].filter((round) => round.program === program);
    const opened = own.filter((round) => isIn(round.opened, period));
    const money = own.flatMap(({ id }) => moved.get(id) ?? []);
    return {
      ...{ program, recipeKey, asset, opened: opened.length, pots: sum(opened.map(({ pot }) => pot)) },
      tallied: own.filter(({ tallied }) => isIn(tallied, period)).length,
      failed: own.filter(({ voided, struck }) => isIn(voided, period) || isIn(struck, period)).length,
      shares: money.reduce((count, { shares }) => count + shares, 0),
      paid: sum(money.map(({ paid }) => paid)),
      back: sum(money.map(({ back }) => back)),
    };
  });
}

/** By program what was shared out, and what went back. */
export function programsTable(history: History, period: Period = ALWAYS): Table {
  const amounts = ({ asset: token }: ProgramFigures, ...units: bigint[]) =>
    units.map((each) => ({ token, units: each }));
  return {
    title: "Rounds by program",
    method:
      "Programs that share out pots of the treasury, each step in the period in which it happened: rounds that were opened and their pots, rounds that were tallied, rounds that shared out nothing because they were void or a vote struck them, shares that were paid, and what went back to the budget: pots, fees and bonds that nobody could claim.",
    columns: columnsOf(
      ["Program", "count"],
      ["Recipe in", "text"],
      ["Opened", "count"],
      ["Pots", "amount"],
      ["Tallied", "count"],
      ["Void or struck", "count"],
      ["Shares paid", "count"],
      ["Paid", "amount"],
      ["Sent back", "amount"],
    ),
    rows: programFigures(history, period).map((each): Cell[] => [
      ...[each.program, each.recipeKey, each.opened, ...amounts(each, each.pots)],
      ...[each.tallied, each.failed, each.shares, ...amounts(each, each.paid, each.back)],
    ]),
  };
}

const stateOf = ({ tallied, voided, struck }: HistoricRound): string => {
  if (struck) return "struck by a vote";
  if (voided) return "void";
  return tallied ? "tallied" : "under way";
};

/** Rounds in which something happened in a period. */
export function roundsTable(history: History, period: Period = ALWAYS): Table {
  const { programs, rounds } = history.rounds;
  const moved = movedIn(history, period);
  const isShown = ({ id, opened, tallied, voided, struck }: HistoricRound) =>
    moved.has(id) || [opened, tallied, voided, struck].some((moment) => isIn(moment, period));
  return {
    title: "Rounds",
    method:
      "Rounds that were opened, tallied, void or struck in the period, or that money left, as they stand at its report; money is that of the period alone. A run counts if the round was tallied by it: one that was not revealed, found nothing, or disagrees with the root on which most agree does not. What goes back to the budget are the pot, fees and bonds that nobody could claim.",
    columns: columnsOf(
      ["Round", "count"],
      ["Program", "count"],
      ["Opened", "time"],
      ["Stands", "text"],
      ["Pot", "amount"],
      ["Entries", "count"],
      ["Runs", "count"],
      ["That counted", "count"],
      ["Flags", "count"],
      ["Shares struck", "count"],
      ["Shares paid", "count"],
      ["Paid", "amount"],
      ["Sent back", "amount"],
    ),
    rows: [...rounds.values()].filter(isShown).map((round): Cell[] => {
      const { asset: token } = programs.get(round.program)!;
      const { shares, paid, back } = moved.get(round.id) ?? { shares: 0, paid: 0n, back: 0n };
      return [
        ...[round.id, round.program, round.opened.time, stateOf(round), { token, units: round.pot }],
        ...[round.entries, round.commits, round.counting, round.flags, round.strikes, shares],
        ...[paid, back].map((units) => ({ token, units })),
      ];
    }),
  };
}
