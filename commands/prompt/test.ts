import { id as hashOfText } from "ethers";

import { contentHash } from "@polity/sdk/core/content";
import {
  bundleText,
  controlsHash,
  evidenceText,
  judgeAll,
  parseCalibration,
  parseRecipe,
  SOURCES,
  testReport,
  type JudgeRecipe,
} from "@polity/sdk/rounds";
import { EVIDENCE_FORMATS } from "@polity/sdk/nep/evidence";
import { readText, writeNew } from "../../scripts/lib/text";
import { command, missing, required, text } from "../core/command";
import { evidenceLines } from "../parts/evidence";
import { CONTROLS, ENDPOINT, judgeOf, parallelOf, readControls, readRecipe, RECIPE } from "../parts/rounds";

const OUT = required("Where the report is written, like neps/contents/equity-2-test.json");

/** Tries a recipe before anybody votes on it. Needs no chain. */
export default command({
  words: "Tries a recipe with texts of known worth: languages, injections, padding, names; writes the report",
  options: {
    ...{ recipe: RECIPE, controls: CONTROLS, ...ENDPOINT, out: OUT },
    calibration: text("The file with texts to try it with, as prompt new writes it"),
    bundle: text("Where every answer is kept, for whoever wants to look; default nowhere"),
  },
  async run({ options }) {
    const source = readRecipe(options.recipe);
    const recipe = parseRecipe(source);
    const report = recipe.kind === "judge" ? await judged(source, recipe, options) : computed(source);
    const written = evidenceText(report);
    writeNew(options.out, written);
    return {
      text: [...evidenceLines({ test: written }, (each) => each), `the report is in ${options.out}`].join(
        "\n",
      ),
      json: report,
      failed: !report.passes,
    };
  },
});

async function judged(
  source: string,
  recipe: JudgeRecipe,
  options: {
    calibration?: string | undefined;
    controls?: string | undefined;
    bundle?: string | undefined;
  } & Parameters<typeof judgeOf>[0] &
    Parameters<typeof parallelOf>[0],
) {
  const file = options.calibration ?? missing("calibration", "prompt new writes a file to begin with");
  const calibration = parseCalibration(readText(file, "prompt new writes a file to begin with"));
  const controls = readControls(options.controls);
  const task = {
    // No round's seed: pseudonyms follow from the recipe.
    ...{ round: "0", seed: hashOfText(source), recipe: source, controls },
    entries: calibration.map((each) => each.text),
  };
  if (controlsHash(controls) !== recipe.controls)
    throw new Error(`the recipe names controls ${recipe.controls}, and these are ${controlsHash(controls)}`);
  const bundle = await judgeAll(task, judgeOf(options), parallelOf(options));
  if (options.bundle !== undefined) writeNew(options.bundle, bundleText(bundle));
  return testReport(calibration, bundle);
}

/** An exact function is tried by its own tests: what voters need to know is that this version has it. */
function computed(source: string) {
  const recipe = parseRecipe(source);
  const name = recipe.kind === "program" ? `${recipe.name}-v${recipe.version}` : "";
  const known: Readonly<Record<string, string>> = SOURCES;
  const isKnown = recipe.kind === "program" && known[name] === recipe.source;
  const findings = isKnown
    ? []
    : [`this version does not have ${name} with the source that the recipe names`];
  return {
    ...{ format: EVIDENCE_FORMATS.test, recipe: contentHash(source), findings, passes: isKnown },
  };
}
