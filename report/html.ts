import { encodeBase64, sha256, toUtf8Bytes } from "ethers";

import {
  countedIn,
  formatCell,
  isNamedIn,
  type Cell,
  type Column,
  type Table,
  type Unit,
} from "@polity/sdk/analytics";
import { formatTimestamp } from "@polity/sdk/format";
import { drawInline } from "./draw";
import type { Figure, Report, Section } from "./report";
import { STYLE } from "./style";
import { escapeText as escape, wordOf } from "./text";

/** Pictures are drawn twice, so that their letters are as large as the text's on a desk and on a phone. */
const WIDTHS = { wide: 860, narrow: 346 } as const;
/** Rows of a picture's table that are shown without asking. */
const SHOWN_ROWS = 8;

/** No script, no request, no form, no base; one style, known by its hash. */
export const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${encodeBase64(sha256(toUtf8Bytes(STYLE)))}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * A report as one HTML file that needs nothing else: no script, no request, dark or light as the reader's system is, and
 * fit to be printed. Everything that comes from the chain is escaped, and the page's own policy forbids what would not be.
 */
export function toHtml(report: Report): string {
  const { network, periodName, key, summary, sections, head } = report;
  const facts = key.map(
    ({ name, value, note }) =>
      `<div><dt>${escape(name)}</dt><dd class="value">${escape(value)}</dd><dd class="note">${escape(note)}</dd></div>`,
  );
  const links = [{ id: "summary", title: "Summary" }, ...sections].map(
    ({ id, title }) => `<li><a href="#${id}">${escape(title)}</a></li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escape(network)}: transparency report, ${escape(periodName)}</title>
<style>${STYLE}</style>
</head>
<body>
<header class="cover wrap">
<p class="over">Transparency report</p>
<h1>${escape(network)}</h1>
<p class="period">${escape(periodName)}</p>
<dl class="key">${facts.join("")}</dl>
</header>
<nav aria-label="Contents"><ul class="wrap">${links.join("")}</ul></nav>
<main class="wrap">
<section id="summary" class="summary" aria-labelledby="summary-head">
<h2 id="summary-head">Summary</h2>
<ul>${summary.map((sentence) => `<li>${escape(sentence)}</li>`).join("")}</ul>
</section>
${sections.map((section) => sectionHtml(section, report)).join("\n")}
</main>
<footer><div class="wrap">Computed from the chain alone, up to block ${head.block} of ${formatTimestamp(head.time)}, hash ${escape(head.hash)}.</div></footer>
</body>
</html>
`;
}

function sectionHtml({ id, title, text, figures }: Section, report: Report): string {
  return [
    `<section id="${id}" aria-labelledby="${id}-head">`,
    `<h2 id="${id}-head">${escape(title)}</h2>`,
    ...text.map((paragraph) => `<p>${escape(paragraph)}</p>`),
    ...figures.map((figure, i) => figureHtml(figure, `${id}-${i + 1}`, report)),
    "</section>",
  ].join("\n");
}

function figureHtml({ picture, table, exact = false }: Figure, id: string, report: Report): string {
  const body = tableHtml(table, report, exact);
  if (!picture) {
    return `<figure aria-labelledby="${id}"><figcaption><h3 id="${id}">${escape(table.title)}</h3><p>${escape(table.method)}</p></figcaption>${body}</figure>`;
  }
  const pictures =
    picture.still === undefined
      ? (["wide", "narrow"] as const).map((size) =>
          drawInline(picture, { width: WIDTHS[size] }, `${picture.id}-${size}`).replace(
            "<svg ",
            `<svg class="${size}" `,
          ),
        )
      : [];
  const open = table.rows.length <= SHOWN_ROWS ? " open" : "";
  return [
    `<figure aria-labelledby="${id}">`,
    `<figcaption><h3 id="${id}">${escape(picture.title)}</h3><p>${escape(picture.still ?? picture.description)}</p></figcaption>`,
    ...pictures,
    `<details${open}><summary>${escape(table.title)}: the figures</summary>${body}<p class="none">${escape(table.method)}</p></details>`,
    "</figure>",
  ].join("\n");
}

function tableHtml({ title, columns, rows }: Table, report: Report, exact: boolean): string {
  if (rows.length === 0) return `<p class="none">Nothing in this period.</p>`;
  const head = columns.map(
    ({ name, unit }) => `<th scope="col" class="${CLASSES[unit]}">${escape(headOf(name, unit, report))}</th>`,
  );
  const body = rows.map((row) => {
    const cells = columns.map((column, i) => cellHtml(row[i], column, report, exact));
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escape(title)}"><table><thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

/** Votes, points and governance tokens have their unit in the head of the column; other amounts carry it. */
export function headOf(name: string, unit: Unit, { units }: Report): string {
  const counted = countedIn(unit, units)?.symbol;
  if (counted !== undefined) return isNamedIn(name, counted) ? name : `${name} (${counted})`;
  return unit === "time" ? `${name} (UTC)` : name;
}

/** n: a number, t: never broken, x: text, w: a longer one, a: an address, h: a hash. */
const CLASSES: Record<Unit, string> = {
  ...{ text: "x", title: "w", account: "a", proposal: "h", hash: "h", time: "t", seconds: "n" },
  ...{
    count: "n",
    bps: "n",
    change: "n",
    multiplier: "n",
    votes: "n",
    points: "n",
    tokens: "n",
    amount: "n",
    mixed: "n",
  },
};

/** Verdicts that have a colour too, never a colour alone. */
const VERDICTS = ["passed", "rejected"];

function cellHtml(cell: Cell, { unit, name }: Column, report: Report, exact: boolean): string {
  const { units, nameOf, explorer } = report;
  const text = escape(formatCell(cell, unit, units, { exact }));
  const word = wordOf(cell);
  const verdict = name === "Result" && VERDICTS.includes(word) ? ` ${word}` : "";
  const wrap = (inner: string) => `<td class="${CLASSES[unit]}${verdict}">${inner}</td>`;
  if (cell === undefined) return wrap(text);
  const link = (kind: string, shown: string) =>
    explorer === undefined
      ? shown
      : `<a href="${escape(`${explorer}/${kind}/${word}`)}" rel="noopener noreferrer">${shown}</a>`;
  if (unit === "hash") return wrap(link("tx", `<span title="${text}">${text.slice(0, 10)}…</span>`));
  if (unit === "proposal") return wrap(`<span title="${text}">${text.slice(0, 8)}…</span>`);
  if (unit !== "account" || !/^0x[0-9a-f]{40}$/i.test(word)) return wrap(text);
  const known = nameOf(word);
  return wrap(`${known === undefined ? "" : `<b>${escape(known)}</b>`}${link("address", text)}`);
}
