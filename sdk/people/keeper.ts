import { findEvents } from "../events";
import { BPS } from "../format";
import { REORG, type Keeping } from "../keeper/types";

/** Accounts that one transaction trims. */
const AT_ONCE = 200;
/** The share of a class, in basis points, that has to have lapsed: by half of it they raise a quorum of persons. */
const WORTH_BPS = 100n;

/**
 * Trims persons whose credential has lapsed out of the count that quorums of quadratic votes are a share of, once they are a
 * hundredth of it. The count of a class that no votes depend on is only shown, and is left to whoever cares.
 */
export const keeping: Keeping = {
  verbs: { trim: "trim" },

  watch({ credentials, quadraticVotes }, { fromBlock }) {
    if (!credentials || !quadraticVotes) return undefined;
    const ends = new Map<string, number>();
    let [next, kind] = [fromBlock, undefined as bigint | undefined];
    return async ({ block, time }) => {
      kind ??= await quadraticVotes.KIND();
      const range = { fromBlock: next, toBlock: block };
      const given = await Promise.all([
        findEvents(credentials, credentials.filters.Issued(kind), range),
        findEvents(credentials, credentials.filters.Renewed(kind), range),
      ]);
      for (const { args } of given.flat())
        ends.set(args.account, Math.max(ends.get(args.account) ?? 0, Number(args.until)));
      // What is read again costs nothing: of two ends the later one is looked up before anything is sent.
      next = Math.max(fromBlock, block - REORG);

      const over = [...ends].filter(([, end]) => end <= time).map(([account]) => account);
      const lapsed: { account: string; end: number }[] = [];
      for (const account of over.slice(0, AT_ONCE)) {
        const end = Number(await credentials.untilOf(kind, account, { blockTag: block }));
        if (end === 0) ends.delete(account);
        else if (end > time) ends.set(account, end);
        else lapsed.push({ account, end });
      }
      const total = await credentials.totalAt(kind, time, { blockTag: block });
      // Those beyond one transaction count too: of a large class, what one can trim is less than a hundredth.
      const known = lapsed.length + Math.max(0, over.length - AT_ONCE);
      if (lapsed.length === 0 || BigInt(known * BPS) < WORTH_BPS * total) return [];
      const accounts = lapsed.sort((a, b) => a.end - b.end).map(({ account }) => account);
      return [
        {
          ...{ kind: "trim", key: `trim ${kind} ${accounts[0]!} ${lapsed[0]!.end}` },
          name: `${accounts.length} credentials that have lapsed`,
          call: await credentials.expire.populateTransaction(kind, accounts),
        },
      ];
    };
  },
};
