import { concat, getAddress, getBytes, verifyMessage } from "ethers";

import { recoverKey } from "../eip712";
import { PolityError } from "../errors";
import { normalizeSignature } from "../signature";
import { hashSafeTransaction, safeDomain, SAFE_TX, type SafeId, type SafeTransaction } from "./transaction";

/** One owner's agreement. */
export interface SafeSignature {
  signer: string;
  /** 65 bytes: r, s, v. Of EIP-712 if v is 27 or 28, of `eth_sign` if it is 31 or 32, as a Safe has it. */
  signature: string;
}

/**
 * Checks that each signature is of whom it says, for this transaction of this Safe, and that nobody signs twice.
 * @returns The signatures in the form that a Safe takes, in the order of their signers' addresses, which is the only one that a Safe takes.
 * @throws PolityError naming the first that is not.
 */
export function checkSignatures(
  safe: SafeId,
  transaction: SafeTransaction,
  signatures: readonly SafeSignature[],
): SafeSignature[] {
  const checked = signatures.map(({ signer, signature }) => {
    const own = validSignature(safe, transaction, getAddress(signer), signature);
    return { signer: getAddress(signer), signature: own ?? refuse(signer, signature) };
  });
  const sorted = checked.sort((a, b) => (BigInt(a.signer) < BigInt(b.signer) ? -1 : 1));
  sorted.forEach(({ signer }, i) => {
    if (sorted[i - 1]?.signer === signer) {
      throw new PolityError(`${signer} has signed twice`, { hint: "remove one of the two" });
    }
  });
  return sorted;
}

/**
 * The signatures as a Safe takes them: those of present owners, as many as it needs, in order.
 * @param signatures Checked by {@link checkSignatures}.
 * @throws PolityError when too few are of owners.
 */
export function packSignatures(
  signatures: readonly SafeSignature[],
  { owners, threshold }: { owners: readonly string[]; threshold: number },
): string {
  const valid = signatures.filter(({ signer }) => owners.includes(signer));
  if (valid.length < threshold) {
    const strangers = signatures.filter(({ signer }) => !owners.includes(signer));
    const others = strangers.length
      ? `; ${strangers.map(({ signer }) => signer).join(", ")} is no owner`
      : "";
    throw new PolityError(`${valid.length} owners have signed, and ${threshold} are needed${others}`, {
      hint: "let more owners sign",
    });
  }
  return concat(valid.slice(0, threshold).map(({ signature }) => signature));
}

/** What a Safe adds to v for a signature of `eth_sign`. */
const ETH_SIGN = 4;

/** The signature as a Safe takes it, if it is the signer's. */
function validSignature(
  safe: SafeId,
  transaction: SafeTransaction,
  signer: string,
  signature: string,
): string | undefined {
  const key = recoverKey(safeDomain(safe), SAFE_TX, { ...transaction }, signature);
  if (key?.signer === signer) return key.signature;
  const v = Number(`0x${signature.slice(130)}`);
  const plain = v > 30 ? `${signature.slice(0, 130)}${(v - ETH_SIGN).toString(16)}` : signature;
  const message = normalizeSignature(plain);
  if (message === undefined) return undefined;
  const signed = getBytes(hashSafeTransaction(safe, transaction));
  if (recovered(signed, message) !== signer) return undefined;
  return `${message.slice(0, 130)}${(Number(`0x${message.slice(130)}`) + ETH_SIGN).toString(16)}`;
}

function recovered(message: Uint8Array, signature: string): string | undefined {
  try {
    return verifyMessage(message, signature);
  } catch {
    return undefined;
  }
}

/** Says what it is, where it is something else than a key's signature: nobody is called a forger for using another tool. */
function refuse(signer: string, signature: string): never {
  const names =
    signature.slice(2, 66).toLowerCase() === getAddress(signer).slice(2).toLowerCase().padStart(64, "0");
  const v = parseInt(signature.slice(130, 132), 16);
  if (names && v === 1 && signature.length === 132) {
    throw new PolityError(`${signer} has approved the hash on chain, which a file cannot prove`, {
      hint: "let them sign here instead, or execute it in the Safe's own app",
    });
  }
  if (signature.length > 132 || (names && v === 0)) {
    throw new PolityError(
      `the signature of ${signer} is one of a contract (EIP-1271), which is not supported here`,
      {
        hint: "execute it in the Safe's own app, or let an owner with a key sign",
      },
    );
  }
  throw new PolityError(`the signature of ${signer} is not theirs, or not for this transaction`, {
    hint: "remove it, and let them sign again",
  });
}
