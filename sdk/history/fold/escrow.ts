import type { VoteEscrow } from "../../../typechain-types/contracts/escrow/VoteEscrow";
import type { EventFolds } from "../event";
import type { Draft } from "../state";
import type { HistoricAccount } from "../types";
import { addTotals, setDelegatee } from "./token";

type Lock = HistoricAccount["locks"][number];

export const foldEscrow: EventFolds<VoteEscrow> = {
  LockCreated(draft, { account, id, amount, unlockTime }, moment) {
    const { locks } = draft.account(account);
    locks.push({ id: Number(id), amount, unlockTime: Number(unlockTime) });
    // Ids are used again: in their order, as the escrow lists them.
    locks.sort((a, b) => a.id - b.id);
    addTotals(draft, moment, { locked: amount });
  },

  LockIncreased(draft, { account, id, amount }, moment) {
    editLock(draft, account, id, (lock) => (lock.amount += amount));
    addTotals(draft, moment, { locked: amount });
  },

  LockMoved(draft, { account, id, unlockTime }) {
    editLock(draft, account, id, (lock) => (lock.unlockTime = Number(unlockTime)));
  },

  LocksMerged(draft, { account, from, to, amount, unlockTime }) {
    removeLock(draft, account, from);
    editLock(draft, account, to, (lock) => Object.assign(lock, { amount, unlockTime: Number(unlockTime) }));
  },

  LockWithdrawn(draft, { account, id, amount }, moment) {
    removeLock(draft, account, id);
    addTotals(draft, moment, { locked: -amount });
  },

  DelegateChanged(draft, { delegator, toDelegate }) {
    setDelegatee(draft, delegator, "locked", toDelegate);
  },
};

function editLock(draft: Draft, account: string, id: bigint, edit: (lock: Lock) => void): void {
  edit(draft.account(account).locks.find((lock) => lock.id === Number(id))!);
}

function removeLock(draft: Draft, account: string, id: bigint): void {
  const holder = draft.account(account);
  holder.locks = holder.locks.filter((lock) => lock.id !== Number(id));
}
