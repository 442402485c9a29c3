import { readTokenUnit, type TokenUnit } from "@polity/sdk/calls";
import { requireTreasury } from "@polity/sdk/treasury/require";
import { readLedger, type Ledger } from "@polity/sdk/treasury";
import type { Context } from "../core/context";

export type Units = ReadonlyMap<string, TokenUnit>;

export const readAll = async ({ network, deployment }: Context) =>
  readLedger(requireTreasury(network), { fromBlock: deployment.block });

export async function unitsOf({ network }: Context, tokens: Iterable<string>): Promise<Units> {
  const each = [...new Set(tokens)].map(
    async (token) => [token, await readTokenUnit(network, token)] as const,
  );
  return new Map(await Promise.all(each));
}

/** Where the chain says otherwise than the sum of the movements. A transfer that nobody has booked yet is no error. */
export async function disagreements({ network }: Context, { balances }: Ledger): Promise<string[]> {
  const treasury = requireTreasury(network);
  const each = [...balances].map(async ([token, sum]) => {
    const booked = await treasury.booked(token);
    return booked === sum ? [] : [`${token}: movements add up to ${sum}, and the chain has booked ${booked}`];
  });
  return (await Promise.all(each)).flat();
}
