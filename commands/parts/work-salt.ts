import { existsSync } from "node:fs";

import { isHexString } from "ethers";

import { randomSalt } from "@polity/sdk/court/salt";
import { PolityError } from "@polity/sdk/errors";
import type { EntryPlace } from "@polity/sdk/work";
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
  writeNew(file, `${JSON.stringify({ ...named(place), salt }, null, 2)}\n`, OWNER_ONLY);
  return salt;
}

/** The salt in a file; nothing where none is named. @throws PolityError for the salt of another entry, and for none. */
export function keptSalt(file: string | undefined, place: EntryPlace): string | undefined {
  if (file === undefined) return undefined;
  const hint = "give the file that enter has written";
  let kept: Record<string, unknown>;
  try {
    kept = Object(JSON.parse(readText(file, hint))) as Record<string, unknown>;
  } catch (cause) {
    if (cause instanceof PolityError) throw cause;
    throw new PolityError(`${file} is not JSON`, { hint, cause });
  }
  if (Object.entries(named(place)).some(([name, value]) => kept[name] !== value))
    throw new PolityError(`${file} has the salt of another answer`, { hint });
  if (!isHexString(kept.salt, 32)) throw new PolityError(`${file} has no salt`, { hint });
  return kept.salt;
}

const named = ({ chainId, work, task }: EntryPlace) => ({
  ...{ chainId: chainId.toString(), work, task: task.toString() },
});
