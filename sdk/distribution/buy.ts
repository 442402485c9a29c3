import { ZeroAddress, type Signer, type TransactionReceipt } from "ethers";

import type { Sale } from "../../typechain-types/contracts/distribution/Sale";
import { IERC20__factory } from "../../typechain-types/factories/@openzeppelin/contracts/token/ERC20/IERC20__factory";
import { PolityError } from "../errors";
import { eventOf, send } from "../transaction";

export interface BuyParameters {
  saleId: bigint;
  /** In base units; what is left is bought if that is less. */
  amount: bigint;
  /** The highest price that is accepted, in base units of the payment token for one token; default the present one. */
  maxPrice?: bigint;
  /** That the sale's list has the signer; left out where it has none. */
  proof?: readonly string[];
}

export interface BuyResult {
  /** In base units. */
  bought: bigint;
  cost: bigint;
  /** The approval of the cost, if the allowance was short. */
  approval?: TransactionReceipt;
  receipt: TransactionReceipt;
}

/**
 * Buys for the signer. Of a payment token exactly the present cost is approved, which is the most that it can be: prices
 * never rise. Of ether that is sent along; what is too much comes back.
 * @throws PolityError when nothing is left, the balance is short, and as {@link send} does.
 */
export async function buy(sale: Sale, signer: Signer, parameters: BuyParameters): Promise<BuyResult> {
  const { saleId, amount, proof = [] } = parameters;
  const [{ terms }, quote] = await Promise.all([sale.sale(saleId), sale.quote(saleId, amount)]);
  if (quote.bought === 0n) {
    throw new PolityError(`nothing of sale ${saleId} is left to buy`, {
      hint: "it is sold out, or the amount is 0",
    });
  }
  const { payment } = terms;
  const approval = payment === ZeroAddress ? undefined : await approve(sale, signer, payment, quote.cost);
  const value = payment === ZeroAddress ? quote.cost : 0n;
  const maxPrice = parameters.maxPrice ?? quote.price;
  const receipt = await send(
    signer,
    sale.buy.populateTransaction(saleId, amount, maxPrice, [...proof], { value }),
  );
  const { amount: bought, cost } = (await eventOf(sale, receipt, "Bought")) as unknown as {
    amount: bigint;
    cost: bigint;
  };
  return { bought, cost, ...(approval && { approval }), receipt };
}

async function approve(
  sale: Sale,
  signer: Signer,
  payment: string,
  cost: bigint,
): Promise<TransactionReceipt | undefined> {
  const token = IERC20__factory.connect(payment, sale.runner);
  const [owner, spender] = await Promise.all([signer.getAddress(), sale.getAddress()]);
  const [balance, allowance] = await Promise.all([token.balanceOf(owner), token.allowance(owner, spender)]);
  if (balance < cost) {
    throw new PolityError(`${owner} has ${balance} of ${payment}, and ${cost} are needed, in base units`, {
      hint: "buy less, or get more first",
    });
  }
  return allowance >= cost ? undefined : send(signer, token.approve.populateTransaction(spender, cost));
}
