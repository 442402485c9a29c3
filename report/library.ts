import { formatTimestamp } from "@polity/sdk/format";
import type { Anchor } from "@polity/sdk/treasury/anchors";
import { POLICY } from "./html";
import type { Manifest } from "./manifest";
import { calendarPeriod, periodName } from "./period";
import { STYLE } from "./style";
import { escapeText as escape } from "./text";

/** A regular report in a folder of them. */
export interface Listed {
  manifest: Manifest;
  /** sha256 of the manifest. */
  hash: string;
  /** As somebody wrote it down: the chain is asked by `dao report-verify`. */
  anchor?: Pick<Anchor, "by" | "time" | "block" | "transaction">;
}

/** The list of reports for programs, the newest first. */
export const libraryJson = (reports: readonly Listed[]): string =>
  `${JSON.stringify(
    {
      reports: inOrder(reports).map(({ manifest, hash, anchor }) => {
        const { network, chainId, governor, period, head } = manifest;
        const { from, to } = calendarPeriod(period);
        return { period, from, to, folder: period, hash, network, chainId, governor, head, anchor };
      }),
    },
    null,
    2,
  )}\n`;

/** The list of reports as a page: static, without a script or a request, and what is foreign in it is escaped. */
export function libraryHtml(network: string, reports: readonly Listed[]): string {
  const entries = inOrder(reports).map(({ manifest: { period, head, prices }, hash, anchor }) => {
    const name = periodName(calendarPeriod(period));
    const facts = [
      `Up to block ${head.block} of ${formatTimestamp(head.time)}${prices === undefined ? "" : `, with prices from <a href="${escape(`${period}/${prices}`)}">a file</a>`}.`,
      `sha256 of <a href="${escape(period)}/report.json">report.json</a>: <code>${escape(hash)}</code>`,
      anchor
        ? `Anchored on ${escape(formatTimestamp(anchor.time).slice(0, 10))} in transaction <code>${escape(anchor.transaction)}</code>`
        : "Not anchored yet.",
    ];
    return `<h3><a href="${escape(period)}/report.html">${escape(period)}</a>, ${escape(name)}</h3>${facts.map((fact) => `<p>${fact}</p>`).join("")}`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escape(network)}: transparency reports</title>
<style>${STYLE}</style>
</head>
<body>
<header class="cover wrap">
<p class="over">Transparency reports</p>
<h1>${escape(network)}</h1>
</header>
<main class="wrap">
<section aria-labelledby="reports-head">
<h2 id="reports-head">All reports</h2>
<p>Each report is computed from the chain, and anybody can make it again. An anchor is a transaction that carries the hash of a report: a file with this hash was there then.</p>
${entries.join("\n") || "<p>There is no report yet.</p>"}
</section>
</main>
</body>
</html>
`;
}

const inOrder = (reports: readonly Listed[]) =>
  [...reports].sort((a, b) => {
    const [left, right] = [a, b].map(({ manifest: { period } }) => calendarPeriod(period));
    return right!.to - left!.to || right!.from - left!.from;
  });
