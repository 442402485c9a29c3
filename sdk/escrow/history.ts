import type { Historical, Surroundings } from "../history/types";
import { accountOf, addTotals, setDelegatee, type HistoricAccount } from "../votes/history";
import type { contracts } from "./contracts";

type Lock = HistoricAccount["locks"][number];

/** Who has which locks and whom they vote for is part of the votes. */
export const history: Historical<typeof contracts> = {
  version: 2,
  fold: {
    VoteEscrow: {
      LockCreated(_, { account, id, amount, unlockTime }, moment, surroundings) {
        const { locks } = accountOf(surroundings, account);
        locks.push({ id: Number(id), amount, unlockTime: Number(unlockTime) });
        // Ids are used again: in their order, as the escrow lists them.
        locks.sort((a, b) => a.id - b.id);
        addTotals(surroundings, moment, { locked: amount });
      },

      LockIncreased(_, { account, id, amount }, moment, surroundings) {
        lockOf(surroundings, account, id).amount += amount;
        addTotals(surroundings, moment, { locked: amount });
      },

      LockMoved(_, { account, id, unlockTime }, _moment, surroundings) {
        lockOf(surroundings, account, id).unlockTime = Number(unlockTime);
      },

      LocksMerged(_, { account, from, to, amount, unlockTime }, _moment, surroundings) {
        removeLock(surroundings, account, from);
        Object.assign(lockOf(surroundings, account, to), { amount, unlockTime: Number(unlockTime) });
      },

      LockWithdrawn(_, { account, id, amount }, moment, surroundings) {
        removeLock(surroundings, account, id);
        addTotals(surroundings, moment, { locked: -amount });
      },

      DelegateChanged(_, { delegator, toDelegate }, _moment, surroundings) {
        setDelegatee(accountOf(surroundings, delegator), "locked", toDelegate);
      },

      Approval: null,
      // What locks and delegations add up to.
      DelegateVotesChanged: null,
      EIP712DomainChanged: null,
      LockerAllowed: null,
      Transfer: null,
    },
    // It gives its locks back, and its votes end by themselves.
    FormerEscrow: null,
  },
  unchecked: {
    VoteEscrow: [
      "LockCreated",
      "LockIncreased",
      "LockMoved",
      "LocksMerged",
      "LockWithdrawn",
      "DelegateChanged",
    ],
  },
  untimed: { VoteEscrow: { DelegateChanged: () => true } },
};

function lockOf(surroundings: Surroundings, account: string, id: bigint): Lock {
  return accountOf(surroundings, account).locks.find((lock) => lock.id === Number(id))!;
}

function removeLock(surroundings: Surroundings, account: string, id: bigint): void {
  const holder = accountOf(surroundings, account);
  holder.locks = holder.locks.filter((lock) => lock.id !== Number(id));
}
