import { PolityError } from "@polity/sdk/errors";
import { votesLeft } from "@polity/sdk/governor/vote";
import type { Site } from "../../data/network";
import type { Ask } from "../../shell/section";
import { hrefOf, nameOf, readProposals } from "./proposals";

/** Votes that the account can still cast, until they close. */
export async function asks({ network, deployment }: Site, account: string): Promise<Ask[]> {
  const open = (await readProposals(network, deployment.block)).filter(({ view }) => view.state === "Active");
  const found = await Promise.all(
    open.map(async ({ record, view }): Promise<Ask[]> => {
      const votes = await votesLeft(network.governor, record.id, account).catch((error: unknown) => {
        // The vote has ended since, or all of the account's are cast.
        if (error instanceof PolityError) return 0n;
        throw error;
      });
      if (votes === 0n) return [];
      return [{ what: `Vote on ${nameOf(record)}`, href: hrefOf(record), until: view.deadline }];
    }),
  );
  return found.flat();
}
