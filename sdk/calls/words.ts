import { dataLength, isHexString, toUtf8String } from "ethers";

/** The text in a left-aligned word, `train.innerSteps` or `GOV`; the hex digits for a word that carries none. */
export function wordText(word: string): string {
  const digits = word.replace(/(?:00)+$/, "");
  if (!isHexString(digits) || dataLength(digits) === 0) return word;
  try {
    const text = toUtf8String(digits);
    return /^[\w.-]+$/.test(text) ? text : word;
  } catch {
    return word;
  }
}
