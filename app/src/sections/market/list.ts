import type { Network } from "@polity/sdk/network";
import {
  readCertificates,
  readServices,
  readStars,
  readTokens,
  type Certificate,
  type Service,
  type Stars,
} from "@polity/sdk/market/read";

/** A service with what others say of it. */
export interface Listed extends Service {
  stars: Stars[];
  certificates: Certificate[];
}

/** Services whose ratings and certificates are read at once: a page of the table. */
export const PAGE = 25;

/** The services that are on the list, the newest first; nothing in a network without a market. */
export async function readListed(
  { market }: Pick<Network, "market">,
  shown: (service: Service) => boolean = ({ status }) => status === "listed",
): Promise<Service[] | undefined> {
  if (!market) return undefined;
  return (await readServices(market)).filter(shown).reverse();
}

/** What others say of some services. */
export async function readSaid(
  { market, credentials }: Pick<Network, "market" | "credentials">,
  services: readonly Service[],
  { now, fromBlock }: { now: number; fromBlock: number },
): Promise<Listed[]> {
  if (!market) return [];
  const tokens = await readTokens(market, fromBlock);
  return Promise.all(
    services.map(async (service) => {
      const [stars, certificates] = await Promise.all([
        readStars(market, service.id, tokens, now),
        readCertificates(credentials, service, { now, fromBlock }),
      ]);
      return { ...service, stars, certificates };
    }),
  );
}
