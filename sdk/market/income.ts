import { getAddress } from "ethers";

import type { Market } from "../../typechain-types/contracts/market/Market";
import { Till__factory } from "../../typechain-types/factories/contracts/market/Till__factory";
import { columnsOf, type Cell, type Table } from "../analytics/table";
import { scanAll } from "../events/scan";
import { readServices, type Service } from "./read";

/** What a service was paid in a token and how it was split, in base units. */
export interface Income {
  service: bigint;
  provider: string;
  token: string;
  came: bigint;
  /** The network's share, of which `burned` was burned. */
  network: bigint;
  burned: bigint;
  /** Set aside for apps, and of it what was given to those that channels name. */
  developers: bigint;
  given: bigint;
  /** The provider's own share. */
  rest: bigint;
}

/** Tills that are asked about at once. */
const AT_ONCE = 500;

/** What services were paid between two blocks, by service and token: what tills have split. */
export async function readIncome(
  market: Market,
  { fromBlock, toBlock }: { fromBlock: number; toBlock: number },
): Promise<Income[]> {
  const services = await readServices(market, toBlock);
  const found = new Map<string, Income>();
  for (let i = 0; i < services.length; i += AT_ONCE)
    await addIncome(found, market, services.slice(i, i + AT_ONCE), { fromBlock, toBlock });
  return [...found.values()].sort((a, b) => (a.service < b.service ? -1 : 1));
}

async function addIncome(
  found: Map<string, Income>,
  market: Market,
  services: readonly Service[],
  blocks: { fromBlock: number; toBlock: number },
): Promise<void> {
  const events = Till__factory.createInterface();
  const topics = [[events.getEvent("Swept").topicHash, events.getEvent("Attributed").topicHash]];
  const byTill = new Map(services.map((service) => [getAddress(service.till), service]));
  const logs = await scanAll(market.runner!.provider!, { address: [...byTill.keys()], topics }, blocks);
  for (const log of logs) {
    const { id: service, provider } = byTill.get(getAddress(log.address))!;
    const event = events.parseLog(log)!;
    const { token, app, ...of } = event.args.toObject() as Record<string, bigint> & {
      token: string;
      app: string;
    };
    const key = `${service} ${token}`;
    const none = { came: 0n, network: 0n, burned: 0n, developers: 0n, given: 0n, rest: 0n };
    const income = found.get(key) ?? { service, provider, token: token, ...none };
    found.set(key, income);
    if (event.name === "Attributed") {
      // What no app has brought is the provider's.
      if (app === provider) {
        income.developers -= of.amount!;
        income.rest += of.amount!;
      } else income.given += of.amount!;
      continue;
    }
    income.came += of.amount!;
    income.network += of.network!;
    income.burned += of.burned!;
    income.developers += of.developers!;
    income.rest += of.provider!;
  }
}

/** What services were paid, as a table of a report. */
export function incomeTable(incomes: readonly Income[]): Table {
  const amounts = ["came", "network", "burned", "developers", "given", "rest"] as const;
  return {
    title: "What services were paid",
    method:
      "What the tills of the market have split in the period, by service and token: what came, the network's share and what was burned of it, what is for apps and what was given to those that brought the payers, and the provider's share. Where no app has brought a payer, the provider gets that, too. What was paid and not split yet is not in it, nor what users paid past a till.",
    columns: columnsOf(
      ["Service", "count"],
      ["Provider", "account"],
      ["Came", "amount"],
      ["The network's", "amount"],
      ["Burned of it", "amount"],
      ["For apps", "amount"],
      ["Given to apps", "amount"],
      ["The provider's", "amount"],
    ),
    rows: incomes.map((income): Cell[] => [
      ...[Number(income.service), income.provider],
      ...amounts.map((name) => ({ token: income.token, units: income[name] })),
    ]),
  };
}
