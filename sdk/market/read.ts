import type { Market } from "../../typechain-types/contracts/market/Market";
import type { Credentials } from "../../typechain-types/contracts/people/Credentials";
import type { ProtocolRegistry } from "../../typechain-types/contracts/protocol/ProtocolRegistry";
import { Till__factory } from "../../typechain-types/factories/contracts/market/Till__factory";
import { findEvents } from "../events";
import { readCredentials } from "../people/read";
import { inChunks } from "./chunks";

export const SERVICE_STATUSES = ["unknown", "listed", "off the list", "gone"] as const;
export type ServiceStatus = (typeof SERVICE_STATUSES)[number];

/** A service as the market has it. Amounts in base units of the network's token, times in seconds. */
export interface Service {
  id: bigint;
  provider: string;
  kind: number;
  status: ServiceStatus;
  till: string;
  stake: bigint;
  metadata: string;
  /** When the stake is free; nothing where the provider has not asked to leave. */
  exitAt: number | undefined;
  openDisputes: number;
  /** The agent of ERC-8004 that it is, as long as its provider owns it. */
  agent: { registry: string; id: bigint } | undefined;
}

/** The stars that a service got in a token, with the network's share of what was paid for them. */
export interface Stars {
  token: string;
  /** In thousandths of a star. */
  milli: bigint;
  /** What the network got of the payments that were rated, in base units of the token. */
  weight: bigint;
}

/** The seconds of a quarter, as ratings are counted. */
const QUARTER = 13 * 7 * 86_400;
/** A year of ratings: what is older says little about a service today. */
const QUARTERS = 4;

export async function readService(
  market: Market,
  id: bigint,
  blockTag: number | "latest" = "latest",
): Promise<Service> {
  const found = await market.serviceOf(id, { blockTag });
  const { provider, kind, status, till, stake, metadata, exitAt, openDisputes, agentRegistry, agentId } =
    found;
  return {
    ...{ id, provider, kind: Number(kind), status: SERVICE_STATUSES[Number(status)]!, till, stake, metadata },
    exitAt: exitAt === 0n ? undefined : Number(exitAt),
    openDisputes: Number(openDisputes),
    agent: BigInt(agentRegistry) === 0n ? undefined : { registry: agentRegistry, id: agentId },
  };
}

/** All services that were ever listed, in their order. */
export async function readServices(
  market: Market,
  blockTag: number | "latest" = "latest",
): Promise<Service[]> {
  const count = Number(await market.serviceCount({ blockTag }));
  const ids = Array.from({ length: count }, (_, i) => BigInt(i + 1));
  return inChunks(ids, (id) => readService(market, id, blockTag));
}

/** What a listing takes now: the least stake in base units, and the least share for apps in basis points. */
export async function readListingTerms(
  market: Market,
  registry: ProtocolRegistry,
): Promise<{ minStake: bigint; minDeveloperBps: bigint }> {
  const keys = await market.keys();
  const [whole, minDeveloperBps] = await Promise.all([
    registry.getUint(keys.minStake),
    registry.getUint(keys.minDeveloperBps),
  ]);
  return { minStake: whole * 10n ** 18n, minDeveloperBps };
}

/** What a service got of stars in the last year, by token. Tokens are never added up. */
export async function readStars(
  market: Market,
  service: bigint,
  tokens: readonly string[],
  now: number,
): Promise<Stars[]> {
  const last = Math.floor(now / QUARTER);
  const quarters = Array.from({ length: QUARTERS }, (_, i) => last - i);
  const found = await Promise.all(
    tokens.map(async (token): Promise<Stars> => {
      const ratings = await Promise.all(quarters.map((quarter) => market.ratingOf(service, token, quarter)));
      const sum = (of: "weighted" | "weight") => ratings.reduce((all, rating) => all + rating[of], 0n);
      const weight = sum("weight");
      return { token, weight, milli: weight === 0n ? 0n : (sum("weighted") * 1000n) / weight };
    }),
  );
  return found.filter(({ weight }) => weight > 0n);
}

/** The tokens in which payments can be rated. */
export async function readTokens(market: Market, fromBlock: number): Promise<string[]> {
  const changes = await findEvents(market, market.filters.TokenAccepted(), { fromBlock });
  const last = new Map(changes.map(({ args }) => [args.token, args.accepted]));
  return [...last].filter(([, accepted]) => accepted).map(([token]) => token);
}

/** Where the file of a service's metadata is, as its provider said last; nothing where it said nothing. */
export async function readUri(
  market: Market,
  service: bigint,
  fromBlock: number,
): Promise<string | undefined> {
  const [listed, updated] = await Promise.all([
    findEvents(market, market.filters.ServiceListed(service), { fromBlock }),
    findEvents(market, market.filters.ServiceUpdated(service), { fromBlock }),
  ]);
  return (updated.at(-1) ?? listed.at(-1))?.args.uri;
}

/** What a till holds of a token: `developers` is set aside for apps, `network` waits for the treasury. */
export interface TillBook {
  token: string;
  developers: bigint;
  network: bigint;
  /** What the provider can withdraw. */
  provider: bigint;
  /** What came and was not split yet, without what channels have not been settled. */
  unswept: bigint;
}

export async function readTill(
  service: Pick<Service, "till" | "provider">,
  token: { balanceOf: (account: string) => Promise<bigint>; address: string },
  market: Market,
): Promise<TillBook> {
  const till = Till__factory.connect(service.till, market.runner);
  const [book, provider, balance] = await Promise.all([
    till.bookOf(token.address),
    till.creditOf(token.address, service.provider),
    token.balanceOf(service.till),
  ]);
  const unswept = balance > book.owed ? balance - book.owed : 0n;
  return { token: token.address, developers: book.developers, network: book.network, provider, unswept };
}

/** A certificate of a service: the council's word about its provider, or about its till and what it is described by. */
export interface Certificate {
  class: "DEVELOPER" | "SOLUTION";
  until: number;
  /** A SOLUTION was certified as another file described it. */
  outdated: boolean;
}

/** The classes of credentials that certify. */
export const CERTIFIES = ["DEVELOPER", "SOLUTION"] as const;

/** The certificates that hold now; a network without credentials gives none. */
export async function readCertificates(
  credentials: Credentials | undefined,
  { provider, till, metadata }: Pick<Service, "provider" | "till" | "metadata">,
  { now, fromBlock }: { now: number; fromBlock: number },
): Promise<Certificate[]> {
  if (!credentials) return [];
  const found = await Promise.all(
    CERTIFIES.map(async (name): Promise<Certificate[]> => {
      const holder = name === "SOLUTION" ? till : provider;
      const held = await readCredentials(credentials, holder);
      const certificate = held.find((each) => each.name === name && each.until > now);
      if (!certificate) return [];
      const { kind, until } = certificate;
      const issued = await findEvents(credentials, credentials.filters.Issued(kind, holder), { fromBlock });
      return [
        { class: name, until, outdated: name === "SOLUTION" && issued.at(-1)?.args.evidence !== metadata },
      ];
    }),
  );
  return found.flat();
}
