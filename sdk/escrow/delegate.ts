import { Signature, type ContractTransaction, type Signer, type TransactionReceipt } from "ethers";
import * as z from "zod";

import type { VoteEscrow } from "../../typechain-types/contracts/escrow/VoteEscrow";
import type { GovernanceToken } from "../../typechain-types/contracts/token/GovernanceToken";
import { readDomain, recoverTyped, signTyped } from "../eip712";
import { PolityError } from "../errors";
import { formatTimestamp } from "../format";
import { checkAddress } from "../nep/actions";
import type { Network } from "../network";
import { parseJson, scalar, strictObject } from "../problems";
import { explainFailure } from "../reverts";
import { normalizeSignature } from "../signature";
import { send } from "../transaction";

/** Where votes are delegated: the escrow for what is locked, the token for what is held. */
export type VoteContract = VoteEscrow | GovernanceToken;

/** What a delegator signs. */
export const DELEGATION = {
  Delegation: [
    { name: "delegatee", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "expiry", type: "uint256" },
  ],
};

const address = scalar("must be an address", checkAddress);
const whole = z.int("must be a whole number").min(0, "must be a whole number");

const signedDelegation = strictObject({
  chainId: whole,
  /** The escrow, or the token. */
  contract: address,
  delegator: address,
  delegatee: address,
  nonce: whole,
  expiry: whole,
  signature: scalar("must be a signature", (text) => {
    const normal = normalizeSignature(text);
    if (normal !== undefined) return normal;
    throw new PolityError("must be the signature of a key: 0x and 130 hex digits, or 128");
  }),
});

/** A delegation for anybody to send, until `expiry` (seconds) and while the delegator's nonce is unused. */
export type SignedDelegation = z.output<typeof signedDelegation>;

/**
 * Delegates the votes of all the signer's locks, or of the tokens that it holds, present and future; the zero address: to
 * nobody.
 */
export async function delegate(
  contract: VoteContract,
  signer: Signer,
  { to }: { to: string },
): Promise<{ receipt: TransactionReceipt }> {
  return { receipt: await send(signer, contract.delegate.populateTransaction(to)) };
}

/**
 * Signs a delegation by EIP-712, which {@link relayDelegation} sends for whoever pays the gas.
 * @param parameters `expiry` in seconds: the last second in which it can be sent.
 * @throws PolityError when the wallet declines or cannot sign.
 */
export async function signDelegation(
  contract: VoteContract,
  signer: Signer,
  { to, expiry }: { to: string; expiry: number },
): Promise<SignedDelegation> {
  const delegator = await signer.getAddress();
  const [domain, nonce] = await Promise.all([readDomain(contract), contract.nonces(delegator)]);
  const value = { delegatee: to, nonce, expiry };
  try {
    return {
      chainId: Number(domain.chainId),
      contract: await contract.getAddress(),
      delegator,
      delegatee: to,
      nonce: Number(nonce),
      expiry,
      signature: await signTyped(contract, signer, DELEGATION, value),
    };
  } catch (error) {
    throw await explainFailure(error);
  }
}

/** The contract that a delegation was signed for. @throws PolityError unless it is one of the network. */
export function delegationContract(
  { addresses, escrow, token }: Pick<Network, "addresses" | "escrow" | "token">,
  { contract }: Pick<SignedDelegation, "contract">,
): VoteContract {
  if (escrow && contract === addresses.VoteEscrow) return escrow;
  if (contract === addresses.GovernanceToken) return token;
  throw new PolityError(
    `the delegation is for ${contract}, which is no contract of this network that counts votes`,
    { hint: "hand it in where it was signed for" },
  );
}

/**
 * Sends what {@link signDelegation} signed. The signer pays the gas and needs no tokens.
 * @throws PolityError as {@link encodeDelegation} does, and {@link send}.
 */
export async function relayDelegation(
  contract: VoteContract,
  signer: Signer,
  signed: SignedDelegation,
): Promise<{ receipt: TransactionReceipt }> {
  return { receipt: await send(signer, await encodeDelegation(contract, signed)) };
}

/**
 * The call by which anybody sends what {@link signDelegation} signed.
 * @throws PolityError for a delegation of another chain or escrow, expired, used or replaced, or not by its delegator.
 */
export async function encodeDelegation(
  contract: VoteContract,
  signed: SignedDelegation,
): Promise<ContractTransaction> {
  const { delegator, delegatee, nonce, expiry, signature } = signed;
  const [{ chainId, verifyingContract }, now, current] = await Promise.all([
    readDomain(contract),
    contract.clock(),
    contract.nonces(delegator),
  ]);
  if (BigInt(signed.chainId) !== chainId || signed.contract !== verifyingContract) {
    throw new PolityError(
      `the delegation is for ${signed.contract} on chain ${signed.chainId}, and this is ${verifyingContract!} on chain ${String(chainId)}`,
      { hint: "send it there, or have it signed for here" },
    );
  }
  if (BigInt(expiry) < now) {
    throw new PolityError(`the delegation expired at ${formatTimestamp(expiry)}`, {
      hint: "have it signed again",
    });
  }
  if (BigInt(nonce) !== current) {
    throw new PolityError(
      `the delegation has been used or replaced: it has nonce ${nonce}, next is ${current}`,
      {
        hint: "have it signed again",
      },
    );
  }
  const actual = await recoverTyped(contract, DELEGATION, { delegatee, nonce, expiry }, signature);
  if (actual.signer !== delegator) {
    throw new PolityError(`the delegation is not signed by ${delegator}`, {
      hint: "it was changed after it was signed: have it signed again",
    });
  }
  const { v, r, s } = Signature.from(actual.signature);
  return contract.delegateBySig.populateTransaction(delegatee, nonce, expiry, v, r, s);
}

/**
 * Reads a signed delegation from JSON.
 * @param text What {@link signDelegation} returned, as JSON.
 * @param file What to call it in errors.
 * @throws PolityError for what is not JSON, ValidationError with every problem of what is.
 */
export function parseSignedDelegation(text: string, file = "signed delegation"): SignedDelegation {
  return parseJson(signedDelegation, text, file, "give what delegate --sign printed");
}
