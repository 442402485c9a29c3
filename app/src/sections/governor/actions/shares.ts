import { PolityError } from "@polity/sdk/errors";
import { BPS, formatPercent, parsePercent } from "@polity/sdk/format";
import { SIDE_NAMES, type SUPPORT, type Support } from "@polity/sdk/governor/ballot";
import { partsOf, type VoteParameters } from "@polity/sdk/governor/vote";
import { typedNumber } from "../../../actions/number";

export const SIDES = ["for", "against", "abstain"] as const satisfies readonly (keyof typeof SUPPORT)[];

/** Shares of one's votes, in percent, as they were written. */
export type WrittenShares = Readonly<Record<Support, string>>;

/** What a form for a vote holds. */
export type WrittenVote = WrittenShares & { choice: Support | "parts" | "" };

/** What to vote, as it was chosen. @throws PolityError while nothing is, and for parts that cannot be cast. */
export function readChoice(left: bigint, written: WrittenVote): VoteParameters["choice"] {
  if (written.choice === "") throw new PolityError("choose for, against, abstain or parts");
  return written.choice === "parts" ? partsOf(left, readShares(written)) : written.choice;
}

/**
 * Reads shares in percent; an empty one counts as zero.
 * @returns Basis points for each side.
 * @throws PolityError unless each is a percentage and together they are above 0 and at most 100.
 */
export function readShares(written: WrittenShares): Partial<Record<Support, number>> {
  const shares: Partial<Record<Support, number>> = {};
  let sum = 0;
  for (const side of SIDES) {
    const text = written[side].trim();
    if (text === "" || text === "0") continue;
    const share = parsePercent(typedNumber(text));
    if (share < 0) throw new PolityError(`${SIDE_NAMES[side]}: a share cannot be negative`);
    shares[side] = share;
    sum += share;
  }
  if (sum === 0) throw new PolityError("give at least one side a share");
  if (sum > BPS) throw new PolityError(`together they are ${formatPercent(sum)}: at most 100 % can be cast`);
  return shares;
}
