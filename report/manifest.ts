import * as z from "zod";

import type { Period } from "@polity/sdk/analytics";
import { canonicalJson, contentHash } from "@polity/sdk/core/content";
import { PolityError } from "@polity/sdk/errors";
import { checkAddress } from "@polity/sdk/nep/actions";
import { parseJson, scalar, strictObject } from "@polity/sdk/problems";
import { calendarPeriod } from "./period";

const FORMAT = "polity-report-1";
/** The manifest's own file. */
export const MANIFEST = "report.json";
/** Where somebody wrote down that the manifest's hash is on the chain. */
export const ANCHOR = "anchor.json";
/** What a report's files are called: nothing that leads out of its folder. */
const FILE = /^(?:[a-z0-9][a-z0-9-]{0,80}\/)?[a-z0-9][a-z0-9-]{0,80}\.(?:html|md|svg|csv|json)$/;
const MAX_FILES = 500;

const hash = z.string().regex(/^0x[0-9a-f]{64}$/, "must be 32 bytes in hex");
const manifest = strictObject({
  format: z.literal(FORMAT, `must be ${FORMAT}`),
  /** The version of these tools that made it: another one may write the same figures in other words. */
  version: z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/, "must be a version"),
  network: z.string().min(1).max(200),
  chainId: z.int().min(1),
  governor: scalar("must be an address", (value) => checkAddress(value)),
  period: scalar("must be a calendar period like 2026-Q1", (value) => {
    calendarPeriod(value);
    return value;
  }),
  /** The last block that was read. */
  head: strictObject({ block: z.int().min(0), hash, time: z.int().min(0) }),
  /** Where links lead, if there are some. */
  explorer: z.string().max(300).optional(),
  /** The file of prices among the files, if there is one. */
  prices: z.enum(["prices.csv", "prices.json"]).optional(),
  /** The provider no longer knew who owned the council's Safe. */
  councilUnknown: z.literal(true).optional(),
  /** sha256 of each file, by name. */
  files: z.record(z.string().regex(FILE, "must be a file of a report"), hash),
});

/** What a regular report is made of: its hash is the report's. */
export type Manifest = z.output<typeof manifest>;

/** The manifest of files, and its text: canonical JSON (RFC 8785), so that the same report has one hash. */
export function writeManifest(
  files: ReadonlyMap<string, string>,
  facts: Omit<Manifest, "format" | "files">,
): string {
  const hashes = [...files].map(([name, text]) => [name, contentHash(text)]);
  const given = Object.entries(facts as Record<string, unknown>).filter(([, value]) => value !== undefined);
  return canonicalJson({
    format: FORMAT,
    ...(Object.fromEntries(given) as Record<string, string>),
    files: Object.fromEntries(hashes) as Record<string, string>,
  });
}

/**
 * Reads a manifest that anybody may have written.
 * @throws PolityError for what is no manifest, ValidationError with every problem of one.
 */
export function parseManifest(text: string, file: string): Manifest {
  const hint = "take the folder as it was published";
  if (text.length > 1_000_000) throw new PolityError(`${file} is too long for a manifest`, { hint });
  const read = parseJson(manifest, text, file, hint);
  if (Object.keys(read.files).length > MAX_FILES)
    throw new PolityError(`${file} names more than ${MAX_FILES} files`, { hint });
  return read;
}

export const periodOf = ({ period }: Manifest): Period => calendarPeriod(period);
