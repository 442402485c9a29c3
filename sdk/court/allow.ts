import type { Signer, TransactionReceipt } from "ethers";

import type { IERC20 } from "../../typechain-types/@openzeppelin/contracts/token/ERC20/IERC20";
import { PolityError } from "../errors";
import { formatTokens } from "../format";
import { send } from "../transaction";

/**
 * Lets `spender` take exactly `amount` of the signer's tokens, unless it may already.
 * @returns The approval, if there had to be one.
 * @throws PolityError when the balance is too low, and as {@link send} does.
 */
export async function allow(
  token: IERC20,
  signer: Signer,
  spender: string,
  amount: bigint,
): Promise<TransactionReceipt | undefined> {
  const owner = await signer.getAddress();
  const [balance, allowance] = await Promise.all([token.balanceOf(owner), token.allowance(owner, spender)]);
  if (balance < amount) {
    throw new PolityError(
      `${owner} has ${formatTokens(balance)} tokens, and ${formatTokens(amount)} are needed`,
      { hint: "take less, or get more first; locked and staked tokens do not count" },
    );
  }
  return allowance >= amount ? undefined : send(signer, token.approve.populateTransaction(spender, amount));
}
