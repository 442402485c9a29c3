import { existsSync } from "node:fs";

import { randomSalt } from "@polity/sdk/court/salt";
import { PolityError } from "@polity/sdk/errors";
import { entryFileText, entrySaltIn, type EntryPlace } from "@polity/sdk/work/entry";
import { readText, writeNew } from "../../scripts/lib/text";
import { required, text } from "../core/command";

export const ANSWER = required("The file with the answer; keep it as it is until it is disclosed");
export const SALT = text(
  "A file for the salt: only for wallets that sign differently each time, which could not find it again",
);

const OWNER_ONLY = 0o600;

/** A salt that is kept in a file, for a wallet that cannot find it again. @throws PolityError where no file is named. */
export function keepSalt(file: string | undefined, place: EntryPlace): string {
  const kept = keptSalt(file !== undefined && existsSync(file) ? file : undefined, place);
  if (kept !== undefined) return kept;
  if (file === undefined)
    throw new PolityError("this wallet signs differently each time, and could not show the answer", {
      hint: "give --salt, a file in which the salt is kept; show it to nobody",
    });
  const salt = randomSalt();
  writeNew(file, entryFileText(place, salt), OWNER_ONLY);
  return salt;
}

/** The salt in a file; nothing where none is named. @throws PolityError for the salt of another entry, and for none. */
export const keptSalt = (file: string | undefined, place: EntryPlace): string | undefined =>
  file === undefined
    ? undefined
    : entrySaltIn(readText(file, "give the file that enter has written"), file, place);
