import { ZeroHash } from "ethers";

import { parseUnits, type TokenUnit } from "@polity/sdk/calls";
import { wordText } from "@polity/sdk/calls/words";
import { requireTreasury } from "@polity/sdk/treasury/require";
import { PolityError } from "@polity/sdk/errors";
import { formatAmount } from "@polity/sdk/format";
import type { ActionArgument as Argument } from "@polity/sdk/nep/actions";
import type { Answer } from "../core/answer";
import type { Values } from "../core/command";
import type { Context } from "../core/context";
import { nepAction } from "./nep-action";
import type { NEP_FILE } from "./nep-file";
import { tellAccount, wordOf } from "./treasury";

/** A call of the treasury as the action of a NEP. */
export const treasuryAction = (
  context: Context<Values<typeof NEP_FILE>>,
  name: string,
  args: Argument[],
): Promise<Answer> =>
  nepAction(context, "Treasury", requireTreasury(context.network).interface.getFunction(name as "pay"), args);

/** An amount as NEP files write it: `tokens(100)` of 18 decimals, base units of others. */
export function amountText(text: string, unit: TokenUnit): string {
  const units = parseUnits(text, unit);
  if (units === 0n) throw new PolityError("the amount is 0", { hint: "give more" });
  return unit.decimals === 18 ? `tokens(${formatAmount(units)})` : units.toString();
}

/** 32 bytes as NEP files write them: `key(grants)`, or hex. */
export function wordArgument(option: string, value: string | undefined): string {
  const word = wordOf(option, value);
  const text = wordText(word);
  return word === ZeroHash || text === word ? word : `key(${text})`;
}

/** A contract of the network by its name; people by their address, since NEP files know no others. */
export function tellContract(context: Context, address: string): string {
  const name = tellAccount(context, address);
  return Object.hasOwn(context.network.addresses, name) ? name : address;
}

/** In place of a budget's number, for what is put to a use by the proposal that grants it: the one granted last. */
export const JUST_GRANTED = "0";
