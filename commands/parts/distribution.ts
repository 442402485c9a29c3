import type { Network } from "@polity/sdk/deployment";
import * as distribution from "@polity/sdk/distribution";
import { checkPayee } from "@polity/sdk/treasury";
import { readText } from "../../scripts/lib/text";
import type { Context } from "../core/context";
import { numberOf } from "./treasury";

/** Words of options that several commands have. */
export const SALE = "The sale; list shows them";
export const DISTRIBUTION = "The distribution; list shows them";
export const ALLOW_LIST = "CSV of the accounts that may buy, with the column account";
export const LIST = "The published list, as build wrote it";

/** The sale of this number, as it is now. */
export function saleOf({ network }: Context, value: string): Promise<distribution.SaleView> {
  return distribution.readSale(distribution.requireSale(network), numberOf("id", value));
}

/** The distribution of this number, as it is now. */
export function distributionOf({ network }: Context, value: string): Promise<distribution.DistributionView> {
  return distribution.readDistribution(distribution.requireDistributor(network), numberOf("id", value));
}

/** The tree of those who may buy, of a file. */
export function accountTreeOf({ addressOf }: Context, file: string): distribution.AccountTree {
  const text = readText(file, "give a CSV file of accounts");
  return distribution.buildAccountTree(distribution.parseAccounts(text, { file, addressOf }));
}

/** The list that was published, of a file. */
export const publishedList = (file: string): distribution.PublishedList =>
  distribution.parseList(readText(file, "give the published list"), file);

/** An account that can use what it gets of the network's token. */
export const recipientIn = (network: Network, account: string): string =>
  checkPayee(network, account, network.addresses.GovernanceToken);
