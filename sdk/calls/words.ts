import { dataLength, encodeBytes32String, isHexString, toUtf8String, ZeroHash } from "ethers";

import { PolityError } from "../errors";
import { unseenOnLine } from "../nep/text";

/** The text in a left-aligned word, `train.innerSteps`, `GOV` or `R&D 2026`; the hex digits for a word that carries none. */
export function wordText(word: string): string {
  const digits = word.replace(/(?:00)+$/, "");
  if (!isHexString(digits) || dataLength(digits) === 0) return word;
  try {
    const text = toUtf8String(digits);
    return unseenOnLine(text) || text !== text.trim() ? word : text;
  } catch {
    return word;
  }
}

/**
 * What {@link wordText} reads: a text of up to 31 characters as 32 bytes, or 32 bytes in hex; zero for no text.
 * @param what What to call it in errors.
 * @throws PolityError for a longer text.
 */
export function textWord(what: string, text: string): string {
  if (text === "") return ZeroHash;
  if (isHexString(text, 32)) return text;
  try {
    return encodeBytes32String(text);
  } catch (cause) {
    throw new PolityError(`${what} is longer than 31 characters`, {
      hint: "write less, or 32 bytes in hex, like the hash of a document",
      cause,
    });
  }
}
