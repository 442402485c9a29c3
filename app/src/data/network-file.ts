import { notesOf } from "@polity/sdk/conventions";
import { deploymentOf, type Deployment } from "@polity/sdk/deployment";
import { DOMAINS } from "@polity/sdk/domains";
import { PolityError } from "@polity/sdk/errors";
import { object, optional, parseText, readShape, record, text } from "@polity/sdk/shape";

/** What the app knows about a network: `network.json` beside the page, or what its user has put in its place. */
export interface NetworkFile {
  deployment: Deployment;
  /** Address of the RPC endpoint, as a browser resolves it. */
  rpc: string;
  /** Of an indexer that serves the network's history. */
  indexer?: string;
  /** Of a block explorer that knows `/tx/…` and `/address/…`. */
  explorer?: string;
  /** Of a Safe Transaction Service, where the council's members hand each other what they sign. */
  safeService?: string;
  /** Of a relay, which sends what others have signed. */
  relay?: string;
  /** Of an Atom feed, and of an iCalendar file, of what happens. */
  feed?: string;
  calendar?: string;
  /** A project of WalletConnect, whose relay lets wallets on other devices take part. */
  walletConnect?: WalletConnectProject;
  /** What people are called, by checksummed address. */
  names: Readonly<Record<string, string>>;
  /** What accounts say of themselves: files by their sha256, and where they are unless they lie beside the NEPs. */
  statements: Readonly<Record<string, StatementRef>>;
  /** What parameters mean, by key. */
  notes: Readonly<Record<string, string>>;
}

/** What WalletConnect's relay wants to know of a site. */
export interface WalletConnectProject {
  projectId: string;
}

/** The sha256 of a statement's file, in hex, and its address where it has one. */
export interface StatementRef {
  hash: string;
  at?: string | undefined;
}

const shape = object<{
  deployment: Deployment;
  rpc: string;
  indexer?: string | undefined;
  explorer?: string | undefined;
  safeService?: string | undefined;
  relay?: string | undefined;
  feed?: string | undefined;
  calendar?: string | undefined;
  walletConnect?: WalletConnectProject | undefined;
  names?: Record<string, string> | undefined;
  statements?: Record<string, StatementRef> | undefined;
}>({
  deployment: deploymentOf(DOMAINS),
  rpc: text("must be the address of an RPC endpoint"),
  indexer: optional(text()),
  explorer: optional(text()),
  safeService: optional(text()),
  relay: optional(text()),
  feed: optional(text()),
  calendar: optional(text()),
  walletConnect: optional(
    object<WalletConnectProject>({
      projectId: text("must be the id of a project of WalletConnect, 32 hex digits", /^[0-9a-f]{32}$/),
    }),
  ),
  names: optional(record(text())),
  statements: optional(
    record(
      object<StatementRef>({
        hash: text("must be a sha256, as 0x and 64 hex digits", /^0x[0-9a-f]{64}$/),
        at: optional(text()),
      }),
    ),
  ),
});

/**
 * Reads a network file.
 * @param base What relative addresses in it are relative to.
 * @throws PolityError for what is not JSON or no address, ValidationError with every problem of its content.
 */
export function parseNetworkFile(content: string, base: string, file = "network.json"): NetworkFile {
  const { names = {}, statements = {}, ...given } = readShape(shape, parse(content, file), file);
  const { deployment, rpc, walletConnect } = given;
  const known = PLACES.flatMap((name) => {
    const place = given[name];
    return place === undefined ? [] : [[name, checkPlace(name, place, base)]];
  });
  return {
    deployment,
    rpc: checkEndpoint(rpc, base),
    ...(Object.fromEntries(known) as Partial<Record<Place, string>>),
    ...(walletConnect && { walletConnect }),
    ...{ names, statements },
    notes: notesOf(deployment.conventions),
  };
}

/**
 * A deployment from a file that a person chose: a network file or the deployment alone.
 * @throws PolityError or ValidationError for what is neither.
 */
export function parseAddressesFile(content: string, file: string): Deployment {
  const value = parse(content, file);
  const inner =
    typeof value === "object" && value !== null && "deployment" in value ? value.deployment : value;
  return readShape(deploymentOf(DOMAINS), inner, file);
}

/** What a visitor or a host may name beside the endpoint. */
const PLACES = ["indexer", "explorer", "safeService", "relay", "feed", "calendar"] as const;
type Place = (typeof PLACES)[number];

/** The absolute address of such a place. @throws PolityError unless it is http or https. */
export function checkPlace(name: string, given: string, base?: string): string {
  const place = checkEndpoint(given, base);
  return name === "explorer" ? place.replace(/\/$/, "") : place;
}

/** The absolute address of an endpoint. @throws PolityError unless it is http or https. */
export function checkEndpoint(given: string, base?: string): string {
  const hint = "write an address like https://rpc.example.org";
  let url: URL;
  try {
    url = new URL(given.trim(), base);
  } catch (cause) {
    throw new PolityError(`"${given}" is no address`, { hint, cause });
  }
  if (url.protocol === "http:" || url.protocol === "https:") return url.href;
  throw new PolityError(`"${given}" is neither http nor https`, { hint });
}

const parse = (content: string, file: string) =>
  parseText(content, file, "choose the file that the deployment wrote");
