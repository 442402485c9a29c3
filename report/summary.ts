import { formatCell, type Amount, type Units } from "../sdk/analytics";
import type { Figures } from "./report";

/** A number that stands at the head of a report, with what it means. */
export interface KeyFigure {
  name: string;
  value: string;
  note: string;
}

const counted = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** The four numbers that somebody in a hurry reads. */
export function keyFigures({ decided, taken, spread, impact }: Figures, units: Units): KeyFigure[] {
  const passed = decided.proposals.filter((proposal) => proposal.passed).length;
  const { nakamoto, accounts, giniBps } = spread.spreads[0]!;
  const versions = impact.impacts;
  return [
    {
      ...{ name: "Decisions", value: String(decided.proposals.length) },
      note: `${passed} passed, ${decided.proposals.length - passed} rejected`,
    },
    {
      ...{ name: "Turnout", value: formatCell(taken.turnoutBps, "bps", units) },
      note: `${counted(taken.voters, "account")} voted`,
    },
    {
      ...{
        name: "More than half of the votes",
        value: nakamoto === undefined ? "–" : counted(nakamoto, "account"),
      },
      note: `of ${counted(accounts, "account")} with votes; Gini ${formatCell(giniBps, "bps", units)}`,
    },
    {
      ...{ name: "New versions", value: String(versions.length) },
      note: versions.length
        ? `the last is ${versions.at(-1)!.version.semver}`
        : "the protocol did not change",
    },
  ];
}

/** The period in plain sentences. */
export function summaryOf(figures: Figures, units: Units): string[] {
  const { decided, made, taken, spread, graph, impact, money, budgets, locks } = figures;
  const passed = decided.proposals.filter((proposal) => proposal.passed).length;
  const proposals = made.types.reduce((all, { count }) => all + count, 0);
  const percent = (bps: number | undefined) => formatCell(bps, "bps", units);
  const amount = (cell: Amount) => formatCell(cell, "amount", units);
  const votes = spread.spreads[0]!;

  const deciding =
    decided.proposals.length === 0
      ? "No vote ended."
      : `${counted(decided.proposals.length, "vote")} ended: ${passed} passed and ${decided.proposals.length - passed} did not. Together ${percent(taken.turnoutBps)} of the votes that could be cast were cast, by ${counted(taken.voters, "account")}.`;
  const power =
    votes.nakamoto === undefined
      ? "At the end nobody had votes."
      : `At the end ${counted(votes.accounts, "account")} had votes, and ${counted(votes.nakamoto, "account")} together more than half of them; the largest had ${percent(votes.top1Bps)}. ${counted(graph.delegators, "account")} delegated to somebody else.`;
  const locked = locks.points.at(-1);
  const steps = impact.impacts.flatMap(({ changes }) => changes).length;
  const protocol =
    impact.impacts.length === 0
      ? "The protocol did not change."
      : `${counted(impact.impacts.length, "version")} of the protocol came into force, with ${counted(steps, "change")} of parameters.`;
  const treasury = money.accounts.map(
    ({ token, opening, closing, income, spending }) =>
      `The treasury went from ${amount({ token, units: opening })} to ${amount({ token, units: closing })}: ${amount({ token, units: income })} came in and ${amount({ token, units: -spending })} was spent.`,
  );
  const spent = budgets.uses.filter(({ spentWithin }) => spentWithin > 0n).length;
  return [
    `${counted(proposals, "proposal")} ${proposals === 1 ? "was" : "were"} made. ${deciding}`,
    power,
    ...(locked && locked.locked > 0n ? [`${percent(locked.lockedBps)} of the supply was locked.`] : []),
    protocol,
    ...treasury,
    ...(budgets.uses.length
      ? [`${counted(spent, "budget")} of ${budgets.uses.length} paid something out.`]
      : []),
  ];
}
