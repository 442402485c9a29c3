import { basename } from "node:path";

import { time } from "@nomicfoundation/hardhat-network-helpers";
import { parseEther, type Signer } from "ethers";

import { readNep } from "../../scripts/lib/neps";
import * as sdk from "@polity/sdk";
import { formatTokens } from "@polity/sdk/format";
import { decide } from "./network";
import { told, type Stage } from "./scenes";

/** What is sold, and on which terms. */
const SALE = "neps/distributed-ai/nep-0001-first-sale.md";
/** What each buyer takes: as much as an account may. */
const PART = parseEther("20000");

/** Distributed.ai sells tokens of its treasury by a vote, and June settles the sale. */
export async function sell(stage: Stage): Promise<void> {
  await decide(stage, sdk.validateNep(readNep(SALE), { fileName: basename(SALE) }));
  await trade(stage);
}

/** Three buy, so that the least amount is raised; then June settles the sale and hands Dan what he bought. */
async function trade({ network, cast, tell }: Stage): Promise<void> {
  const sale = sdk.requireSale(network);
  const { id: saleId, end, least } = (await sdk.readSales(sale)).at(-1)!;
  tell.heading(
    `The sale is open until ${sdk.formatTimestamp(end)}; below ${formatTokens(least)} ether it fails`,
  );
  const buyers: [string, Signer][] = [["Dan", cast.dan], ["June", cast.june], ["Ben", cast.ben]]; // prettier-ignore
  for (const [who, buyer] of buyers) {
    const { bought, cost, receipt } = await sdk.buy(sale, buyer, { saleId, amount: PART });
    const what = `buys ${formatTokens(bought)} tokens for ${formatTokens(cost)} ether`;
    tell.step({ who, what, ...told(receipt) });
  }

  await time.increaseTo(end);
  tell.heading(`${sdk.formatTimestamp(end)}: the sale is over`);
  const { collected, returned, receipts } = await sdk.settleSale(
    sale,
    cast.june,
    await sdk.readSale(sale, saleId),
  );
  tell.step({
    who: "June",
    what: `settles it: ${formatTokens(collected)} ether and ${formatTokens(returned)} tokens to the treasury`,
    ...told(receipts.at(-1)!),
  });
  const dan = await cast.dan.getAddress();
  const { amount, receipt } = await sdk.claimPurchase(sale, cast.june, saleId, dan);
  const what = `hands Dan a vault of ${formatTokens(amount)} tokens, which vests over a year`;
  tell.step({ who: "June", what, ...told(receipt) });
}
