import { Signature, type Signer, type TransactionReceipt } from "ethers";

import type { Distributor } from "../../typechain-types/contracts/distribution/Distributor";
import { PolityError } from "../errors";
import type { SignedDelegation } from "../escrow/delegate";
import { eventsOf, send } from "../transaction";
import type { ClaimLeaf } from "./tree";

/** A claim takes up to 290,000 gas into a new vault, and a transaction 16.7 million, of which {@link send} leaves 30 %. */
export const CLAIMS_PER_TRANSACTION = 40;
/** How many lines are asked about at once. */
const AT_ONCE = 100;

export interface ClaimLeavesResult {
  /** What was claimed now, in base units. */
  amount: bigint;
  claimed: number;
  /** One for each {@link CLAIMS_PER_TRANSACTION}. */
  receipts: TransactionReceipt[];
}

/** Those of some lines that nobody has claimed. */
export async function unclaimed(
  distributor: Distributor,
  distributionId: bigint,
  leaves: readonly ClaimLeaf[],
): Promise<ClaimLeaf[]> {
  const open: ClaimLeaf[] = [];
  for (let i = 0; i < leaves.length; i += AT_ONCE) {
    const chunk = leaves.slice(i, i + AT_ONCE);
    const claimed = await Promise.all(chunk.map(({ index }) => distributor.isClaimed(distributionId, index)));
    open.push(...chunk.filter((_, at) => !claimed[at]));
  }
  return open;
}

/**
 * Claims lines for their accounts, in as many transactions as it takes; those that are claimed are passed over. Sent again
 * after a failure, it goes on where it stopped. Anybody may pay the gas for it.
 * @throws PolityError when everything is claimed, and as {@link send} does.
 */
export async function claimLeaves(
  distributor: Distributor,
  signer: Signer,
  distributionId: bigint,
  leaves: readonly ClaimLeaf[],
  onProgress?: (claimed: number, of: number) => void,
): Promise<ClaimLeavesResult> {
  const open = await unclaimed(distributor, distributionId, leaves);
  if (open.length === 0) {
    throw new PolityError("there is nothing to claim", {
      hint: leaves.length === 0 ? "the list does not have the account" : "it was claimed before",
    });
  }
  const receipts: TransactionReceipt[] = [];
  for (let i = 0; i < open.length; i += CLAIMS_PER_TRANSACTION) {
    const chunk = open.slice(i, i + CLAIMS_PER_TRANSACTION);
    receipts.push(await send(signer, distributor.claimMany.populateTransaction(distributionId, chunk)));
    onProgress?.(Math.min(i + CLAIMS_PER_TRANSACTION, open.length), open.length);
  }
  const claims = await Promise.all(receipts.map((receipt) => eventsOf(distributor, receipt, "Claimed")));
  const amounts = claims.flat().map((values) => values.amount as bigint);
  const amount = amounts.reduce((sum, one) => sum + one, 0n);
  return { amount, claimed: amounts.length, receipts };
}

/**
 * Claims a line into its account's wallet, and delegates the account's votes by the signature of `signDelegation`.
 * @throws PolityError for a delegation of another account or contract, and as {@link send} does.
 */
export async function claimAndDelegate(
  distributor: Distributor,
  signer: Signer,
  distributionId: bigint,
  leaf: ClaimLeaf,
  { contract, delegator, delegatee, nonce, expiry, signature }: SignedDelegation,
): Promise<TransactionReceipt> {
  const token = await distributor.TOKEN();
  if (delegator !== leaf.account || contract !== token) {
    throw new PolityError(
      `the delegation is of ${delegator} for ${contract}, and the claim is of ${leaf.account} for ${token}`,
      { hint: "have it signed by the account of the claim, for the token" },
    );
  }
  const { v, r, s } = Signature.from(signature);
  const by = { delegatee, nonce, expiry, v, r, s };
  return send(signer, distributor.claimAndDelegate.populateTransaction(distributionId, leaf, by));
}
