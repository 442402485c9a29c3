import { formatCell, type Cell, type Table, type Unit } from "@polity/sdk/analytics";
import { formatTimestamp } from "@polity/sdk/format";
import { headOf } from "./html";
import type { Figure, Report, Section } from "./report";
import { escapeMarkdown as escape, wordOf } from "./text";

/** Where a picture lies beside the Markdown file. */
export const pictureFile = (id: string) => `pictures/${id}.svg`;

/**
 * A report as Markdown with the same figures, in tables that GitHub shows. Its pictures are files beside it: GitHub shows
 * no pictures that are written into the text, and a folder on IPFS keeps relative names.
 */
export function toMarkdown(report: Report): string {
  const { network, periodName, key, summary, sections, head } = report;
  return [
    `# ${escape(network)}: transparency report`,
    `**${escape(periodName)}**`,
    [
      `| ${key.map(({ name }) => escape(name)).join(" | ")} |`,
      `|${key.map(() => " --- |").join("")}`,
      `| ${key.map(({ value, note }) => `**${escape(value)}**, ${escape(note)}`).join(" | ")} |`,
    ].join("\n"),
    "## Summary",
    summary.map((sentence) => `- ${escape(sentence)}`).join("\n"),
    ...sections.flatMap((section) => sectionMarkdown(section, report)),
    `Computed from the chain alone, up to block ${head.block} of ${formatTimestamp(head.time)}, hash \`${head.hash}\`.`,
  ].join("\n\n").concat("\n"); // prettier-ignore
}

function sectionMarkdown({ title, text, figures }: Section, report: Report): string[] {
  return [
    `## ${escape(title)}`,
    ...text.map(escape),
    ...figures.flatMap((figure) => figureMarkdown(figure, report)),
  ];
}

function figureMarkdown({ picture, table, exact = false }: Figure, report: Report): string[] {
  return [
    `### ${escape(picture?.title ?? table.title)}`,
    ...(picture
      ? [
          picture.still === undefined
            ? `![${escape(picture.description)}](${pictureFile(picture.id)})`
            : escape(picture.still),
        ]
      : []),
    tableMarkdown(table, report, exact),
    `_${escape(table.method)}_`,
  ];
}

function tableMarkdown({ columns, rows }: Table, report: Report, exact: boolean): string {
  if (rows.length === 0) return "Nothing in this period.";
  return [
    `| ${columns.map(({ name, unit }) => escape(headOf(name, unit, report))).join(" | ")} |`,
    `|${columns.map(({ unit }) => (WORDS.includes(unit) ? " --- |" : " ---: |")).join("")}`,
    ...rows.map((row) => `| ${columns.map(({ unit }, i) => cellMarkdown(row[i], unit, report, exact)).join(" | ")} |`),
  ].join("\n"); // prettier-ignore
}

const WORDS: readonly Unit[] = ["text", "title", "account", "proposal", "hash", "time"];

function cellMarkdown(cell: Cell, unit: Unit, { units, nameOf, explorer }: Report, exact: boolean): string {
  const text = formatCell(cell, unit, units, { exact });
  if (cell === undefined) return text;
  const word = wordOf(cell);
  const link = (kind: string, shown: string) =>
    explorer === undefined ? shown : `[${shown}](${explorer}/${kind}/${word})`;
  if (unit === "hash") return link("tx", `\`${text.slice(0, 10)}…\``);
  if (unit === "proposal") return `\`${text.slice(0, 8)}…\``;
  if (unit !== "account" || !/^0x[0-9a-f]{40}$/i.test(word)) return escape(text);
  const known = nameOf(word);
  return `${known === undefined ? "" : `${escape(known)} `}${link("address", `\`${text}\``)}`;
}
