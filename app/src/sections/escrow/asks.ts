import { formatUnits, readTokenUnit } from "@polity/sdk/calls/token";
import { readAccount } from "@polity/sdk/escrow/read";
import { PERMANENT } from "@polity/sdk/escrow/time";
import { DAY } from "@polity/sdk/format";
import type { Site } from "../../data/network";
import type { Ask } from "../../shell/section";

/** How long before the end of a lock its owner is asked to think of it, in seconds. */
const SOON = 30 * DAY;

/** Locks that are over, and locks that soon will be. */
export async function asks({ network }: Site, account: string): Promise<Ask[]> {
  const { escrow, addresses } = network;
  if (!escrow) return [];
  const [{ locks, now, permanentOnly }, unit] = await Promise.all([
    readAccount(escrow, account),
    readTokenUnit(network, addresses.GovernanceToken),
  ]);
  return locks
    .filter(({ unlockTime }) => unlockTime !== PERMANENT && unlockTime - now < SOON)
    .map(({ id, amount, unlockTime }): Ask => {
      const sum = formatUnits(amount, unit);
      return unlockTime <= now
        ? {
            what: `Withdraw ${sum} from lock ${id}, or lock them again: it has no votes any more`,
            href: "/account",
          }
        : {
            what: permanentOnly
              ? `Make lock ${id} of ${sum} permanent again, if it shall keep its votes`
              : `Extend lock ${id} of ${sum}, if it shall keep its votes`,
            href: "/account",
            until: unlockTime,
          };
    });
}
