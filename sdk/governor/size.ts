import { dataLength } from "ethers";

import { formatCount } from "../format";
import { PolityError } from "../errors";
import type { Proposal } from "../nep/encode";

/** The most bytes of a proposal's calls, and of its description: contracts/governor/extensions/GovernorBounds.sol. */
export const MAX_PROPOSAL_SIZE = 32_768;

const bytes = (count: number) => `${formatCount(count)} bytes`;
const LIMIT = `a proposal carries ${bytes(MAX_PROPOSAL_SIZE)} at the most`;

/** The bytes of a proposal's calls, as the governor counts them: those of `abi.encode(targets, values, calldatas)`. */
export function sizeOfCalls(calldatas: readonly string[]): number {
  return calldatas.reduce((size, data) => size + 128 + Math.ceil(dataLength(data) / 32) * 32, 192);
}

/** Why the governor would not take these calls, if it would not: every later step has to carry them. */
export function refusalOfCalls(calldatas: readonly string[]): string | undefined {
  const size = sizeOfCalls(calldatas);
  return size > MAX_PROPOSAL_SIZE ? `the actions have ${bytes(size)}, and ${LIMIT}` : undefined;
}

/** Why the governor would not take this description, if it would not. */
export function refusalOfText(description: string): string | undefined {
  const size = new TextEncoder().encode(description).length;
  return size > MAX_PROPOSAL_SIZE ? `the text has ${bytes(size)}, and ${LIMIT}` : undefined;
}

/**
 * Whether the governor takes a proposal of this size.
 * @throws PolityError when it does not.
 */
export function checkSize({ calls, description }: Pick<Proposal, "calls" | "description">): void {
  const large = refusalOfCalls(calls.map(({ calldata }) => calldata));
  if (large) throw new PolityError(large, { hint: "divide them among several proposals" });
  const text = refusalOfText(description);
  if (text) {
    throw new PolityError(text, {
      hint: "publish the long parts elsewhere, and give their address and hash",
    });
  }
}
