import { basename } from "node:path";

import { time } from "@nomicfoundation/hardhat-network-helpers";
import { parseEther, type Signer } from "ethers";
import hre from "hardhat";

import { LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { deployNetwork } from "../../deploy/run";
import { readNep } from "../../scripts/lib/neps";
import * as sdk from "@polity/sdk";
import { formatTokens } from "@polity/sdk/format";
import { activate, propose, told, type Cast, type Stage } from "./scenes";
import type { Teller } from "./print";

/** What is sold, and on which terms. */
const SALE = "neps/distributed-ai/nep-0001-first-sale.md";
const STAKES = { ada: "3000000", ben: "2500000", cleo: "2000000" } as const;
/** What each buyer takes: as much as an account may. */
const PART = parseEther("20000");

/** A second network on the same chain, Distributed.ai, sells tokens of its treasury by a vote, and June settles the sale. */
export async function sell(tell: Teller, cast: Cast): Promise<void> {
  const config = parseConfig(presets["distributed-ai"]);
  tell.heading(`${config.name}, a second network, sells tokens of its treasury`);
  const contracts = await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN));
  const network = sdk.connect(contracts, hre.ethers.provider);
  const stage: Stage = { network, cast, tell };
  const escrow = sdk.requireEscrow(network);
  for (const [name, amount] of Object.entries(STAKES) as [keyof typeof STAKES, string][]) {
    const parameters = { amount: parseEther(amount), unlockTime: sdk.PERMANENT };
    const { receipt } = await sdk.lock(escrow, cast[name], parameters);
    tell.step({
      who: title(name),
      what: `locks ${formatTokens(parameters.amount)} tokens`,
      ...told(receipt),
    });
  }
  await time.increase(1);
  await decide(stage);
  await trade(stage);
}

/** Ada proposes the sale, she, Ben and Cleo vote for it, and it opens. */
async function decide(stage: Stage): Promise<void> {
  const { network, cast, tell } = stage;
  const nep = sdk.validateNep(readNep(SALE), { fileName: basename(SALE) });
  const proposer = await cast.ada.getAddress();
  const proposal = sdk.encodeNep(nep, { proposer, contracts: { ...network.addresses } });
  await propose(stage, nep, proposal);
  const { proposalId } = proposal;
  const { snapshot } = await sdk.readProposal(network.governor, proposalId);
  await time.increaseTo(snapshot + 1);
  for (const name of Object.keys(STAKES) as (keyof typeof STAKES)[]) {
    const { receipt } = await sdk.vote(network.governor, cast[name], { proposalId, choice: "for" });
    tell.step({ who: title(name), what: "votes for", ...told(receipt) });
  }
  await activate(stage, proposal);
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

const title = (name: string) => name[0]!.toUpperCase() + name.slice(1);
