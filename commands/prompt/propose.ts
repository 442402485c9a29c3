import { mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { contentHash } from "@polity/sdk/core/content";
import { formatDate } from "@polity/sdk/format";
import { encodeKey } from "@polity/sdk/nep";
import { checkEvidence } from "@polity/sdk/nep/evidence";
import { formatNep } from "@polity/sdk/nep/format";
import { wantedSections, PLAIN_FORM } from "@polity/sdk/nep/form";
import { UNCHANGED } from "@polity/sdk/nep/impact";
import { ASKED, ASKED_FIGURE, ASKED_SECTION } from "@polity/sdk/nep/write";
import { requireRounds } from "@polity/sdk/rounds";
import { readText, writeNew } from "../../scripts/lib/text";
import { missing, required, text } from "../core/command";
import { readingCommand } from "../core/context";
import { nepTarget, nepTimes, NEP_FILE, writeNep } from "../parts/nep-file";
import { formOf } from "../parts/proposals";
import { beside, readRecipe, RECIPE } from "../parts/rounds";

const CODE = "PROMPT";
const asked = (section: string) => (ASKED as Readonly<Record<string, string>>)[section] ?? ASKED_SECTION;

/** The file whose bytes are the recipe's: the one that is given or, where it is written for people, one in contents/. */
function published(nep: string, file: string, source: string): string {
  if (readText(file, "give a recipe's file") === source) return file;
  const folder = join(dirname(nep), "contents");
  mkdirSync(folder, { recursive: true });
  const written = join(folder, basename(file));
  writeNew(written, source);
  return written;
}

/** Writes the NEP by which a vote adopts a recipe; `gov propose` proposes it. */
export default readingCommand({
  words: "Writes the NEP by which a vote adopts a recipe, with its test and its backtest",
  options: {
    key: required("The parameter that is to hold it, like prompt.equity"),
    recipe: RECIPE,
    test: required("The file that prompt test has written"),
    backtest: text("The file that prompt backtest has written; the first recipe of a program needs none"),
    ...NEP_FILE,
  },
  async run(context) {
    const { network, options } = context;
    requireRounds(network);
    const nep = options.nep ?? missing("nep", "name the file, like neps/nep-0012-judge-evidence.md");
    const source = readRecipe(options.recipe);
    const recipe = contentHash(source);
    const document = beside(nep, published(nep, options.recipe, source));
    const test = beside(nep, options.test);
    checkEvidence("test", readText(options.test, "prompt test writes it"), recipe);
    const backtest = options.backtest === undefined ? undefined : beside(nep, options.backtest);
    if (options.backtest !== undefined)
      checkEvidence("backtest", readText(options.backtest, "prompt backtest writes it"), recipe);
    const was = await network.registry.get(encodeKey(options.key));
    const form = formOf(context) ?? PLAIN_FORM;
    const { file, sections, title, number, authors, discussion, impact } = nepTarget(options);
    const { today, graceDays } = await nepTimes(network, CODE);
    const figures = form.figures.filter(({ optional }) => !optional);
    const written = formatNep({
      ...{ number: `${number}`, title: title ?? `Adopt the recipe of ${basename(options.recipe, ".json")}` },
      ...{ type: CODE, authors, created: formatDate(today), discussionsTo: discussion },
      parameterChanges: [
        {
          ...{ key: options.key, kind: "bytes32", was, value: recipe, document: document.at, test },
          ...(backtest && { backtest }),
        },
      ],
      impact: {
        ...Object.fromEntries(figures.map(({ name, kind }) => [name, UNCHANGED[kind] ?? ASKED_FIGURE])),
        ...impact,
      },
      ...{ graceDays: graceDays === undefined ? "" : `${graceDays}`, backwardCompatible: true, actions: [] },
      sections: wantedSections(form).map(({ section, headings }) => {
        const [heading] = headings as [string];
        const said = headings.find((one) => Object.hasOwn(sections, one));
        return { heading, text: said === undefined ? asked(section) : sections[said]!.join("\n\n") };
      }),
    });
    const next = writeNep(file, written, form);
    return { text: next, json: { nep: file, type: CODE, recipe } };
  },
});
