import { decodeCall } from "../calls/decode";
import { describeCall } from "../calls/describe";
import { delegation, governanceTokens, relayedDelegation, silent, votesLogs, who } from "../calls/phrases";
import type { Words } from "../core/domain";
import { formatTimestamp } from "../format";
import type { contracts } from "./contracts";

type Own = Words<typeof contracts>;

export const describe: Own["describe"] = {
  VoteEscrow: {
    createLock: async ({ network, args: [amount, end] }) => [
      `locks ${await governanceTokens(network, amount)} until ${formatTimestamp(end)}`,
    ],
    createPermanentLock: async ({ network, args: [amount] }) => [
      `locks ${await governanceTokens(network, amount)} without an end`,
    ],
    createLockFor: async ({ network, args: [account, amount, end] }) => [
      `locks ${await governanceTokens(network, amount)} for ${who(network, account)}, ${until(end)}`,
    ],
    increaseAmount: async ({ network, args: [account, id, amount] }) => [
      `adds ${await governanceTokens(network, amount)} to lock ${id} of ${who(network, account)}`,
    ],
    extend: ({ args: [id, end] }) => [`moves the end of lock ${id} to ${formatTimestamp(end)}`],
    makePermanent: ({ args: [id] }) => [`takes the end from lock ${id}: it stays locked`],
    startDecay: async ({ contract, args: [id] }) => [
      `lets lock ${id} decay: it ends in ${await contract.MAX_WEEKS()} weeks at the latest`,
    ],
    merge: ({ args: [from, to] }) => [
      `merges lock ${from} into lock ${to}; the later of their ends holds for all of it`,
    ],
    withdraw: ({ args: [id] }) => [`takes the tokens of lock ${id}, which has ended, back`],
    allowLocker: ({ network, args: [locker, allowed] }) => [
      `${allowed ? "lets" : "no longer lets"} ${who(network, locker)} create locks for you`,
    ],
    delegate: ({ network, args: [to] }) => [delegation(network, to, "all your locks")],
    delegateBySig: ({ network, args: [to] }) => [relayedDelegation(network, to, "locks")],
    selfPermit: async ({ network, args: [amount, deadline] }) => [
      `lets the escrow take exactly ${await governanceTokens(network, amount)}, by your signature, until ${formatTimestamp(deadline)}`,
    ],
    multicall: async ({ network, contract, args: [calls] }) => {
      const target = await contract.getAddress();
      const each = calls.map((calldata) =>
        describeCall(network, decodeCall(network, { target, value: 0n, calldata })),
      );
      // A permit only serves what follows it, which is said first.
      return (await Promise.all(each)).reverse().flat();
    },
  },
};

const escrowLogs: NonNullable<Own["logs"]>["VoteEscrow"] = {
  LockCreated: async ({ network, args: [account, , amount, end] }) =>
    `${who(network, account)} locks ${await governanceTokens(network, amount)} ${until(end)}`,
  LockIncreased: async ({ network, args: [account, id, , amount] }) =>
    `adds ${await governanceTokens(network, amount)} to lock ${id} of ${who(network, account)}`,
  LockMoved: ({ network, args: [account, id, end] }) =>
    `lock ${id} of ${who(network, account)} stays locked ${until(end)}`,
  LocksMerged: ({ network, args: [account, from, to, , end] }) =>
    `lock ${from} of ${who(network, account)} is merged into lock ${to}, ${until(end)}`,
  LockWithdrawn: async ({ network, args: [account, , amount] }) =>
    `${who(network, account)} takes ${await governanceTokens(network, amount)} back from a lock that has ended`,
  LockerAllowed: ({ network, args: [account, locker, allowed] }) =>
    `${who(network, locker)} ${allowed ? "may" : "may no longer"} create locks for ${who(network, account)}`,
  ...votesLogs("locks"),
  // Wallets see locks as tokens: the events above say what happened.
  Transfer: silent,
  Approval: silent,
};

/** A network that has moved reads the locks of before, too. */
export const logs: Own["logs"] = { VoteEscrow: escrowLogs, FormerEscrow: escrowLogs };

const until = (end: bigint) => (end === 0n ? "without an end" : `until ${formatTimestamp(end)}`);
