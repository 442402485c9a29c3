import { who } from "@polity/sdk/calls/phrases";
import { readPhases, requirePhases } from "@polity/sdk/phases";
import { readingCommand } from "../core/context";
import { phaseLines } from "../parts/phases";

export default readingCommand({
  words: "Shows which phase it is, what the next step takes, and from when on anyone takes it",
  options: {},
  async run(context) {
    const { network, nameOf: labelOf } = context;
    // The founders' Safe is a contract of the network; the others are accounts.
    const nameOf = (account: string) => {
      const contract = who(network, account);
      return contract === account ? labelOf(account) : contract;
    };
    const view = await readPhases(requirePhases(network));
    return { text: phaseLines(view, nameOf).join("\n"), json: view };
  },
});
