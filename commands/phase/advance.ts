import { advancePhase, phaseText, requirePhases } from "@polity/sdk/phases";
import { text } from "../core/command";
import { signedCommand } from "../core/context";
import { idsOf, PROPOSALS } from "../parts/phases";

export default signedCommand({
  words: "Takes the step to the next phase, as anyone may from its latest date on",
  options: { proposals: text(`${PROPOSALS}; default none`) },
  async run(context) {
    const { network, options, signer } = context;
    const ids = options.proposals === undefined ? [] : await idsOf(context, options.proposals);
    const { phase, receipt } = await advancePhase(requirePhases(network), signer, ids);
    return {
      text: `it is phase ${phaseText(phase)} from now on: tx ${receipt.hash}`,
      json: { phase, proposals: ids, transaction: receipt.hash },
    };
  },
});
