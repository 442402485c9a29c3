import { readFileSync } from "node:fs";

import { PolityError } from "@polity/sdk/errors";
import { decodeText } from "@polity/sdk/text";

/**
 * The text of a file that a person wrote or named.
 * @throws PolityError with the hint when it cannot be read, and as {@link decodeText} does.
 */
export function readText(file: string, hint: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new PolityError(`${file} cannot be read`, { hint, cause });
  }
  return decodeText(bytes, file);
}
