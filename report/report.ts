import { columnsOf, type Period, type Table, type TargetState, type Units } from "@polity/sdk/analytics";
import { formatTimestamp } from "@polity/sdk/format";
import type { History } from "@polity/sdk/history/types";
import type { Naming } from "./plot";
import { periodName } from "./period";
import { CHAPTERS } from "./sections";
import { counted } from "./sections/figures";
import type { KeyFigure, ReportInput, Section, WriteChapter } from "./sections/types";

export type { Figure, KeyFigure, ReportInput, Section } from "./sections/types";

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

/**
 * All that a report says, in the order in which it says it.
 * @param chapters What domains say; default those of this repository.
 */
export function buildReport(
  input: ReportInput,
  chapters: Readonly<Record<string, WriteChapter>> = CHAPTERS,
): Report {
  const { history, deployment, units, period, explorer } = input;
  const contracts = new Map(Object.entries(deployment.contracts).map(([name, address]) => [address, name]));
  const nameOf: Naming = (address) => contracts.get(address) ?? input.nameOf?.(address);
  const written = Object.entries(chapters).map(([domain, write]) => ({ domain, ...write(input, nameOf) }));
  const sections = [
    ...targetSection(input),
    ...written.flatMap(({ domain, sections }) => sections.map((section) => ({ domain, ...section }))),
    ...unwritten(input, chapters),
  ];
  return {
    ...{ network: deployment.name, period, periodName: periodName(period), head: history.head },
    key: written.flatMap(({ key = [] }) => key),
    summary: [...written.flatMap(({ summary = [] }) => summary), ...targetSummary(input)],
    sections: [...sections, methodSection(input, sections)],
    ...{ units, nameOf, explorer },
  };
}

/** What the network has set itself, and where it stands. */
function targetSection({ aims }: ReportInput): Section[] {
  if (!aims) return [];
  return [
    {
      ...{ id: "targets", title: "Its own targets" },
      text: [
        "What the network's configuration names as its targets, and where it stands. Nothing is made up: a target without a figure says why.",
      ],
      figures: [{ table: aims.table }],
    },
  ];
}

function targetSummary({ aims }: ReportInput): string[] {
  if (!aims) return [];
  const count = (state: TargetState) => aims.aims.filter((aim) => aim.state === state).length;
  const unknown = count("no data yet") + count("not measurable yet");
  return [
    `Of ${counted(aims.aims.length, "target")} of its own the network met ${count("met")} and did not meet ${count("not met")}; ${unknown} ${unknown === 1 ? "has" : "have"} no figure yet.`,
  ];
}

/** Sections of domains for which nobody has written a chapter: their tables, where there is anything in them. */
function unwritten({ measured = {} }: ReportInput, chapters: Readonly<Record<string, unknown>>): Section[] {
  return Object.entries(measured).flatMap(([name, all]) => {
    const tables = all.filter(({ rows }) => rows.length > 0);
    if (Object.hasOwn(chapters, name) || tables.length === 0) return [];
    return [
      {
        ...{ id: name, domain: name },
        title: name[0]!.toUpperCase() + name.slice(1),
        text: [],
        figures: tables.map((table) => ({ table })),
      },
    ];
  });
}

/** From what and how everything else was computed, so that anyone can do it again. */
function methodSection(input: ReportInput, others: readonly Section[]): Section {
  const { history, deployment, source, period } = input;
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
      `Everything here ${input.money ? "but prices " : ""}was read from events of the contracts below, up to the last block of the period; what happened before the period counts for opening balances and for power. Times are UTC. Amounts are cut to two decimals where no more are needed; the files beside this report have every digit.`,
    ],
    figures: [{ table: basis }, { table: contracts }, { table: methods }],
  };
}
