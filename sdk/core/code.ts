import { decodeBytes32String, encodeBytes32String } from "ethers";

/** The type of what no scope names, and of what carries no tag: governance itself, and the strictest. */
export const DEFAULT_TYPE = "GOV";

/** A type's code as the contracts keep it: ASCII, left-aligned in 8 bytes. `ECON` gives `0x45434f4e00000000`. */
export function encodeCode(code: string): string {
  return encodeBytes32String(code).slice(0, 18);
}

/** Inverse of {@link encodeCode}. */
export function decodeCode(code: string): string {
  return decodeBytes32String(code.padEnd(66, "0"));
}
