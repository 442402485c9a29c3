import { ZeroAddress } from "ethers";

import { PolityError } from "@polity/sdk/errors";
import { parseDuration } from "@polity/sdk/format";
import { LONGEST_MANDATE, MANDATE } from "@polity/sdk/voting/bounds";
import { flag, text } from "../core/command";
import { signedCommand } from "../core/context";
import { nepAction } from "../parts/nep-action";
import { NEP_FILE } from "../parts/nep-file";
import { accountOf, WHO } from "../parts/treasury";

export default signedCommand({
  words: "Writes the action of a NEP that makes a council guardian, or ends its mandate",
  options: {
    account: text(`${WHO}; default the deployment's council`),
    for: text('How long from now, like "180d"; default 365d, the most, of which an hour is left out'),
    end: flag("Ends the mandate: nobody is guardian"),
    ...NEP_FILE,
  },
  async run(context) {
    const { network, options } = context;
    const now = Number(await network.governor.clock());
    const until = options.end ? 0 : now + termOf(options.for ?? "365d");
    const account = options.end ? ZeroAddress : accountOf(context, options.account ?? "Council");
    const known = Object.entries(network.addresses).find(([, at]) => at === account)?.[0];
    const fragment = network.governor.interface.getFunction("setGuardian");
    return nepAction(context, "NetworkGovernor", fragment, [known ?? account, String(until)]);
  },
});

/** Seconds; a whole year less the hour without which the proposal could not be tried before its vote. */
function termOf(text: string): number {
  const term = parseDuration(text);
  if (term > MANDATE) {
    throw new PolityError(`a mandate of ${text} is longer than a year`, {
      hint: "no vote can give more than 365d: write another NEP before it ends",
    });
  }
  return Math.min(term, LONGEST_MANDATE);
}
