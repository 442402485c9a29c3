import { dataLength, isHexString, toUtf8String } from "ethers";

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
