import { isHexString } from "ethers";

import { PolityError } from "../errors";
import { entryHash } from "./run";

/** The longest text of an entry that is read, in characters; a recipe cuts it to what its models see. */
export const MAX_ENTRY = 200_000;

/** What a contributor publishes: the text, and the salt without which nobody can try texts against the chain's hash. */
export interface EntryFile {
  text: string;
  salt: string;
}

/** The file that is published, as JSON. */
export const entryFileText = ({ text, salt }: EntryFile): string =>
  `${JSON.stringify({ format: "polity-entry-v1", salt, text }, null, 2)}\n`;

/**
 * Reads what lies at an entry's address.
 * @param hash The chain's.
 * @throws PolityError for another text than was submitted.
 */
export function parseEntryFile(source: string, hash: string): EntryFile {
  const hint = "its contributor has changed or erased it; an entry without its text has a score of 0";
  let read: Record<string, unknown>;
  try {
    read = Object(JSON.parse(source)) as Record<string, unknown>;
  } catch (cause) {
    throw new PolityError("the entry is no JSON", { hint, cause });
  }
  const { format, salt, text } = read;
  if (format !== "polity-entry-v1" || typeof text !== "string" || !isHexString(salt, 32))
    throw new PolityError("the file is no entry", { hint });
  if (text.length > MAX_ENTRY)
    throw new PolityError(`the entry is longer than ${MAX_ENTRY} characters`, { hint });
  if (entryHash(text, salt) !== hash)
    throw new PolityError("the file is of another entry than was submitted", { hint });
  return { text, salt };
}
