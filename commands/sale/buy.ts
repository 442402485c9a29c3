import { formatUnits, parseUnits, readTokenUnit } from "@polity/sdk/calls";
import { buy, requireSale } from "@polity/sdk/distribution";
import { PolityError } from "@polity/sdk/errors";
import { formatTokens, parseAmount } from "@polity/sdk/format";
import { done } from "../core/answer";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { accountTreeOf, ALLOW_LIST, SALE, saleOf } from "../parts/distribution";
import { AMOUNT } from "../parts/treasury";

export default signedCommand({
  words: "Buys the network's token in a sale, at the present price or less",
  options: {
    id: required(SALE),
    amount: required(`${AMOUNT}; what is left is bought if that is less`),
    maxPrice: text('The highest price of one token that is accepted, like "0.05"; default the present one'),
    allowList: text(`${ALLOW_LIST}; needed where the sale has one`),
  },
  async run(context) {
    const { network, signer, options, nameOf } = context;
    const { id, payment, allowList } = await saleOf(context, options.id);
    const unit = await readTokenUnit(network, payment);
    const proof = proofFor();
    const { maxPrice } = options;
    const { bought, cost, receipt } = await buy(requireSale(network), signer, {
      ...{ saleId: id, amount: parseAmount(options.amount) },
      ...(maxPrice !== undefined && { maxPrice: parseUnits(maxPrice, unit) }),
      ...(proof && { proof }),
    });
    const what = `${nameOf(signer.address)} bought ${formatTokens(bought)} tokens for ${formatUnits(cost, unit)}`;
    return done(receipt, what, { sale: id, bought, cost });

    /** That the sale's list has the signer. */
    function proofFor(): string[] | undefined {
      if (allowList === undefined) return undefined;
      if (options.allowList === undefined) {
        throw new PolityError(`sale ${id} is for the accounts of a list`, {
          hint: "give it with --allow-list",
        });
      }
      const tree = accountTreeOf(context, options.allowList);
      if (tree.root !== allowList) {
        throw new PolityError(`${options.allowList} is not the list of sale ${id}`, {
          hint: "take the list that was published with the proposal",
        });
      }
      const found = tree.proofOf(signer.address);
      if (found) return found;
      throw new PolityError(`${nameOf(signer.address)} is not on the list of sale ${id}`, {
        hint: "buy with an account of the list",
      });
    }
  },
});
