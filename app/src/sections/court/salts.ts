import { seatsOf, type CaseView } from "@polity/sdk/court/cases";
import type { KeptSalt, SeatPlace } from "@polity/sdk/court/salt";
import type { SaltKeeper } from "@polity/sdk/court/vote";
import { load, save } from "../../data/storage";
import type { Site } from "../../data/network";

/** What votes of an account's seats on the present bench of a case are bound to. */
export const placesOf = (
  { deployment, network }: Pick<Site, "deployment" | "network">,
  view: CaseView,
  account: string,
): SeatPlace[] =>
  seatsOf(view, account).map(({ seat }) => ({
    ...{ chainId: BigInt(deployment.chainId), court: network.addresses.JurorCourt! },
    ...{ caseId: view.id, draw: BigInt(view.draws.length - 1), seat },
  }));

const nameOf = ({ chainId, court, caseId, draw, seat }: SeatPlace) =>
  `salt.${chainId}.${court}.${caseId}.${draw}.${seat}`;

/** Keeps a salt in this browser, besides the file that its juror has. */
export const rememberSalt = ({ place, salt }: KeptSalt): void => save(nameOf(place), salt);

/** Finds salts among those at hand, and in this browser. @param keep What to do with new ones. */
export const keeperOf = (atHand: readonly KeptSalt[], keep: SaltKeeper["keep"]): SaltKeeper => ({
  find: (place) => atHand.find((each) => nameOf(each.place) === nameOf(place))?.salt ?? load(nameOf(place)),
  keep,
});
