import { ZeroAddress } from "ethers";

import type { GovernanceToken } from "../../../typechain-types/contracts/token/GovernanceToken";
import type { EventFolds } from "../event";
import type { Draft } from "../state";
import type { Moment } from "../types";

export const foldToken: EventFolds<GovernanceToken> = {
  Transfer(draft, { from, to, value }, moment) {
    // Anybody can send nothing to anybody: that makes no holder.
    if (value === 0n) return;
    if (from === ZeroAddress) addTotals(draft, moment, { supply: value });
    else draft.account(from).held -= value;
    if (to === ZeroAddress) addTotals(draft, moment, { supply: -value });
    else draft.account(to).held += value;
  },

  DelegateChanged(draft, { delegator, toDelegate }) {
    setDelegatee(draft, delegator, "held", toDelegate);
  },
};

/** Whom an account's tokens, held or locked, count for from now on. */
export function setDelegatee(
  draft: Draft,
  account: string,
  which: "held" | "locked",
  delegatee: string,
): void {
  const holder = draft.account(account);
  const { [which]: _former, ...others } = holder.delegatee;
  holder.delegatee = delegatee === ZeroAddress ? others : { ...others, [which]: delegatee };
}

/** One line of totals for each block. */
export function addTotals(
  { state: { totals } }: Draft,
  { block, time }: Moment,
  { supply = 0n, locked = 0n }: { supply?: bigint; locked?: bigint },
): void {
  const last = totals.at(-1) ?? { block: -1, supply: 0n, locked: 0n };
  if (last.block === block) totals.pop();
  totals.push({ block, time, supply: last.supply + supply, locked: last.locked + locked });
}
