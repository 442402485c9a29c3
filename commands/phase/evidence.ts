import { readPhases, requirePhases } from "@polity/sdk/phases";
import { required } from "../core/command";
import { readingCommand } from "../core/context";
import { conditionLines, idsOf, PROPOSALS } from "../parts/phases";

export default readingCommand({
  words: "Holds decisions against what the next step asks for; exit code 1 when something is missing",
  options: { proposals: required(PROPOSALS) },
  async run(context) {
    const ids = await idsOf(context, context.options.proposals);
    const { current, conditions = [] } = await readPhases(requirePhases(context.network), { ids });
    return {
      text: conditionLines(conditions).join("\n"),
      json: { phase: current, proposals: ids, conditions },
      failed: conditions.some(({ met }) => !met),
    };
  },
});
