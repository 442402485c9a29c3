import { ZeroAddress } from "ethers";
import * as z from "zod";

import { checkAddress, explain, parseAmount, TOKEN_DECIMALS } from "../../sdk";
import { list, rule, scalar, strictObject } from "../../sdk/problems";
import { eachRepeated, integer, refuse } from "./leaves";

/** What a cap calls the network's own token, whose address deployment knows first. */
export const GOVERNANCE_TOKEN = "governance";
/** What a cap calls the chain's own currency. */
export const ETHER = "ETH";

const UINT128_MAX = 2n ** 128n - 1n;

const capToken = scalar(`must be ${GOVERNANCE_TOKEN}, ${ETHER} or a token's address`, (value) => {
  if (value === GOVERNANCE_TOKEN) return value;
  if (value === ETHER) return ZeroAddress;
  const address = checkAddress(value, `write ${GOVERNANCE_TOKEN}, ${ETHER} or an address`);
  return address === ZeroAddress ? refuse(`"${value}" is nobody`, `write ${ETHER}`) : address;
});

const cap = strictObject({
  token: capToken,
  amount: scalar('must be an amount in whole tokens, as a text like "100"', (value) => value),
  /** Of a token that is named by its address; the network's own and ether have 18. */
  decimals: integer(0, 36).optional(),
}).transform(({ token, amount, decimals }, context): Cap => {
  const problem = (field: string, message: string): never => {
    context.addIssue({ code: "custom", path: [field], message });
    return z.NEVER;
  };
  const known = token === GOVERNANCE_TOKEN || token === ZeroAddress;
  if (known && decimals !== undefined) problem("decimals", "is known for this token; remove it");
  if (!known && decimals === undefined) problem("decimals", "is missing; say how many the token has");
  let units = 0n;
  try {
    units = parseAmount(amount, decimals ?? TOKEN_DECIMALS);
    if (units === 0n) refuse(`"${amount}" is refused`, "leave the token out: without a cap it cannot leave");
    if (units > UINT128_MAX) refuse(`"${amount}" is too much`, "write less");
  } catch (error) {
    problem("amount", explain(error));
  }
  return { token, amount: units };
});

/** The most of a token that leaves in 30 days, by votes and budgets together. */
export interface Cap {
  /** {@link GOVERNANCE_TOKEN}, an address, or the zero address for ether. */
  token: string;
  /** In the token's base units. */
  amount: bigint;
}

/** The treasury. Budgets are granted by votes, and never by a configuration. */
export const treasury = strictObject({
  caps: list(cap, "must be a list of {token, amount}").check(
    rule<Cap[]>([""], (caps, report) =>
      eachRepeated(
        caps.map(({ token }) => token),
        (_, i) => report([i, "token"], "has a cap already"),
      ),
    ),
  ),
});
