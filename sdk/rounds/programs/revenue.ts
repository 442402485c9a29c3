import { PolityError } from "../../errors";
import { inProportion, type Share } from "./shares";

/** The most of the treasury's income that is shared out: with the rebate, no more goes back to payers than they have paid. */
export const MAX_REVENUE_BPS = 5_000;

/**
 * `revenue-v1`: `shareBps` of what the treasury got for usage, up to the pot, in proportion to what each account has locked.
 * @param stakes The votes of each account's own locks, in base units, whoever they are delegated to.
 * @param income What came into the treasury, in base units of the pot's asset.
 * @throws PolityError for a share above {@link MAX_REVENUE_BPS}.
 */
export function revenue(
  stakes: ReadonlyMap<string, bigint>,
  income: bigint,
  pot: bigint,
  capBps: number,
  shareBps: number,
): Share[] {
  if (!Number.isInteger(shareBps) || shareBps < 1 || shareBps > MAX_REVENUE_BPS)
    throw new PolityError(`the recipe shares out ${shareBps} basis points of the treasury's income`, {
      hint: `shareBps is a whole number from 1 to ${MAX_REVENUE_BPS}`,
    });
  const due = (income * BigInt(shareBps)) / 10_000n;
  return inProportion(stakes, due < pot ? due : pot, capBps);
}
