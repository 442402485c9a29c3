import { EXCLUDED, type VoteSource } from "..";
import type { History } from "../../history/types";
import { powersOf } from "./power";

/**
 * Who has tokens at the head of a history, in a wallet, in a lock or in a vesting vault: a vault's are its beneficiary's.
 * @param own The network's own contracts, whose tokens are nobody's.
 */
export function holdersIn(
  history: History,
  source: VoteSource,
  own: readonly string[] = [],
): ReadonlySet<string> {
  const beneficiaries = new Map(history.vesting.vaults.map(({ vault, beneficiary }) => [vault, beneficiary]));
  const nobody = new Set([EXCLUDED, ...own]);
  return new Set(
    powersOf(history, source)
      .filter(({ address, owned }) => owned > 0n && !nobody.has(address))
      .map(({ address }) => beneficiaries.get(address) ?? address),
  );
}
