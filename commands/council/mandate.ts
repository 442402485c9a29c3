import { ZeroAddress } from "ethers";

import { parseDuration } from "@polity/sdk/format";
import { flag, text } from "../core/command";
import { signedCommand } from "../core/context";
import { nepAction } from "../parts/nep-action";
import { NEP_FILE } from "../parts/nep-file";
import { accountOf, WHO } from "../parts/treasury";

export default signedCommand({
  words: "Writes the action of a NEP that makes a council guardian, or ends its mandate",
  options: {
    account: text(`${WHO}; default the deployment's council`),
    for: text('How long from now, like "180d"; default 365d, the most'),
    end: flag("Ends the mandate: nobody is guardian"),
    ...NEP_FILE,
  },
  async run(context) {
    const { network, options } = context;
    const now = Number(await network.governor.clock());
    const until = options.end ? 0 : now + parseDuration(options.for ?? "365d");
    const account = options.end ? ZeroAddress : accountOf(context, options.account ?? "Council");
    const known = Object.entries(network.addresses).find(([, at]) => at === account)?.[0];
    const fragment = network.governor.interface.getFunction("setGuardian");
    return nepAction(context, "NetworkGovernor", fragment, [known ?? account, String(until)]);
  },
});
