import { isError } from "ethers";

import type { Network } from "../network";
import { isRevert } from "../provider";
import type { State } from "./state";

/**
 * Compares what the events make with what the chain itself counts: a provider that leaves events out is found out by it.
 * @param block The last one that is in the state.
 * @returns What is missing, in words; undefined when nothing is.
 */
export async function findMissing(
  { governor, registry, treasury, token }: Network,
  { versions, budgets, rules, totals }: State,
  block: number,
): Promise<string | undefined> {
  const at = { blockTag: block };
  const [versionCount, budgetCount, supply, nextRules] = await Promise.all([
    counted(registry.versionCount(at)),
    counted(treasury?.budgetCount(at)),
    counted(token.totalSupply(at)),
    // Proposals pin rules, numbered from 1.
    counted(governor.pinnedRules(rules.size + 1, at).then(({ timing }) => timing)),
  ]);
  const differs = (count: bigint | undefined, found: number | bigint) =>
    count !== undefined && count !== BigInt(found);
  if (differs(versionCount, versions.length))
    return `${versionCount} versions, and events of ${versions.length}`;
  if (differs(budgetCount, budgets.size)) return `${budgetCount} budgets, and events of ${budgets.size}`;
  if (nextRules) return `rules that proposals have pinned, and no event of them`;
  const made = totals.at(-1)?.supply ?? 0n;
  return differs(supply, made) ? `a supply of ${supply} base units, and events that make ${made}` : undefined;
}

/** Undefined where the chain cannot tell it: the contract is not there yet, or the node has forgotten the block's state. */
async function counted(answer: Promise<bigint> | undefined): Promise<bigint | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isRevert(error) || isError(error, "BAD_DATA") || FORGOTTEN.test(String(error))) return undefined;
    throw error;
  }
}

const FORGOTTEN = /missing trie node|historical state|state .{0,40}(not available|pruned)|pruned|archive/i;
