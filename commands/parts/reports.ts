import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

import * as z from "zod";

import { version } from "../../package.json";
import { LOCAL_CHAIN } from "../../config/local";
import { writeAtOnce } from "../../deploy/files";
import { lock } from "../../deploy/lock";
import {
  ANCHOR,
  calendarPeriod,
  filesOf,
  lastPeriod,
  libraryHtml,
  libraryJson,
  MANIFEST,
  parseManifest,
  writeManifest,
  type Every,
  type Listed,
  type Manifest,
} from "../../report";
import { readText } from "../../scripts/lib/text";
import { contentHash } from "@polity/sdk/core/content";
import { PolityError } from "@polity/sdk/errors";
import { formatTimestamp } from "@polity/sdk/format";
import { FINALITY } from "@polity/sdk/history/source";
import { checkAddress } from "@polity/sdk/nep/actions";
import { parseJson, scalar } from "@polity/sdk/problems";
import { getBlock } from "@polity/sdk/provider";
import { CALENDAR_PERIOD } from "@polity/sdk/treasury/anchors";
import type { Context } from "../core/context";
import { makeReport, type ReportOptions } from "./report";

/** The largest file that a report has. */
const MAX_BYTES = 50_000_000;

/** A folder of regular reports: each in a folder of its period's name, and a page that lists them. */
export interface Library {
  folder: string;
  /** Gives the folder back to others. */
  unlock: () => void;
}

/** @throws PolityError while another process works in the folder. */
export function openLibrary(folder: string): Library {
  return { folder, unlock: lock(join(folder, ".lock"), `the folder of reports ${folder}`) };
}

/** Seconds up to which the chain is final. */
export async function finalTime({ host: { provider }, deployment }: Context): Promise<number> {
  const { number } = await getBlock(provider, "latest");
  const finality = deployment.chainId === LOCAL_CHAIN ? 0 : FINALITY;
  return (await getBlock(provider, Math.max(0, number - finality))).timestamp;
}

/** The name of the last period that is over, and final. */
export const lastFinalPeriod = async (context: Context, every: Every): Promise<string> =>
  lastPeriod(every, await finalTime(context));

/** A report as it lies in its folder. */
export interface Stored extends Listed {
  folder: string;
}

/**
 * Makes the report of a calendar period in a library, unless it is there. A death on the way leaves no folder of the
 * period: the next run begins it anew.
 * @returns Whether it was made now.
 * @throws PolityError for a period that is not over, or that was before the network.
 */
export async function makeRegular(
  context: Context,
  { folder }: Library,
  name: string,
  options: ReportOptions,
): Promise<{ report: Stored; made: boolean }> {
  const { network, deployment } = context;
  const target = join(folder, name);
  if (existsSync(target)) return { report: ownReport(context, target), made: false };
  const period = calendarPeriod(name);
  const final = await finalTime(context);
  if (final < period.to) {
    throw new PolityError(`${name} is not over: the chain is final up to ${formatTimestamp(final)}`, {
      hint: `run it again after ${formatTimestamp(period.to)}, or leave --of out`,
    });
  }
  const { report, councilUnknown } = await makeReport(context, period, options);
  const files = filesOf(report);
  const prices = options.prices === undefined ? undefined : pricesName(options.prices);
  if (prices !== undefined) files.set(prices, readText(options.prices!, "name a file of prices"));
  const text = writeManifest(files, {
    ...{ version, network: deployment.name, chainId: deployment.chainId },
    ...{ governor: network.addresses.NetworkGovernor, period: name, head: report.head },
    ...{ explorer: options.explorer, prices, ...(councilUnknown && { councilUnknown }) },
  });
  const begun = join(folder, `.${name}.new`);
  rmSync(begun, { recursive: true, force: true });
  for (const [file, content] of [...files, [MANIFEST, text] as const]) {
    const at = join(begun, file);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, content, { flush: true });
  }
  renameSync(begun, target);
  return { report: readReport(target), made: true };
}

/** How a file of prices is called beside a report. */
const pricesName = (file: string) => (file.toLowerCase().endsWith(".json") ? "prices.json" : "prices.csv");

/**
 * Reads the manifest of a report's folder, and the note of its anchor.
 * @throws PolityError for a folder that holds no report.
 */
export function readReport(folder: string): Stored {
  const hint = `name the folder of a report that has a ${MANIFEST}: dao report --every writes one`;
  const text = readText(join(folder, MANIFEST), hint);
  const manifest = parseManifest(text, join(folder, MANIFEST));
  const note = join(folder, ANCHOR);
  const anchor = existsSync(note)
    ? parseJson(anchorNote, readText(note, hint), note, "remove it, and run dao report-anchor again")
    : undefined;
  return { folder, manifest, hash: contentHash(text), ...(anchor && { anchor }) };
}

const anchorNote = z.object({
  by: scalar("must be an address", (value) => checkAddress(value)),
  time: z.int().min(0),
  block: z.int().min(0),
  transaction: z.string().regex(/^0x[0-9a-f]{64}$/, "must be a transaction's hash"),
});

/** The report of a folder, if it is of this network. @throws PolityError for one of another. */
export function ownReport({ network, deployment }: Context, folder: string): Stored {
  const report = readReport(folder);
  const { manifest } = report;
  const { NetworkGovernor: governor } = network.addresses;
  if (manifest.chainId === deployment.chainId && manifest.governor === governor) return report;
  throw new PolityError(
    `${folder} is a report of ${manifest.network} on chain ${manifest.chainId}, not of this ${deployment.name}`,
    { hint: "give each network a folder of its own" },
  );
}

/** All reports of a library. @throws PolityError for one of another network. */
export function reportsIn(context: Context, { folder }: Pick<Library, "folder">): Stored[] {
  const names = readdirSync(folder).filter((name) => CALENDAR_PERIOD.test(name));
  return names.sort().map((name) => ownReport(context, join(folder, name)));
}

/** Writes down where a report's hash is on the chain. */
export function noteAnchor({ folder }: Stored, anchor: NonNullable<Listed["anchor"]>): void {
  const { by, time, block, transaction } = anchor;
  writeAtOnce(join(folder, ANCHOR), `${JSON.stringify({ by, time, block, transaction }, null, 2)}\n`);
}

/** The page and the list of all reports in a library, written anew. */
export function writeList(context: Context, library: Library): Stored[] {
  const reports = reportsIn(context, library);
  writeAtOnce(join(library.folder, "index.json"), libraryJson(reports));
  writeAtOnce(join(library.folder, "index.html"), libraryHtml(context.deployment.name, reports));
  return reports;
}

/** What is wrong with the files of a report, by its manifest: a sentence each. */
export function wrongFiles({ folder, manifest }: Stored): string[] {
  const wrong = Object.entries(manifest.files).flatMap(([name, hash]) => {
    const file = join(folder, name);
    if (!existsSync(file)) return [`${name} is missing`];
    if (statSync(file).size > MAX_BYTES) return [`${name} is too large`];
    return contentHash(readFileSync(file)) === hash ? [] : [`${name} was changed`];
  });
  const known = [...Object.keys(manifest.files), MANIFEST, ANCHOR];
  const others = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, "/").length))
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => !known.includes(name));
  return [...wrong, ...others.map((name) => `${name} is no part of the report`)];
}

/** Files of a report that the chain makes otherwise, by name; of another one nothing is compared. */
export async function remade(
  context: Context,
  { folder, manifest }: Stored,
  options: Pick<ReportOptions, "indexer" | "explorer">,
): Promise<{ differing: string[]; councilUnknown: boolean; head: Manifest["head"] }> {
  const prices = manifest.prices && join(folder, manifest.prices);
  const period = calendarPeriod(manifest.period);
  const { report, councilUnknown } = await makeReport(context, period, { ...options, prices });
  const files = filesOf(report);
  const names = new Set([...files.keys(), ...Object.keys(manifest.files)]);
  if (manifest.prices) names.delete(manifest.prices);
  const differing = [...names].filter((name) => {
    const text = files.get(name);
    return text === undefined || contentHash(text) !== manifest.files[name];
  });
  return { differing, councilUnknown, head: report.head };
}
