import { ZeroAddress } from "ethers";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN } from "../../config/local";
import { askedOf, buildReport, readMeasured, type Report, type ReportInput } from "../../report";
import { readText } from "../../scripts/lib/text";
import { GOVERNANCE, moneyOf, parsePrices, tokensOf, unitOf, type Period } from "@polity/sdk/analytics";
import { readTokenUnit } from "@polity/sdk/calls";
import type { Network } from "@polity/sdk/deployment";
import { PolityError } from "@polity/sdk/errors";
import { blockBefore } from "@polity/sdk/events";
import { TOKEN_DECIMALS } from "@polity/sdk/format";
import { chainSource, indexerSource, readHistory } from "@polity/sdk/history";
import { incomeTable, readIncome } from "@polity/sdk/market/income";
import { checkAddress } from "@polity/sdk/nep/actions";
import { getBlock } from "@polity/sdk/provider";
import { readVoteSource } from "@polity/sdk/votes";
import { text } from "../core/command";
import type { Context } from "../core/context";

/** What a report is made with, besides its period. */
export const REPORT = {
  explorer: text("Address of a block explorer, for links to transactions and accounts"),
  indexer: text("Address of an indexer to read final events from; default the chain alone"),
  prices: text("File of prices for figures in money, CSV or JSON: date,token,price,currency"),
};

export interface ReportOptions {
  /** Checked by {@link explorerOf}. */
  explorer?: string | undefined;
  indexer?: string | undefined;
  prices?: string | undefined;
}

/** The report of a period, from the chain, and whether the provider has forgotten who owned the council's Safe. */
export async function makeReport(
  { network, deployment, host: { provider }, say }: Context,
  period: Period,
  options: ReportOptions,
): Promise<{ report: Report; councilUnknown: boolean }> {
  const { indexer, explorer } = options;
  const token = await readTokenUnit(network, network.addresses.GovernanceToken);
  const prices = options.prices === undefined ? undefined : pricesOf(network, options.prices, token.symbol);
  const toBlock = await blockBefore(provider, period.to, deployment.block);
  const [chain, chainId] = [chainSource(provider), BigInt(deployment.chainId)];
  const history = await readHistory(network, {
    ...{ fromBlock: deployment.block, toBlock },
    source: indexer === undefined ? chain : indexerSource(indexer, chain, { chainId }),
    onProgress: ({ fromBlock, block, found }) =>
      say(`read ${block - fromBlock + 1} of ${toBlock - fromBlock + 1} blocks, ${found} events`),
  });
  const labels = new Map<string, string>(
    deployment.chainId === LOCAL_CHAIN ? Object.entries(LOCAL_ACCOUNTS).map(([name, at]) => [at, name]) : [],
  );
  const source = await readVoteSource(network);
  const { targets = [] } = deployment.conventions ?? {};
  const named = targets.flatMap(({ token }) => (token === undefined || token === GOVERNANCE ? [] : [token]));
  const counted = [...new Set([...(await tokensOf(network.domains, history)), ...named])];
  const each = counted.map(async (token) => [token, await readTokenUnit(network, token)] as const);
  const tokens = new Map(await Promise.all(each));
  const units = { token, tokens };
  const money = prices && moneyOf(prices, (token) => unitOf(token, units).decimals ?? 0);
  if (money) tokens.set(money.currency, { symbol: money.currency, decimals: TOKEN_DECIMALS });
  const { measured, aims } = await readMeasured(
    network.domains,
    history,
    { period, source, ...askedOf(deployment), money },
    targets,
  );
  const council = await councilOf(network, toBlock);
  const firstBlock = async () =>
    (await getBlock(provider, deployment.block)).timestamp >= period.from
      ? deployment.block
      : (await blockBefore(provider, period.from, deployment.block)) + 1;
  const income = network.market && [
    incomeTable(await readIncome(network.market, { fromBlock: await firstBlock(), toBlock })),
  ];
  const report = buildReport({
    ...{ history, deployment, period, explorer, source, units },
    measured: { ...measured, ...(income && { market: income }) },
    ...(aims && { aims }),
    ...(money && { money }),
    ...(council && { council }),
    nameOf: (address) => labels.get(address),
  });
  return { report, councilUnknown: network.council !== undefined && council === undefined };
}

/** Prices of the tokens that a file names: by address, as ETH, or the network's own by its symbol. */
function pricesOf({ addresses }: Network, file: string, symbol: string) {
  const tokenOf = (name: string) => {
    if (name === "ETH") return ZeroAddress;
    if (name === GOVERNANCE || name === symbol) return addresses.GovernanceToken;
    return checkAddress(name, `write ETH, ${symbol} or a token's address`);
  };
  return parsePrices(readText(file, "name a file of prices"), { file, tokenOf });
}

/** The address of an explorer as a person wrote it, checked. */
export function explorerOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol) && !/[\s"'<>()?#]/.test(given)) {
    return given.replace(/\/+$/, "");
  }
  throw new PolityError(`"${given}" is no address of an explorer`, {
    hint: "write one like https://sepolia.etherscan.io",
  });
}

/** Who owned the council's Safe at that block; undefined if there was no Safe, or if the provider has forgotten the state. */
async function councilOf({ council, addresses }: Network, blockTag: number): Promise<ReportInput["council"]> {
  if (!council) return undefined;
  try {
    const [owners, threshold] = await Promise.all([
      council.getOwners({ blockTag }),
      council.getThreshold({ blockTag }),
    ]);
    return { address: addresses.Council!, owners, threshold: Number(threshold) };
  } catch {
    return undefined;
  }
}
