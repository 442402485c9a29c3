import type { Rounds } from "../../typechain-types/contracts/rounds/Rounds";
import { readAccepted, type ContentOptions } from "../core/content";
import { explain } from "../errors";
import type { ScanOptions } from "../events/scan";
import { checkDocument, isBeside } from "../nep/documents";
import { decodeText } from "../text";
import { MAX_ENTRY, parseEntryFile, type EntryFile } from "./entry";
import { findEntries, type Entry } from "./find";

/** An entry with its text, or why there is none: then its score is 0. */
export interface CollectedEntry extends Entry {
  file?: EntryFile;
  problem?: string;
}

/** How entries are read. */
export interface CollectOptions extends Pick<ContentOptions, "gateways" | "timeout"> {
  /** Reads an entry from somewhere else than its address: a folder of files that were exchanged before. */
  given?: (entry: Entry) => Promise<Uint8Array | undefined>;
  /** How many are read at once; default 8. */
  parallel?: number;
}

/**
 * Reads what was submitted to a round. Strangers have named the addresses: only `ipfs` and public `https` are asked, and
 * what lies there counts only if it is what the chain has the hash of.
 */
export async function collectEntries(
  rounds: Rounds,
  id: bigint,
  scan: ScanOptions,
  { given, parallel = 8, ...options }: CollectOptions = {},
): Promise<CollectedEntry[]> {
  const entries = await findEntries(rounds, id, scan);
  const collected: CollectedEntry[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < entries.length; i = next++) collected[i] = await collect(entries[i]!);
  };
  const collect = async (entry: Entry): Promise<CollectedEntry> => {
    const read = (bytes: Uint8Array, where: string) =>
      parseEntryFile(decodeText(bytes, where), entry.contentHash);
    try {
      const bytes = await given?.(entry);
      if (bytes) return { ...entry, file: read(bytes, `entry ${entry.index}`) };
      if (isBeside(entry.uri)) return { ...entry, problem: `nothing can be asked for ${entry.uri}` };
      // A character takes four bytes at the most, and JSON may write it with twelve.
      const bounds = { ...options, maxBytes: 12 * MAX_ENTRY };
      return { ...entry, file: await readAccepted(checkDocument(entry.uri), read, bounds) };
    } catch (error) {
      return { ...entry, problem: explain(error) };
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return collected;
}
