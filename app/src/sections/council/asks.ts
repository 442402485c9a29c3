import { DAY } from "@polity/sdk/format";
import type { Site } from "../../data/network";
import type { Ask } from "../../shell/section";
import { hrefOf, nameOf, readProposals } from "../governor/proposals";

/** A vote, its review and its grace take this long at least: whoever renews the mandate has to begin by then. */
const NOTICE = 60 * DAY;

/** What a guardian in office, or a member of the council that is guardian, has to look at. */
export async function asks({ network, deployment }: Site, account: string): Promise<Ask[]> {
  const { addresses, governor, council } = network;
  const [guardian, owners, head] = await Promise.all([
    governor.guardian(),
    council?.getOwners() ?? ([] as string[]),
    governor.runner!.provider!.getBlock("latest"),
  ]);
  const until = Number(guardian.until);
  const isGuardian =
    guardian.account === account || (guardian.account === addresses.Council && owners.includes(account));
  if (!isGuardian || until < head!.timestamp) return [];
  const queued = (await readProposals(network, deployment.block)).filter(
    ({ view }) => view.state === "Queued",
  );
  return [
    ...queued.map(({ record, view }) => ({
      what: `Look through ${nameOf(record)} before it can be carried out`,
      href: hrefOf(record),
      until: view.eta,
    })),
    ...(until - head!.timestamp < NOTICE
      ? [{ what: "Propose who holds the guardian's mandate next", href: "/council", until }]
      : []),
  ];
}
