import { addressKey, type AddressKey } from "../../core/address";
import { EXCLUDED_KEY, type VoteSource } from "..";
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
): ReadonlySet<AddressKey> {
  const beneficiaries = new Map(
    history.vesting.vaults.map(({ vault, beneficiary }) => [addressKey(vault), addressKey(beneficiary)]),
  );
  const nobody = new Set([EXCLUDED_KEY, ...own.map(addressKey)]);
  return new Set(
    powersOf(history, source)
      .filter(({ key, owned }) => owned > 0n && !nobody.has(key))
      .map(({ key }) => beneficiaries.get(key) ?? key),
  );
}
