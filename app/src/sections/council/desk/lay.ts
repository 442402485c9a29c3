import { requireCouncil } from "@polity/sdk/council/require";
import { safeService } from "@polity/sdk/safe/service";
import { freeNonce } from "@polity/sdk/safe/standing";
import { buildSafeTransaction } from "@polity/sdk/safe/transaction";
import type { Site } from "../../../data/network";
import { safeIdOf, shelfOf } from "./desk";

/**
 * Lays a call of the council on its desk, unsigned, behind all that lies there or at the service.
 * @returns Its nonce.
 * @throws PolityError where the desk is full.
 */
export async function layOnDesk(
  site: Pick<Site, "network" | "deployment" | "safeService">,
  call: { to: string; data: string; value?: bigint },
): Promise<number> {
  const [safe, shelf, next] = [safeIdOf(site), shelfOf(site), await requireCouncil(site.network).nonce()];
  const { safeService: url } = site;
  // Where the service does not answer, the desk says so, and says if two have taken one nonce.
  const served =
    url === undefined
      ? []
      : await safeService(url)
          .pending(safe, Number(next))
          .then(
            ({ files }) => files,
            () => [],
          );
  const nonce = freeNonce({ nonce: Number(next) }, [...shelf.get(), ...served]);
  shelf.put({ safe, transaction: buildSafeTransaction(call, nonce), signatures: [] });
  return nonce;
}
