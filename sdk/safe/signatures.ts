import { concat, getAddress, verifyTypedData } from "ethers";

import { PolityError } from "../errors";
import { safeDomain, SAFE_TX, type SafeId, type SafeTransaction } from "./transaction";

/** One owner's agreement. */
export interface SafeSignature {
  signer: string;
  /** 65 bytes: r, s, v. */
  signature: string;
}

/**
 * Checks that each signature is of whom it says, for this transaction of this Safe, and that nobody signs twice.
 * @returns The signatures in the order of their signers' addresses, which is the only one that a Safe takes.
 * @throws PolityError naming the first that is not.
 */
export function checkSignatures(
  safe: SafeId,
  transaction: SafeTransaction,
  signatures: readonly SafeSignature[],
): SafeSignature[] {
  const checked = signatures.map(({ signer, signature }) => {
    if (recover(safe, transaction, signature) !== getAddress(signer)) {
      throw new PolityError(`the signature of ${signer} is not theirs, or not for this transaction`, {
        hint: "remove it, and let them sign again",
      });
    }
    return { signer: getAddress(signer), signature };
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

function recover(safe: SafeId, transaction: SafeTransaction, signature: string): string | undefined {
  try {
    return verifyTypedData(safeDomain(safe), SAFE_TX, transaction, signature);
  } catch {
    return undefined;
  }
}
