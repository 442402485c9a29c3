import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { filesOf, parsePeriod } from "../../report";
import { command, required } from "../core/command";
import { connected, DEPLOYMENT } from "../core/context";
import { explorerOf, makeReport, REPORT } from "../parts/report";

const hint = "write --from 2026-01-01 --to 2026-03-31 --out report";

/** Writes the transparency report of a period into a folder. Sends nothing. */
export default command({
  words: "Writes the transparency report of a period: one HTML page, Markdown, pictures and tables",
  options: {
    from: required("The first day, YYYY-MM-DD (UTC), or the first second since 1970", hint),
    to: required("The last day, which is in it, or the second before which it ends", hint),
    out: required("The folder to write to", hint),
    ...REPORT,
    ...DEPLOYMENT,
  },
  async run(context) {
    const { options } = context;
    const { out } = options;
    const period = parsePeriod(options.from, options.to);
    const explorer = explorerOf(options.explorer);
    const report = await makeReport(await connected(context), period, { ...options, explorer });
    const files = filesOf(report);
    for (const [name, text] of files) {
      const file = join(out, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
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
  },
});
