import {
  budgetUse,
  columnsOf,
  concentration,
  decisionImpact,
  decisions,
  delegates,
  delegationGraph,
  isWithin,
  ledgerTable,
  lockHistory,
  NO_CAUSE,
  participation,
  proposalsOf,
  proposalsByType,
  timeToActive,
  treasuryAccounts,
  type Period,
  type Table,
  type Units,
} from "../sdk/analytics";
import type { Deployment } from "../sdk/deployment";
import { formatTimestamp } from "../sdk/format";
import type { History } from "../sdk/history/types";
import type { VoteSource } from "../sdk/votes";
import {
  aheadPicture,
  budgetPictures,
  decisionsPicture,
  delegationPicture,
  flowPictures,
  impactPicture,
  lockedPicture,
  lorenzPicture,
  pacePicture,
  participationPicture,
  topPicture,
  typesPicture,
  type Naming,
  type Picture,
} from "./charts";
import { periodName } from "./period";
import { keyFigures, summaryOf, type KeyFigure } from "./summary";

/** What a report is made of. */
export interface ReportInput {
  /** Up to the last block of the period: then whoever reads it later gets the same report. */
  history: History;
  deployment: Deployment;
  source: VoteSource;
  units: Units;
  period: Period;
  /** The council's Safe at the head, where there is one. */
  council?: { address: string; owners: readonly string[]; threshold: number };
  /** Names of addresses that are not the network's own contracts. */
  nameOf?: Naming;
  /** Where transactions and addresses can be looked up; an http(s) address without a final slash. */
  explorer?: string;
}

/** A table with its picture, if it has one. */
export interface Figure {
  picture?: Picture;
  table: Table;
  /** Shown with every digit. */
  exact?: boolean;
}

export interface Section {
  id: string;
  title: string;
  text: string[];
  figures: Figure[];
}

/** A report before it is written: as HTML or as Markdown, the same. */
export interface Report {
  network: string;
  period: Period;
  periodName: string;
  head: History["head"];
  key: KeyFigure[];
  summary: string[];
  sections: Section[];
  units: Units;
  nameOf: Naming;
  explorer?: string;
}

const DELEGATES = 30;

/** All that a report says, in the order in which it says it. */
export function buildReport(input: ReportInput): Report {
  const { history, deployment, source, units, period, explorer } = input;
  const contracts = new Map(Object.entries(deployment.contracts).map(([name, address]) => [address, name]));
  const nameOf: Naming = (address) => contracts.get(address) ?? input.nameOf?.(address);
  const figures = {
    decided: decisions(history, period),
    made: proposalsByType(history, period),
    paces: timeToActive(history, period),
    taken: participation(history, source, period),
    spread: concentration(history, source),
    graph: delegationGraph(history, source),
    delegates: delegates(history, source, { period, limit: DELEGATES }),
    locks: lockHistory(history, source),
    impact: decisionImpact(history, { period }),
    money: treasuryAccounts(history, period),
    budgets: budgetUse(history, period),
  };
  const sections = [
    decisionSection(figures),
    participationSection(figures),
    powerSection(figures, units, nameOf),
    protocolSection(figures),
    treasurySection(figures, input),
    councilSection(input),
  ];
  return {
    ...{ network: deployment.name, period, periodName: periodName(period), head: history.head },
    key: keyFigures(figures, units),
    summary: summaryOf(figures, units),
    sections: [...sections, methodSection(input, sections)],
    ...{ units, nameOf, explorer },
  };
}

/** What the sections are made from. */
export interface Figures {
  decided: ReturnType<typeof decisions>;
  made: ReturnType<typeof proposalsByType>;
  paces: ReturnType<typeof timeToActive>;
  taken: ReturnType<typeof participation>;
  spread: ReturnType<typeof concentration>;
  graph: ReturnType<typeof delegationGraph>;
  delegates: ReturnType<typeof delegates>;
  locks: ReturnType<typeof lockHistory>;
  impact: ReturnType<typeof decisionImpact>;
  money: ReturnType<typeof treasuryAccounts>;
  budgets: ReturnType<typeof budgetUse>;
}

const shown = (picture: Picture): Figure => ({ picture, table: picture.table });
/** Pictures only of what there is. */
const unlessEmpty = (table: Table, ...figures: Figure[]): Figure[] =>
  table.rows.length ? figures : [{ table }];

function decisionSection({ decided, made, paces }: Figures): Section {
  return {
    ...{ id: "decisions", title: "Proposals and decisions" },
    text: [
      "Proposals whose vote ended in the period, with the votes, the quorum and the result by the proposal's own rules. Stages are as they stood at the end of the period.",
    ],
    figures: [
      ...unlessEmpty(decided.table, shown(decisionsPicture(decided))),
      ...unlessEmpty(made.table, shown(typesPicture(made))),
      ...unlessEmpty(paces.table, shown(pacePicture(paces))),
    ],
  };
}

function participationSection({ taken, delegates }: Figures): Section {
  return {
    ...{ id: "participation", title: "Participation" },
    text: [
      `${taken.voters.toLocaleString("en")} accounts voted in the period; ${taken.heads.toLocaleString("en")} had votes at its end.`,
    ],
    figures: [
      ...unlessEmpty(taken.byMonth, shown(participationPicture(taken))),
      { table: taken.byProposal },
      { table: delegates.table },
    ],
  };
}

function powerSection({ spread, graph, locks }: Figures, { votes }: Units, nameOf: Naming): Section {
  const escrowed = locks.ahead.length > 0;
  return {
    ...{ id: "power", title: "Power and delegation" },
    text: ["Who could decide at the end of the period, and how evenly that was spread."],
    figures: [
      ...(spread.lorenz.length ? [shown(lorenzPicture(spread))] : [{ table: spread.table }]),
      ...unlessEmpty(spread.topTable, shown(topPicture(spread, nameOf))),
      ...unlessEmpty(graph.table, shown(delegationPicture(graph, nameOf))),
      ...unlessEmpty(locks.table, shown(lockedPicture(locks, votes.symbol))),
      ...(escrowed ? [shown(aheadPicture(locks, votes.symbol)), { table: locks.endTable }] : []),
    ],
  };
}

function protocolSection({ impact }: Figures): Section {
  return {
    ...{ id: "protocol", title: "Changes of the protocol" },
    text: [
      "Versions that votes activated in the period, what they changed, and what their proposers declared the effect to be.",
      NO_CAUSE,
    ],
    figures: [
      { table: impact.declared },
      ...unlessEmpty(impact.observed, shown(impactPicture(impact))),
      ...(impact.balances.rows.length ? [{ table: impact.balances }] : []),
    ],
  };
}

function treasurySection(
  { money, budgets }: Figures,
  { history, units, period, deployment }: ReportInput,
): Section {
  const section = { id: "treasury", title: "Treasury" };
  if (deployment.contracts.Treasury === undefined) {
    return { ...section, text: ["This network has no treasury contract."], figures: [] };
  }
  return {
    ...section,
    text: [
      "What the treasury had, got and spent, from its own events, and what budgets allow beside what was spent.",
    ],
    figures: [
      { table: money.accountTable, exact: true },
      { table: money.categoryTable },
      ...unlessEmpty(money.monthTable, ...flowPictures(money, units).map(shown)),
      ...unlessEmpty(budgets.table, ...budgetPictures(budgets, units).map(shown)),
      { table: ledgerTable(history, period), exact: true },
    ],
  };
}

function councilSection({ history, period, council, deployment }: ReportInput): Section {
  const { head } = history;
  const { guardians } = history.governor;
  const current = guardians.filter(({ until, time }) => time < period.to && until >= period.from);
  const [last] = guardians.slice(-1);
  const inOffice = last && last.until >= head.time;
  const safe = council
    ? `The council is a Safe at ${council.address}: ${council.threshold} of ${council.owners.length} owners sign.`
    : deployment.contracts.Council === undefined
      ? "This network has no council."
      : "Who owns the council's Safe could not be read at the end of the period: the provider does not keep that state.";
  const mandates: Table = {
    title: "Mandates of the guardian",
    method:
      "Given by votes: a guardian may cancel proposals and propose emergencies until its mandate ends. Those that ran in the period.",
    columns: columnsOf(["Given", "time"], ["Guardian", "account"], ["Ends", "time"], ["Given in", "hash"]),
    rows: current.map(({ time, guardian, until, transaction }) => [time, guardian, until, transaction]),
  };
  const canceled: Table = {
    title: "Canceled proposals",
    method: "By the guardian, by the proposer, or by anyone once the proposer's votes were gone.",
    columns: columnsOf(["Time", "time"], ["Proposal", "title"], ["Type", "text"], ["Canceled in", "hash"]),
    rows: proposalsOf(history).flatMap(({ canceled, title, type }) =>
      canceled && isWithin(canceled.time, period) ? [[canceled.time, title, type, canceled.transaction]] : [],
    ),
  };
  const owners: Table = {
    title: "Owners of the council's Safe",
    method: "As of the last block of this report.",
    columns: columnsOf(["Owner", "account"]),
    rows: (council?.owners ?? []).map((owner) => [owner]),
  };
  return {
    ...{ id: "council", title: "Council and guardian" },
    text: [
      safe,
      inOffice
        ? `A guardian was in office at the end, until ${formatTimestamp(last.until)}.`
        : "No guardian was in office at the end of the period.",
    ],
    figures: [{ table: mandates }, ...(council ? [{ table: owners }] : []), { table: canceled }],
  };
}

/** From what and how everything else was computed, so that anyone can do it again. */
function methodSection(
  { history, deployment, source, period }: ReportInput,
  others: readonly Section[],
): Section {
  const { head, since } = history;
  const counted = [
    ...(source.held ? ["tokens in wallets"] : []),
    ...(source.escrow ? [`locks in the escrow, the longest of ${source.escrow.maxWeeks} weeks`] : []),
  ].join(" and ");
  const basis: Table = {
    title: "Basis",
    method: "Whoever reads the same blocks of the same contracts gets the same figures.",
    columns: columnsOf(["What", "text"], ["Value", "text"]),
    rows: [
      ["Chain", String(deployment.chainId)],
      ["Period", `${formatTimestamp(period.from)} to the second before ${formatTimestamp(period.to)}`],
      [
        "Blocks",
        `${since.block} (${formatTimestamp(since.time)}) to ${head.block} (${formatTimestamp(head.time)})`,
      ],
      ["Hash of the last block", head.hash],
      ["What counts as votes", counted],
    ],
  };
  const contracts: Table = {
    title: "Contracts",
    method: "Where the events were read.",
    columns: columnsOf(["Contract", "text"], ["Address", "account"]),
    rows: Object.entries(deployment.contracts).map(([name, address]) => [name, address]),
  };
  const tables = others.flatMap(({ figures }) => figures.map(({ table }) => table));
  const methods: Table = {
    title: "How each figure is computed",
    method: "Shares are rounded down to a hundredth of a percent; sums are exact before that.",
    columns: columnsOf(["Figure", "text"], ["Method", "text"]),
    rows: [...new Map(tables.map(({ title, method }) => [title, method]))],
  };
  return {
    ...{ id: "method", title: "Method" },
    text: [
      "Everything here was read from events of the contracts below, up to the last block of the period; what happened before the period counts for opening balances and for power. Times are UTC. Amounts are cut to two decimals where no more are needed; the files beside this report have every digit.",
    ],
    figures: [{ table: basis }, { table: contracts }, { table: methods }],
  };
}
