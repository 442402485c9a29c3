import { requireDistributor } from "@polity/sdk/distribution";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { DISTRIBUTION, distributionOf } from "../parts/distribution";
import { nepAction } from "../parts/nep-action";
import { NEP_FILE } from "../parts/nep-file";

export default signedCommand({
  words: "Writes the action of a NEP that ends a distribution early",
  options: { ...NEP_FILE, id: required(DISTRIBUTION) },
  async run(context) {
    const { id } = await distributionOf(context, context.options.id);
    const fragment = requireDistributor(context.network).interface.getFunction("close");
    return nepAction(context, "Distributor", fragment, [id.toString()]);
  },
});
