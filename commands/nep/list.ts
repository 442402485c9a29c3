import { readLives } from "@polity/sdk/governor/life";
import { formatTable } from "../../scripts/lib/table";
import { readingCommand } from "../core/context";
import { FOLDER, readDocuments } from "../parts/nep-files";
import { others, summary } from "../parts/nep-life";
import { formOf, scanOf } from "../parts/proposals";

/** All NEP files, and where they stand. */
export default readingCommand({
  words: "Lists NEP files: where each stands on the chain, and what its review says",
  options: FOLDER,
  async run(context) {
    const { found, bad } = readDocuments(context.options.folder, formOf(context));
    const lives = await readLives(
      context.network,
      found.map(({ nep }) => nep),
      scanOf(context),
    );
    const rows = lives.map((life, i) => [
      `NEP-${life.nep.number}: ${life.nep.title}`,
      life.nep.code,
      life.stage,
      others(life) > 0 ? `${others(life)} with other text` : "",
      found[i]!.review?.verdict ?? "",
    ]);
    const head = ["NEP", "type", "stage", "proposals", "review"];
    const text = rows.length > 0 ? formatTable([head, ...rows]) : "there are no NEP files";
    return {
      text: [text, ...bad.map(({ file, problem }) => `${file} is left out: ${problem}`)].join("\n"),
      json: {
        neps: lives.map((life, i) => ({ ...summary(life, found[i]!), others: others(life) })),
        bad,
      },
      failed: bad.length > 0,
    };
  },
});
