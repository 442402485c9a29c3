import { isError } from "ethers";

import { isRevert } from "../provider";

/**
 * What the chain counts, where it can say: undefined when the contract is not there yet, or the node has forgotten the
 * block's state.
 */
export async function counted<T>(answer: Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isRevert(error) || isError(error, "BAD_DATA") || FORGOTTEN.test(String(error))) return undefined;
    throw error;
  }
}

/** Whether the chain keeps a count that differs from what was found. */
export const differs = (count: bigint | undefined, found: number | bigint): boolean =>
  count !== undefined && count !== BigInt(found);

const FORGOTTEN = /missing trie node|historical state|state .{0,40}(not available|pruned)|pruned|archive/i;
