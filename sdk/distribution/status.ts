import { formatUnits, readTokenUnit, type TokenUnit } from "../calls";
import { formatTokens } from "../format";
import { say } from "../language";
import type { Standing } from "../status/types";
import { until } from "../status/words";
import { readDistributions, type DistributionView } from "./distributions";
import { readSales, type SaleView } from "./sales";

export interface DistributionStatus {
  /** Those that are not over; absent in a network that sells nothing. */
  sales?: (SaleView & { unit: TokenUnit })[];
  /** Those that are not over; absent in a network that distributes nothing by list. */
  distributions?: DistributionView[];
}

export const standing: Standing<DistributionStatus> = {
  async read(network, { block }) {
    const { sale, distributor } = network;
    const [sales, distributions] = await Promise.all([
      sale && readSales(sale, block),
      distributor && readDistributions(distributor, block),
    ]);
    const live = sales?.filter(({ status }) => status === "pending" || status === "open");
    return {
      ...(live && {
        sales: await Promise.all(
          live.map(async (each) => ({ ...each, unit: await readTokenUnit(network, each.payment) })),
        ),
      }),
      ...(distributions && { distributions: distributions.filter(({ status }) => status === "open") }),
    };
  },

  words({ sales = [], distributions = [], now }) {
    const lines = [
      ...sales.map((each) => saleLine(each, now)),
      ...distributions.map((each) => distributionLine(each, now)),
    ];
    return lines.length > 0 ? { details: [lines] } : {};
  },
};

function saleLine(sale: SaleView & { unit: TokenUnit }, now: number): string {
  const { id, status, start, end, sold, amount, price, endPrice, raised, least, unit } = sale;
  const falls = endPrice < price ? `, falling to ${formatUnits(endPrice, unit)}` : "";
  const needed = least > 0n ? ` of at least ${formatUnits(least, unit)}` : "";
  const when =
    status === "pending"
      ? until(start, now, say("begins"), say("began"))
      : until(end, now, say("ends"), say("ended"));
  return (
    `sale ${id}: ${formatTokens(sold)} of ${formatTokens(amount)} tokens sold, at ${formatUnits(price, unit)} each${falls}; ` +
    `${formatUnits(raised, unit)}${needed} raised; ${when}`
  );
}

const distributionLine = ({ id, amount, left, end }: DistributionView, now: number): string =>
  `distribution ${id}: ${formatTokens(left)} of ${formatTokens(amount)} tokens are left to claim; ${until(end, now, say("ends"), say("ended"))}`;
