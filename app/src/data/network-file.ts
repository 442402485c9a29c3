import * as z from "zod";

import { notesOf } from "@polity/sdk/conventions";
import { parseDeployment, type Deployment } from "@polity/sdk/deployment";
import { PolityError, ValidationError } from "@polity/sdk/errors";
import { problemsOf } from "@polity/sdk/problems";

/** What the app knows about a network: `network.json` beside the page, or what its user has put in its place. */
export interface NetworkFile {
  deployment: Deployment;
  /** Address of the RPC endpoint, as a browser resolves it. */
  rpc: string;
  /** Of an indexer that serves the network's history. */
  indexer?: string;
  /** Of a block explorer that knows `/tx/…` and `/address/…`. */
  explorer?: string;
  /** What people are called, by checksummed address. */
  names: Readonly<Record<string, string>>;
  /** What parameters mean, by key. */
  notes: Readonly<Record<string, string>>;
}

const schema = z.object({
  deployment: z.record(z.string(), z.unknown(), "must be the content of a deployment's polity.json"),
  rpc: z.string("must be the address of an RPC endpoint"),
  indexer: z.string().optional(),
  explorer: z.string().optional(),
  names: z.record(z.string(), z.string()).optional(),
});

/**
 * Reads a network file.
 * @param base What relative addresses in it are relative to.
 * @throws PolityError for what is not JSON or no address, ValidationError with every problem of its content.
 */
export function parseNetworkFile(text: string, base: string, file = "network.json"): NetworkFile {
  const result = schema.safeParse(parse(text, file));
  if (!result.success) throw new ValidationError(file, problemsOf(result.error));
  const { rpc, indexer, explorer, names = {} } = result.data;
  const deployment = parseDeployment(JSON.stringify(result.data.deployment), file);
  return {
    deployment,
    rpc: checkEndpoint(rpc, base),
    ...(indexer !== undefined && { indexer: checkEndpoint(indexer, base) }),
    ...(explorer !== undefined && { explorer: checkEndpoint(explorer, base).replace(/\/$/, "") }),
    names,
    notes: notesOf(deployment.conventions),
  };
}

/**
 * A deployment from a file that a person chose: a network file or the deployment alone.
 * @throws PolityError or ValidationError for what is neither.
 */
export function parseAddressesFile(text: string, file: string): Deployment {
  const value = parse(text, file);
  const inner =
    typeof value === "object" && value !== null && "deployment" in value ? value.deployment : value;
  return parseDeployment(JSON.stringify(inner), file);
}

/** The absolute address of an endpoint. @throws PolityError unless it is http or https. */
export function checkEndpoint(text: string, base?: string): string {
  const hint = "write an address like https://rpc.example.org";
  let url: URL;
  try {
    url = new URL(text.trim(), base);
  } catch (cause) {
    throw new PolityError(`"${text}" is no address`, { hint, cause });
  }
  if (url.protocol === "http:" || url.protocol === "https:") return url.href;
  throw new PolityError(`"${text}" is neither http nor https`, { hint });
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PolityError(`${file} is not JSON`, {
      hint: "choose the file that the deployment wrote",
      cause,
    });
  }
}
