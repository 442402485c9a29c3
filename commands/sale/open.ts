import { requireSale } from "@polity/sdk/distribution";
import { parseDate, parseDuration } from "@polity/sdk/format";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { accountTreeOf, ALLOW_LIST } from "../parts/distribution";
import { nepAction } from "../parts/nep-action";
import { NEP_FILE } from "../parts/nep-file";
import { AMOUNT, BUDGET, budgetOf, CATEGORY, tokenOf } from "../parts/treasury";
import { amountText, wordArgument } from "../parts/treasury-action";

const PRICE = 'Of one token, in whole payment tokens, like "0.05"';

export default signedCommand({
  words: "Writes the action of a NEP that opens a sale of the network's token",
  options: {
    ...NEP_FILE,
    budget: required(`${BUDGET}. Its spender is Sale`),
    amount: required(`How many tokens at the most. ${AMOUNT}`),
    price: required(`${PRICE}: at the start`),
    endPrice: text(`${PRICE}: at the end, to which it falls; default the same`),
    payment: text("What is paid with: ETH (the default), or a token's address"),
    duration: text('How long, like "14d"; default 14d'),
    start: text("When it begins, YYYY-MM-DD; default with the vote's execution"),
    least: text("The payments without which it fails; default none"),
    cap: text("The most that an account may buy; default no cap"),
    vesting: text('How long what is bought vests from the end on, like "365d"; default not at all'),
    cliff: text('How long of that nothing is vested, like "90d"; default 0'),
    allowList: text(`${ALLOW_LIST}; default everybody may`),
    category: text(`${CATEGORY}: what the proceeds are booked under; default sale`),
  },
  async run(context) {
    const { network, options } = context;
    const sale = requireSale(network);
    const { id } = await budgetOf(context, "budget", options.budget);
    const own = await tokenOf(context);
    const payment = await tokenOf(context, options.payment ?? "ETH");
    const { duration = "14d", vesting, cliff, start, least, cap, allowList } = options;
    const optional = (amount: string | undefined, { unit }: typeof own) =>
      amount === undefined ? "0" : amountText(amount, unit);
    const span = (value: string | undefined) => {
      if (value === undefined) return "0";
      // Bad text is refused here; the NEP keeps the text.
      parseDuration(value);
      return `duration(${value})`;
    };
    return nepAction(context, "Sale", sale.interface.getFunction("open"), [
      [
        id.toString(),
        payment.name,
        amountText(options.price, payment.unit),
        amountText(options.endPrice ?? options.price, payment.unit),
        amountText(options.amount, own.unit),
        start === undefined ? "0" : String(parseDate(start)),
        optional(least, payment),
        optional(cap, own),
        span(duration),
        span(vesting),
        span(cliff),
        allowList === undefined
          ? wordArgument("allowList", undefined)
          : accountTreeOf(context, allowList).root,
        wordArgument("category", options.category ?? "sale"),
      ],
    ]);
  },
});
