import { readPhases, requirePhases } from "@polity/sdk/phases";
import { readingCommand } from "../core/context";
import { phaseLines } from "../parts/phases";

export default readingCommand({
  words: "Shows which phase it is, what the next step takes, and from when on anyone takes it",
  options: {},
  async run(context) {
    const view = await readPhases(requirePhases(context.network));
    return { text: phaseLines(view, context.nameOf).join("\n"), json: view };
  },
});
