import { Signature, toBeHex } from "ethers";

/** The order of secp256k1: with s, N − s signs the same. */
const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/**
 * A key's signature in the one form that every contract takes: r, a low s, and 27 or 28. Wallets and hardware also give 0
 * or 1 for v, a high s, or 64 bytes (EIP-2098). Undefined for what is no signature of a key, such as a contract's.
 *
 * A contract's signature may look like a key's, and is to stay as it is: take this form only if it recovers its signer.
 */
export function normalizeSignature(signature: string): string | undefined {
  if (!/^0x([0-9a-f]{128}|[0-9a-f]{130})$/i.test(signature)) return undefined;
  const [r, rest, last] = [
    signature.slice(0, 66),
    BigInt(`0x${signature.slice(66, 130)}`),
    signature.slice(130),
  ];
  const compact = last === "";
  const v = compact ? Number(rest >> 255n) : Number(`0x${last}`) % 27;
  const s = compact ? rest & ((1n << 255n) - 1n) : rest;
  if (v > 1 || s === 0n || s >= N || (!compact && ![0, 1, 27, 28].includes(Number(`0x${last}`))))
    return undefined;
  const high = s > N / 2n;
  return Signature.from({ r, s: toBeHex(high ? N - s : s, 32), yParity: (high ? 1 - v : v) as 0 | 1 })
    .serialized;
}
