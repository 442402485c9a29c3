import { silent, who } from "../calls/phrases";
import { wordText } from "../calls/words";
import type { Words } from "../core/domain";
import type { contracts } from "./contracts";
import { formatPoints, formatWeek } from "./points";

type Own = Words<typeof contracts>;

/** What for, or why, where a word says it. */
const because = (ref: string, before: string) => (BigInt(ref) === 0n ? "" : `${before}${wordText(ref)}`);

export const describe: Own["describe"] = {
  Reputation: {
    setAwarder: async ({ network, contract, args: [awarder, perQuarter], at }) => {
      const [before] = await contract.awarderOf(awarder, at);
      return [
        `what ${who(network, awarder)} may give in each quarter: ${formatPoints(before)} → ${formatPoints(perQuarter)}`,
      ];
    },
    award: ({ network, args: [account, points, ref] }) => [
      `gives ${who(network, account)} ${formatPoints(points)}${because(ref, ", for ")}, or what the caller has left in this quarter`,
      "they fade, and end in 52 to 65 weeks",
    ],
    revoke: async ({ network, contract, args: [account, week, points, reason], at }) => {
      const has = await contract.endingAt(account, week, at);
      return [
        `takes ${formatPoints(points)} from ${who(network, account)}, of ${formatPoints(has)} that end on ${formatWeek(week)}${because(reason, ": ")}`,
      ];
    },
  },
};

export const already: Own["already"] = {
  Reputation: {
    setAwarder: async ({ network, contract, args: [awarder, perQuarter], at }) => {
      const [before] = await contract.awarderOf(awarder, at);
      // Whom no vote has named is refused, and whom one has left without a cap is not.
      return before === perQuarter && perQuarter !== 0n
        ? `${who(network, awarder)} may give ${formatPoints(perQuarter)} in each quarter already`
        : undefined;
    },
  },
};

export const logs: Own["logs"] = {
  Reputation: {
    AwarderSet: ({ network, args: [awarder, perQuarter] }) =>
      perQuarter === 0n
        ? `${who(network, awarder)} gives no more points`
        : `${who(network, awarder)} may give ${formatPoints(perQuarter)} in each quarter`,
    Awarded: ({ network, args: [awarder, account, points, asked, week, ref] }) =>
      `${who(network, awarder)} gives ${who(network, account)} ${formatPoints(points)}${because(ref, ", for ")}${points === asked ? "" : `: the cap cuts off the rest of ${formatPoints(asked)}`}; they end on ${formatWeek(week)}`,
    Revoked: ({ network, args: [account, week, points, reason] }) =>
      `${who(network, account)} loses ${formatPoints(points)} that end on ${formatWeek(week)}${because(reason, ": ")}`,
    // What an award or a revocation did is said there.
    DelegateChanged: silent,
    DelegateVotesChanged: silent,
  },
};
