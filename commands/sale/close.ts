import { requireSale } from "@polity/sdk/distribution";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { SALE, saleOf } from "../parts/distribution";
import { nepAction } from "../parts/nep-action";
import { NEP_FILE } from "../parts/nep-file";

export default signedCommand({
  words: "Writes the action of a NEP that ends a sale early",
  options: { ...NEP_FILE, id: required(SALE) },
  async run(context) {
    const { id } = await saleOf(context, context.options.id);
    const fragment = requireSale(context.network).interface.getFunction("close");
    return nepAction(context, "Sale", fragment, [id.toString()]);
  },
});
