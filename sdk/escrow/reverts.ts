import type { Reverts } from "../core/domain";
import { formatAmount, formatTimestamp } from "../format";
import type { contracts } from "./contracts";

export const reverts: Reverts<typeof contracts> = {
  VoteEscrow_AmountTooSmall: (given, min) => [
    `${formatAmount(given)} tokens are too few to lock`,
    `lock at least ${formatAmount(min)}`,
  ],
  VoteEscrow_BadUnlockTime: (time, max) => [
    `a lock cannot end in the week of ${formatTimestamp(time)}`,
    `choose a week that begins after now and until ${formatTimestamp(max)}`,
  ],
  VoteEscrow_NotLater: (time, current) => [
    `the week of ${formatTimestamp(time)} is not later than the lock's end, ${formatTimestamp(current)}`,
    "a lock can only be moved to a later week",
  ],
  VoteEscrow_TooManyLocks: (account) => [
    `${account} has 16 locks, which is the most there can be`,
    "merge two, or withdraw one that has ended",
  ],
  VoteEscrow_NoLock: (account, id) => [`${account} has no lock ${id}`, "show lists the locks there are"],
  VoteEscrow_LockExpired: (_account, id, end) => [
    `lock ${id} ended at ${formatTimestamp(end)}`,
    "withdraw it, or merge it into another",
  ],
  VoteEscrow_LockActive: (_account, id, end) =>
    end === 0n
      ? [`lock ${id} is permanent`, "start its decay, then wait for its end"]
      : [`lock ${id} ends at ${formatTimestamp(end)}`, "it can be withdrawn from then on"],
  VoteEscrow_LockPermanent: (_account, id) => [`lock ${id} is permanent`, "start its decay to let it end"],
  VoteEscrow_LockNotPermanent: (_account, id) => [
    `lock ${id} decays already`,
    "extend it to let it end later",
  ],
  VoteEscrow_PermanentOnly: (end) => [
    `an end such as ${formatTimestamp(end)} is not for locks of this escrow to choose: they begin permanent`,
    "lock without an end, or make a lock that decays permanent again",
  ],
  VoteEscrow_SameLock: (id) => [`lock ${id} cannot be merged with itself`, "name two locks"],
  VoteEscrow_LockerNotAllowed: (account, locker) => [
    `${account} does not let ${locker} create locks for it`,
    "the account has to allow the locker first",
  ],
  VoteEscrow_NotTransferable: () => [
    "locked tokens and their votes cannot be transferred",
    "delegate the votes",
  ],
};
