import { ZeroAddress } from "ethers";

import { addressKey, type AddressKey } from "../core/address";
import { counted, differs } from "../history/complete";
import type { Historical, Moment, SliceDraft, Surroundings } from "../history/types";
import type { contracts } from "./contracts";

export interface HistoricAccount {
  key: AddressKey;
  /** Tokens in its wallet. */
  held: bigint;
  /** Its locks; `unlockTime` 0 never ends. */
  locks: { id: number; amount: bigint; unlockTime: number }[];
  /** Whom its tokens in the wallet, and its locks, count for; absent for nobody. */
  delegatee: { held?: AddressKey; locked?: AddressKey };
}

/** What gives votes: the token and the escrow write to it. */
export interface VotesHistory {
  /** Everybody who ever held, locked, delegated or voted; those with nothing now included. By address, in lower case. */
  accounts: Map<AddressKey, HistoricAccount>;
  /** Supply and locked tokens after each block that changed one of them. */
  totals: { block: number; time: number; supply: bigint; locked: bigint }[];
}

export const history: Historical<typeof contracts, VotesHistory> = {
  version: 2,
  initial: () => ({ accounts: new Map(), totals: [] }),
  // They keep no votes of their own.
  fold: { CombinedVotes: null, SuccessiveVotes: null },

  async findMissing({ token }, { totals }, at) {
    const supply = await counted(token.totalSupply(at));
    const made = totals.at(-1)?.supply ?? 0n;
    return differs(supply, made)
      ? `a supply of ${supply} base units, and events that make ${made}`
      : undefined;
  },
};

/** An account, to be written; a new one if nothing was known of it. */
export function accountOf({ slice }: Surroundings, address: string): HistoricAccount {
  const { state, add, edit }: SliceDraft<VotesHistory> = slice("votes");
  const key = addressKey(address);
  if (state.accounts.has(key)) return edit(state.accounts, key);
  return add(state.accounts, key, { key, held: 0n, locks: [], delegatee: {} });
}

/** Whom an account's tokens, held or locked, count for from now on. */
export function setDelegatee(account: HistoricAccount, which: "held" | "locked", delegatee: string): void {
  const { [which]: _former, ...others } = account.delegatee;
  account.delegatee = delegatee === ZeroAddress ? others : { ...others, [which]: addressKey(delegatee) };
}

/** One line of totals for each block. */
export function addTotals(
  { slice }: Surroundings,
  { block, time }: Moment,
  { supply = 0n, locked = 0n }: { supply?: bigint; locked?: bigint },
): void {
  const { totals } = slice("votes").state;
  const last = totals.at(-1) ?? { block: -1, supply: 0n, locked: 0n };
  if (last.block === block) totals.pop();
  totals.push({ block, time, supply: last.supply + supply, locked: last.locked + locked });
}
