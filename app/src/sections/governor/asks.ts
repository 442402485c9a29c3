import type { Network } from "@polity/sdk/deployment";
import { PolityError } from "@polity/sdk/errors";
import { votesLeft } from "@polity/sdk/governor/vote";
import type { Site } from "../../data/network";
import type { Ask } from "../../shell/section";
import { hrefOf, nameOf, readProposals, type LiveProposal } from "./proposals";

/** Votes that the account can still cast, and proposals of its own that wait for a step that anyone may take. */
export async function asks({ network, deployment }: Site, account: string): Promise<Ask[]> {
  const all = await readProposals(network, deployment.block);
  const own = all.filter(({ record }) => record.proposer === account);
  const [votes, now] = await Promise.all([
    votesOf(network, all, account),
    own.length > 0 ? network.governor.clock().then(Number) : 0,
  ]);
  return [...votes, ...own.flatMap((proposal) => stepOf(proposal, now))];
}

function stepOf({ record, view: { state, eta, expiry: until } }: LiveProposal, now: number): Ask[] {
  const verb = state === "Succeeded" ? "Queue" : state === "Queued" && now >= eta ? "Execute" : undefined;
  if (verb === undefined) return [];
  return [{ what: `${verb} ${nameOf(record)}, before it expires`, href: hrefOf(record), until }];
}

async function votesOf(network: Network, all: readonly LiveProposal[], account: string): Promise<Ask[]> {
  const open = all.filter(({ view }) => view.state === "Active");
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
