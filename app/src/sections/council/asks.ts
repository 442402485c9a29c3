import { DAY } from "@polity/sdk/format";
import type { Network } from "@polity/sdk/deployment";
import { readSafe } from "@polity/sdk/safe/read";
import type { Site } from "../../data/network";
import type { Ask } from "../../shell/section";
import { hrefOf, nameOf, readProposals } from "../governor/proposals";

/** A vote, its review and its grace take this long at least: whoever renews the mandate has to begin by then. */
const NOTICE = 60 * DAY;

/** What a guardian in office, or a member of the council, has to look at. */
export async function asks(site: Site, account: string): Promise<Ask[]> {
  const { network, deployment } = site;
  const { addresses, governor, council } = network;
  const [guardian, owners, head] = await Promise.all([
    governor.guardian(),
    council?.getOwners() ?? ([] as string[]),
    governor.runner!.provider!.getBlock("latest"),
  ]);
  const until = Number(guardian.until);
  const isMember = owners.includes(account);
  const signatures = council && isMember ? await signaturesOf(site, council, account) : [];
  const isGuardian = guardian.account === account || (guardian.account === addresses.Council && isMember);
  if (!isGuardian || until < head!.timestamp) return signatures;
  const queued = (await readProposals(network, deployment.block)).filter(
    ({ view }) => view.state === "Queued",
  );
  return [
    ...signatures,
    ...queued.map(({ record, view }) => ({
      what: `Look through ${nameOf(record)} before it can be carried out`,
      href: hrefOf(record),
      until: view.eta,
    })),
    ...(until - head!.timestamp < NOTICE
      ? [{ what: "Propose who holds the guardian's mandate next", href: "/council/desk", until }]
      : []),
  ];
}

/** What reads files of a Safe comes for its members alone. */
async function signaturesOf(
  site: Site,
  council: NonNullable<Network["council"]>,
  account: string,
): Promise<Ask[]> {
  const { waitingFor } = await import("./desk/waiting");
  return waitingFor(site, await readSafe(council), account);
}
