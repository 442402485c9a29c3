import { formatTokens } from "@polity/sdk/format";
import { requireDistributor, returnRest } from "@polity/sdk/distribution";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { DISTRIBUTION, distributionOf } from "../parts/distribution";

export default signedCommand({
  words: "Gives what nobody has claimed back to the treasury, when a distribution is over",
  options: { id: required(DISTRIBUTION) },
  async run(context) {
    const { id } = await distributionOf(context, context.options.id);
    const { amount, receipt } = await returnRest(requireDistributor(context.network), context.signer, id);
    const what = `${formatTokens(amount)} tokens of distribution ${id} went back to the treasury`;
    return done(receipt, what, { distribution: id, amount });
  },
});
