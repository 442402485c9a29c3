import { existsSync, readFileSync, writeFileSync } from "node:fs";

import { PolityError } from "@polity/sdk/errors";
import { decodeText } from "@polity/sdk/text";

/**
 * The text of a file that a person wrote or named.
 * @throws PolityError with the hint when it cannot be read, and as {@link decodeText} does.
 */
export const readText = (file: string, hint: string): string => decodeText(readBytes(file, hint), file);

/** The bytes of a file that a person named. @throws PolityError with the hint when it cannot be read. */
export function readBytes(file: string, hint: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new PolityError(`${file} cannot be read`, { hint, cause });
  }
}

/**
 * Writes a file that a person named.
 * @param mode Who may read it, where that is not everybody.
 * @throws PolityError when it cannot be written.
 */
export function writeText(file: string, content: string, mode?: number): void {
  try {
    writeFileSync(file, content, { mode });
  } catch (cause) {
    throw new PolityError(`${file} cannot be written`, {
      hint: "name a file in a folder that is there",
      cause,
    });
  }
}

/**
 * Writes a file that does not exist yet.
 * @throws PolityError when it exists, and as {@link writeText} does.
 */
export function writeNew(file: string, content: string, mode?: number): void {
  if (existsSync(file))
    throw new PolityError(`${file} is there already`, { hint: "move it away, or name another file" });
  writeText(file, content, mode);
}
