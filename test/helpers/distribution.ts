import { impersonateAccount, setBalance } from "@nomicfoundation/hardhat-network-helpers";
import { encodeBytes32String, id, parseEther, ZeroAddress } from "ethers";
import hre from "hardhat";

import { DAY } from "@polity/sdk/format";
import {
  encodeDistributionTerms,
  encodeSaleTerms,
  requireDistributor,
  requireSale,
  type DistributionTerms,
  type SaleTerms,
} from "@polity/sdk/distribution";
import { requireTreasury } from "@polity/sdk/treasury";
import type { Network } from "@polity/sdk/network";
import { deployPreset } from "./preset";

export const CATEGORY = encodeBytes32String("sale");

/** Distributed.ai, as {@link sellingOn} leaves it. */
export async function deploySelling() {
  const deployed = await deployPreset("distributed-ai");
  return { ...deployed, ...(await sellingOn(deployed.network)) };
}

/**
 * A network whose votes have granted a budget of 250,000 tokens to its sales (1) and one to its distributions (2). `vote` is
 * the timelock, as if a vote had passed.
 */
export async function sellingOn(network: Network) {
  const [sale, distributor, treasury] = [
    requireSale(network),
    requireDistributor(network),
    requireTreasury(network),
  ];
  await impersonateAccount(network.addresses.TimelockController);
  await setBalance(network.addresses.TimelockController, parseEther("10"));
  const vote = await hre.ethers.getSigner(network.addresses.TimelockController);
  for (const spender of [sale, distributor]) {
    await treasury.connect(vote).grantBudget({
      ...{ spender, token: network.token, amount: parseEther("250000"), start: 0, period: 365 * DAY },
      ...{ periods: 1, rollover: false, category: CATEGORY },
    });
  }
  const saleTerms = (changes: Partial<SaleTerms> = {}): SaleTerms => ({
    ...{ budgetId: 1n, payment: ZeroAddress, startPrice: parseEther("0.002"), endPrice: parseEther("0.001") },
    ...{ amount: parseEther("1000"), start: 0, duration: 10 * DAY, least: 0n, cap: 0n, category: CATEGORY },
    ...changes,
  });
  const openSale = async (changes?: Partial<SaleTerms>): Promise<bigint> => {
    await sale.connect(vote).open(encodeSaleTerms(saleTerms(changes)));
    return sale.saleCount();
  };
  const distributionTerms = (changes: Partial<DistributionTerms> = {}): DistributionTerms => ({
    ...{ budgetId: 2n, root: id("root"), listHash: id("list"), amount: parseEther("600") },
    ...{ duration: 90 * DAY, delivery: { destination: "wallet" } },
    ...changes,
  });
  const distribute = async (changes?: Partial<DistributionTerms>): Promise<bigint> => {
    await distributor.connect(vote).open(encodeDistributionTerms(distributionTerms(changes)));
    return distributor.distributionCount();
  };
  return {
    ...{ vote, sale, distributor, treasury },
    ...{ saleTerms, openSale, distributionTerms, distribute },
  };
}
