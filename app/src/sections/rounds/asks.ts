import { getBlock } from "@polity/sdk/provider";
import { findEntries } from "@polity/sdk/rounds/find";
import { isClaimable, readRounds, readShares } from "@polity/sdk/rounds/read";
import type { Site } from "../../data/network";
import type { Ask } from "../../shell/section";
import { SHOWN } from "./read";

/** Shares that wait for the account, and of rounds that came to nothing what it paid to enter. */
export async function asks({ network, deployment }: Site, account: string): Promise<Ask[]> {
  const { rounds } = network;
  if (!rounds) return [];
  const { timestamp: now } = await getBlock(rounds.runner!.provider!, "latest");
  const open = (await readRounds(rounds)).filter((round) => round.count > 0 && isClaimable(round, now));
  const found = await Promise.all(
    open.map(async ({ id, count, status, claimUntil: until }): Promise<Ask[]> => {
      const [entries, shares] = await Promise.all([
        findEntries(rounds, id, { fromBlock: deployment.block }),
        readShares(rounds, { id, count: Math.min(count, SHOWN) }),
      ]);
      const isShared = status === "tallied";
      const own = shares.filter(
        ({ index, share, closed }) =>
          !closed && (!isShared || share > 0n) && entries[index]?.beneficiary === account,
      );
      if (own.length === 0) return [];
      const what = isShared
        ? `Claim your share of round ${id}`
        : `Take back what you paid to enter round ${id}, which shares out nothing`;
      return [{ what, href: "/rounds", until }];
    }),
  );
  return found.flat();
}
