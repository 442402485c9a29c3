import { readLives, type NepLife } from "@polity/sdk/governor/life";
import { formatTable } from "../../scripts/lib/table";
import { readingCommand } from "../core/context";
import { FOLDER, readDocuments } from "../parts/nep-files";
import { others, replacedBy, summary } from "../parts/nep-life";
import { formOf, scanOf } from "../parts/proposals";

/** What is in force until another takes its place. */
function stageOf(life: NepLife, lives: readonly NepLife[]): string {
  const by = replacedBy(life, lives).map((number) => `NEP-${number}`);
  return by.length > 0 ? `${life.stage}, replaced by ${by.join(", ")}` : life.stage;
}

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
      stageOf(life, lives),
      others(life) > 0 ? `${others(life)} with other text` : "",
      found[i]!.review?.verdict ?? "",
    ]);
    const head = ["NEP", "type", "stage", "proposals", "review"];
    const text = rows.length > 0 ? formatTable([head, ...rows]) : "there are no NEP files";
    return {
      text: [text, ...bad.map(({ file, problem }) => `${file} is left out: ${problem}`)].join("\n"),
      json: {
        neps: lives.map((life, i) => ({
          ...{ ...summary(life, found[i]!), others: others(life), replacedBy: replacedBy(life, lives) },
        })),
        bad,
      },
      failed: bad.length > 0,
    };
  },
});
