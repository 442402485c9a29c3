import { readBallots } from "@polity/sdk/voting/read";
import { ballotWeight } from "@polity/sdk/voting/open";
import { aboutText } from "@polity/sdk/voting/about";
import { isRefused } from "@polity/sdk/provider";
import type { Site } from "../../data/network";
import type { Ask } from "../../shell/section";

/** Ballots that the account can still vote in, of those over the network's own votes. */
export async function asks({ network }: Site, account: string): Promise<Ask[]> {
  const { ballots, votes } = network;
  if (!ballots) return [];
  const [own, all] = await Promise.all([votes.getAddress(), readBallots(ballots)]);
  const open = all.filter(({ phase, source }) => phase === "open" && source === own);
  const found = await Promise.all(
    open.map(async (ballot): Promise<Ask[]> => {
      const { id, subject, closes } = ballot;
      const [weight, cast] = await Promise.all([
        ballotWeight(ballots, ballot, account),
        ballots.hasCast(id, account),
      ]);
      if (cast || weight === 0n) return [];
      return [{ what: `Vote in ballot ${id}, about ${aboutText(subject)}`, href: "/ballots", until: closes }];
    }),
  );
  return found.flat();
}

/** The votes of an account in a ballot; nothing where its source does not answer. */
export async function weightIn(
  ballots: NonNullable<Site["network"]["ballots"]>,
  ballot: Parameters<typeof ballotWeight>[1],
  account: string,
): Promise<bigint> {
  try {
    return await ballotWeight(ballots, ballot, account);
  } catch (error) {
    if (isRefused(error)) return 0n;
    throw error;
  }
}
