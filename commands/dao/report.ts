import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { filesOf, parseEvery, parsePeriod, calendarPeriod } from "../../report";
import { PolityError } from "@polity/sdk/errors";
import type { Answer } from "../core/answer";
import { command, missing, required, text, type Values } from "../core/command";
import { connected, DEPLOYMENT, type Context } from "../core/context";
import { explorerOf, makeReport, REPORT } from "../parts/report";
import { lastFinalPeriod, makeRegular, openLibrary, writeList } from "../parts/reports";

const hint = "write --from 2026-01-01 --to 2026-03-31 --out report, or --every quarter --out reports";
const options = {
  from: text("The first day, YYYY-MM-DD (UTC), or the first second since 1970"),
  to: text("The last day, which is in it, or the second before which it ends"),
  every: text("In place of both: month, quarter or year; the last one that is over, unless it is there"),
  of: text("In place of both: a calendar period by its name, like 2026-03, 2026-Q1 or 2026"),
  out: required("The folder to write to; with --every and --of, the folder of all reports", hint),
  ...REPORT,
  ...DEPLOYMENT,
};
type Given = Values<typeof options>;

/** Writes the transparency report of a period into a folder. Sends nothing. */
export default command({
  words: "Writes the transparency report of a period: one HTML page, Markdown, pictures and tables",
  options,
  async run(context) {
    const { from, to, every, of } = context.options;
    const explorer = explorerOf(context.options.explorer);
    const given = { ...context.options, explorer };
    if (every === undefined && of === undefined) {
      const period = parsePeriod(from ?? missing("from", hint), to ?? missing("to", hint));
      return once(await connected({ ...context, options: given }), period);
    }
    if ([from ?? to, every, of].filter((one) => one !== undefined).length > 1)
      throw new PolityError("a report has one period", { hint: "give --from and --to, or --every, or --of" });
    const often = every === undefined ? undefined : parseEvery(every);
    if (of !== undefined) calendarPeriod(of);
    const network = await connected({ ...context, options: given });
    return regular(network, of ?? (await lastFinalPeriod(network, often!)));
  },
});

async function once(context: Context<Given>, period: ReturnType<typeof parsePeriod>): Promise<Answer> {
  const { out } = context.options;
  const { report } = await makeReport(context, period, context.options);
  const files = filesOf(report);
  for (const [name, content] of files) {
    const file = join(out, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const { periodName, head, summary, key } = report;
  const written = [...files.keys()];
  return {
    text: [
      `${report.network}, ${periodName}, up to block ${head.block}`,
      ...summary.map((sentence) => `  ${sentence}`),
      `${written.length} files are in ${out}: open ${join(out, "report.html")}`,
    ].join("\n"),
    json: { period, head, key, summary, folder: out, files: written },
  };
}

/** The report of a calendar period in a folder of reports: made if it is not there, and listed. */
async function regular(context: Context<Given>, name: string): Promise<Answer> {
  const { out } = context.options;
  const library = openLibrary(out);
  try {
    const { report, made } = await makeRegular(context, library, name, context.options);
    const { length: count } = writeList(context, library);
    const { folder, hash, manifest } = report;
    return {
      text: [
        made
          ? `${manifest.network}, ${name}, up to block ${manifest.head.block}: open ${join(folder, "report.html")}`
          : `${name} is there already: ${folder}`,
        `its hash is ${hash}; ${join(out, "index.html")} lists ${count} of them`,
      ].join("\n"),
      json: { period: name, made, folder, hash, head: manifest.head, reports: count },
    };
  } finally {
    library.unlock();
  }
}
