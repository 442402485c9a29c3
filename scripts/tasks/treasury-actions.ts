import { ZeroHash } from "ethers";

import { parseUnits, type TokenUnit } from "../../sdk/calls";
import { wordText } from "../../sdk/calls/words";
import { requireTreasury } from "../../sdk/deployment";
import { PolityError } from "../../sdk/errors";
import { formatAmount, parseDate, parseDuration } from "../../sdk/format";
import type { ActionArgument as Argument } from "../../sdk/nep/actions";
import type { Answer, Command, Context } from "./command";
import { nepAction } from "./nep-action";
import { accountOf, budgetOf, numberOf, tellAccount, tokenOf, wordOf } from "./treasury-options";

/** A call of the treasury as the action of a NEP. */
const action = (context: Context, name: string, args: Argument[]): Promise<Answer> =>
  nepAction(context, "Treasury", requireTreasury(context.network).interface.getFunction(name as "pay"), args);

/** An amount as NEP files write it: `tokens(100)` of 18 decimals, base units of others. */
function amountText(text: string, unit: TokenUnit): string {
  const units = parseUnits(text, unit);
  if (units === 0n) throw new PolityError("the amount is 0", { hint: "give more" });
  return unit.decimals === 18 ? `tokens(${formatAmount(units)})` : units.toString();
}

/** 32 bytes as NEP files write them: `key(grants)`, or hex. */
function wordArgument(context: Context, option: string): string {
  const word = wordOf(context, option);
  const text = wordText(word);
  return word === ZeroHash || text === word ? word : `key(${text})`;
}

export const grant: Command = async (context) => {
  const { text, needed, flag } = context;
  const token = await tokenOf(context);
  const spender = text("spender") ?? "Council";
  const start = text("start");
  return action(context, "grantBudget", [
    [
      tellContract(context, accountOf(context, spender)),
      token.name,
      amountText(needed("amount"), token.unit),
      start === undefined ? "0" : String(parseDate(start)),
      `duration(${durationText(text("period") ?? "30d")})`,
      text("periods") === undefined ? "12" : numberOf(context, "periods").toString(),
      String(flag("rollover")),
      wordArgument(context, "category"),
    ],
  ]);
};

export const change: Command = async (context) => {
  const { text } = context;
  const { id, budget, token } = await budgetOf(context);
  const amount = text("amount");
  const units = amount === undefined ? budget.amount : parseUnits(amount, token.unit);
  const periods = text("periods") === undefined ? budget.periods : numberOf(context, "periods");
  const raises = units >= budget.amount && periods >= budget.periods;
  const lowers = units <= budget.amount && periods <= budget.periods;
  if (raises === lowers) {
    throw new PolityError(raises ? "nothing would change" : "a change raises a budget, or lowers it", {
      hint: raises ? "give --amount or --periods" : "write two actions, one after the other",
    });
  }
  return action(context, raises ? "raiseBudget" : "lowerBudget", [
    id.toString(),
    units === budget.amount ? units.toString() : amountText(amount!, token.unit),
    periods.toString(),
  ]);
};

export const spender: Command = async (context) => {
  const { id } = await budgetOf(context);
  const to = accountOf(context, context.needed("spender"));
  return action(context, "setBudgetSpender", [id.toString(), tellContract(context, to)]);
};

export const end: Command = async (context) =>
  action(context, "endBudget", [(await budgetOf(context)).id.toString()]);

export const freeze: Command = async (context) =>
  action(context, "freezeBudget", [(await budgetOf(context)).id.toString()]);

export const pay: Command = async (context) => {
  const { needed } = context;
  const token = await tokenOf(context);
  return action(context, "pay", [
    [
      [
        token.name,
        accountOf(context, needed("to")),
        amountText(needed("amount"), token.unit),
        wordArgument(context, "category"),
        wordArgument(context, "ref"),
      ],
    ],
  ]);
};

/** A contract of the network by its name; people by their address, since NEP files know no others. */
function tellContract(context: Context, address: string): string {
  const name = tellAccount(context, address);
  return Object.hasOwn(context.network.addresses, name) ? name : address;
}

const durationText = (text: string) => (parseDuration(text), text);
