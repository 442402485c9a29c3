import { Signature, type Signer, type TransactionReceipt } from "ethers";
import * as z from "zod";

import type { VoteEscrow } from "../../typechain-types/contracts/escrow/VoteEscrow";
import { readDomain, recoverTyped, signTyped } from "../eip712";
import { PolityError } from "../errors";
import { formatTimestamp } from "../format";
import { checkAddress } from "../nep/actions";
import { parseJson, scalar, strictObject } from "../problems";
import { explainFailure } from "../reverts";
import { send } from "../transaction";

const DELEGATION = {
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
  escrow: address,
  delegator: address,
  delegatee: address,
  nonce: whole,
  expiry: whole,
  signature: scalar("must be a signature", (text) => {
    if (/^0x[0-9a-f]{130}$/i.test(text)) return text;
    throw new PolityError("must be 0x and 130 hex digits");
  }),
});

/** A delegation for anybody to send, until `expiry` (seconds) and while the delegator's nonce is unused. */
export type SignedDelegation = z.output<typeof signedDelegation>;

/** Delegates the votes of all the signer's locks, present and future; the zero address: to nobody. */
export async function delegate(
  escrow: VoteEscrow,
  signer: Signer,
  { to }: { to: string },
): Promise<{ receipt: TransactionReceipt }> {
  return { receipt: await send(signer, escrow.delegate.populateTransaction(to)) };
}

/**
 * Signs a delegation by EIP-712, which {@link relayDelegation} sends for whoever pays the gas.
 * @param parameters `expiry` in seconds: the last second in which it can be sent.
 * @throws PolityError when the wallet declines or cannot sign.
 */
export async function signDelegation(
  escrow: VoteEscrow,
  signer: Signer,
  { to, expiry }: { to: string; expiry: number },
): Promise<SignedDelegation> {
  const delegator = await signer.getAddress();
  const [domain, nonce] = await Promise.all([readDomain(escrow), escrow.nonces(delegator)]);
  const value = { delegatee: to, nonce, expiry };
  try {
    return {
      chainId: Number(domain.chainId),
      escrow: await escrow.getAddress(),
      delegator,
      delegatee: to,
      nonce: Number(nonce),
      expiry,
      signature: await signTyped(escrow, signer, DELEGATION, value),
    };
  } catch (error) {
    throw explainFailure(error);
  }
}

/**
 * Sends what {@link signDelegation} signed. The signer pays the gas and needs no tokens.
 * @throws PolityError for a delegation of another chain or escrow, expired, used or replaced, or not by its delegator.
 */
export async function relayDelegation(
  escrow: VoteEscrow,
  signer: Signer,
  signed: SignedDelegation,
): Promise<{ receipt: TransactionReceipt }> {
  const { delegator, delegatee, nonce, expiry, signature } = signed;
  const [{ chainId, verifyingContract }, now, current] = await Promise.all([
    readDomain(escrow),
    escrow.clock(),
    escrow.nonces(delegator),
  ]);
  if (BigInt(signed.chainId) !== chainId || signed.escrow !== verifyingContract) {
    throw new PolityError(
      `the delegation is for ${signed.escrow} on chain ${signed.chainId}, and this is ${verifyingContract!} on chain ${String(chainId)}`,
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
  const actual = await recoverTyped(escrow, DELEGATION, { delegatee, nonce, expiry }, signature);
  if (actual !== delegator) {
    throw new PolityError(`the delegation is not signed by ${delegator}`, {
      hint: "it was changed after it was signed: have it signed again",
    });
  }
  const { v, r, s } = Signature.from(signature);
  const call = escrow.delegateBySig.populateTransaction(delegatee, nonce, expiry, v, r, s);
  return { receipt: await send(signer, call) };
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
