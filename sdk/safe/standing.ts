import type { SafeFile } from "./file";
import type { SafeState } from "./read";
import { hashSafeTransaction, OPERATION } from "./transaction";

/** How far a Safe's transaction has come. */
export interface SafeStanding {
  /** Owners who have signed. */
  signed: string[];
  /** Owners who have not. */
  missing: string[];
  /** Who has signed and is no owner: these do not count. */
  strangers: string[];
  /** Signatures that it still needs. */
  left: number;
  /** Whether its nonce is the Safe's next one, comes later, or was used by this or by another transaction. */
  nonce: "next" | "later" | "used";
}

/** Who has signed, who is missing, and whether it is the transaction's turn. */
export function standingOf(
  { transaction, signatures }: Pick<SafeFile, "transaction" | "signatures">,
  { owners, threshold, nonce }: Pick<SafeState, "owners" | "threshold" | "nonce">,
): SafeStanding {
  const signers = signatures.map(({ signer }) => signer);
  const signed = signers.filter((signer) => owners.includes(signer));
  return {
    signed,
    missing: owners.filter((owner) => !signers.includes(owner)),
    strangers: signers.filter((signer) => !owners.includes(signer)),
    left: Math.max(0, threshold - signed.length),
    nonce: transaction.nonce === nonce ? "next" : transaction.nonce > nonce ? "later" : "used",
  };
}

/**
 * Whether an owner does well to sign it: its nonce is free, it is a call in the open, and it works now or comes after others
 * that may make it work.
 * @param refused Why it would be refused now; nothing where it works.
 */
export const isSignable = (
  { transaction: { operation } }: Pick<SafeFile, "transaction">,
  { nonce }: Pick<SafeStanding, "nonce">,
  refused: string | undefined,
): boolean =>
  operation === OPERATION.call && nonce !== "used" && (refused === undefined || nonce === "later");

/** Others that want the same nonce: of all of them, the Safe executes one. */
export function rivalsOf(file: SafeFile, all: readonly SafeFile[]): SafeFile[] {
  const hashOf = ({ safe, transaction }: SafeFile) => hashSafeTransaction(safe, transaction);
  const hash = hashOf(file);
  return all.filter((other) => other.transaction.nonce === file.transaction.nonce && hashOf(other) !== hash);
}

/** The first nonce from the Safe's next one on that none of these transactions has. */
export function freeNonce({ nonce }: Pick<SafeState, "nonce">, all: readonly SafeFile[]): number {
  const taken = new Set(all.map(({ transaction }) => transaction.nonce));
  let free = nonce;
  while (taken.has(free)) free += 1;
  return free;
}
