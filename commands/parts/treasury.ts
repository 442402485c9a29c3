import { ZeroAddress, ZeroHash } from "ethers";

import { contractName, readTokenUnit, type TokenUnit } from "@polity/sdk/calls";
import { textWord, wordText } from "@polity/sdk/calls/words";
import { requireTreasury } from "@polity/sdk/treasury/require";
import { PolityError } from "@polity/sdk/errors";
import { typed } from "../core/command";
import type { Context } from "../core/context";

/** Words of options that several commands have. */
export const WHO = "Address, a contract's name like Council, or a name that the deployment knows";
export const TOKEN = "governance (the default), ETH, or a token's address";
export const BUDGET = "The budget; budgets lists them";
export const CATEGORY = "What it is for: a word of up to 31 characters, or 32 bytes in hex";
export const REFERENCE = "An invoice or a decision: up to 31 characters, or 32 bytes in hex";
export const AMOUNT = 'In whole tokens, like "1250.5"';

/** The address of `who`: a contract of the network by its name, an address, or a name on a local chain. */
export function accountOf({ network: { addresses }, addressOf }: Context, who: string): string {
  return Object.entries(addresses).find(([name]) => name === who)?.[1] ?? addressOf(who);
}

/** The name of an address among the network's contracts or the local people, or the address. */
export function tellAccount({ network: { addresses }, nameOf }: Context, address: string): string {
  const name = contractName(addresses, address);
  return name === address ? nameOf(address) : name;
}

export interface TokenChoice {
  address: string;
  unit: TokenUnit;
  /** As a NEP file names it. */
  name: string;
}

/** The token that a person means: the network's own where they say nothing. */
export async function tokenOf(context: Context, text = "governance"): Promise<TokenChoice> {
  const { network } = context;
  const address =
    text === "ETH"
      ? ZeroAddress
      : text === "governance"
        ? network.addresses.GovernanceToken
        : accountOf(context, text);
  return {
    address,
    unit: await readTokenUnit(network, address),
    name: contractName(network.addresses, address),
  };
}

/** 32 bytes of an option: a text of up to 31 characters, or hex; zero when it is left out. */
export const wordOf = (option: string, value = ""): string => textWord(`--${option}`, value);

export const tellWord = (word: string) => (word === ZeroHash ? "" : wordText(word));

/** A whole number of an option. */
export function numberOf(option: string, value: string): bigint {
  if (/^(0|[1-9]\d{0,8})$/.test(value)) return BigInt(value);
  throw new PolityError(`"${value}" is no number`, { hint: `give ${typed(option)} as a whole number` });
}

/** The budget of this number, as it is now. */
export async function budgetOf(context: Context, option: "id" | "budget", value: string) {
  const treasury = requireTreasury(context.network);
  const id = numberOf(option, value);
  const count = await treasury.budgetCount();
  if (id === 0n || id > count) {
    throw new PolityError(`there is no budget ${id}`, { hint: `budgets lists the ${count} there are` });
  }
  const [budget, available] = await Promise.all([treasury.budget(id), treasury.budgetAvailable(id)]);
  return { id, budget, available, token: await tokenOf(context, tokenText(budget.token)) };
}

export const tokenText = (address: string) => (address === ZeroAddress ? "ETH" : address);
