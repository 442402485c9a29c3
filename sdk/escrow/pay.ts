import { isError, Signature, type Signer, type TransactionReceipt } from "ethers";

import type { VoteEscrow } from "../../typechain-types/contracts/escrow/VoteEscrow";
import { GovernanceToken__factory } from "../../typechain-types/factories/contracts/token/GovernanceToken__factory";
import { signTyped } from "../eip712";
import { PolityError } from "../errors";
import { DAY, formatAmount } from "../format";
import { isRevert } from "../provider";
import { explainFailure } from "../reverts";
import { send } from "../transaction";
import { PERMIT } from "../token/permit";

/**
 * How the escrow gets to take the tokens when its allowance is short: by an ERC-2612 signature that goes with the call,
 * in one transaction, or by an approval of exactly the amount before it.
 */
export type Payment = "permit" | "approve";

export interface Paid {
  receipt: TransactionReceipt;
  /** The approval that had to go before. */
  approval?: TransactionReceipt;
}

/**
 * Sends a call that takes `amount` (base units) of the signer's tokens.
 * @param data The encoded call of the escrow.
 * @param payment `permit` falls back to `approve` for a contract's account and a wallet that cannot sign it.
 * @throws PolityError when the balance is too low, and as {@link send} does.
 */
export async function sendPaid(
  escrow: VoteEscrow,
  signer: Signer,
  { amount, data, payment = "permit" }: { amount: bigint; data: string; payment?: Payment },
): Promise<Paid> {
  const [account, spender, token] = await Promise.all([
    signer.getAddress(),
    escrow.getAddress(),
    escrow.token().then((address) => GovernanceToken__factory.connect(address, escrow.runner)),
  ]);
  const [balance, allowance] = await Promise.all([
    token.balanceOf(account),
    token.allowance(account, spender),
  ]);
  if (balance < amount) {
    throw new PolityError(
      `${account} has ${formatAmount(balance)} unlocked tokens, and ${formatAmount(amount)} are needed`,
      { hint: "take less, or get more first" },
    );
  }
  const call = { to: spender, data };
  if (allowance >= amount) return { receipt: await send(signer, call) };

  const permit = payment === "permit" && (await signPermit());
  if (permit) return { receipt: await send(signer, escrow.multicall.populateTransaction([permit, data])) };

  const approval = await send(signer, token.approve.populateTransaction(spender, amount));
  return { approval, receipt: await send(signer, call) };

  /** The encoded `selfPermit`, or nothing where there can be none. */
  async function signPermit(): Promise<string | undefined> {
    // A permit cannot recover an account from a contract's signature.
    if ((await escrow.runner!.provider!.getCode(account)) !== "0x") return undefined;
    try {
      const now = Math.max(Number(await escrow.clock()), Math.floor(Date.now() / 1000));
      const [nonce, deadline] = [await token.nonces(account), now + DAY];
      const value = { owner: account, spender, value: amount, nonce, deadline };
      const { v, r, s } = Signature.from(await signTyped(token, signer, PERMIT, value));
      return escrow.interface.encodeFunctionData("selfPermit", [amount, deadline, v, r, s]);
    } catch (error) {
      if (isError(error, "UNSUPPORTED_OPERATION") || isRevert(error)) return undefined;
      throw await explainFailure(error);
    }
  }
}
