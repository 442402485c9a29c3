import { formatUnits, readTokenUnit, type TokenUnit } from "../calls";
import { findEvents } from "../events";
import type { Standing } from "../status/types";

/** Amounts of a token since the beginning, in base units. */
type InToken<Name extends string> = Record<Name, bigint> & { token: string; unit: TokenUnit };

const SPLIT = ["amount", "network", "burned"] as const;
const FEES = ["amount", "kept", "shared"] as const;

export interface MarketStatus {
  /** What tills of services have split: the network's share, and what of it was burned. Absent without a market. */
  serviceIncomes?: InToken<(typeof SPLIT)[number]>[];
  /** What the till of fees gave the treasury: for itself, and for those who contribute. Absent without one. */
  feeIncomes?: InToken<(typeof FEES)[number]>[];
}

export const standing: Standing<MarketStatus> = {
  async read(network, { block: toBlock, fromBlock }) {
    const { market, feeTill } = network;
    const blocks = { fromBlock, toBlock };
    const unitOf = (token: string) => readTokenUnit(network, token);
    const [split, fees] = await Promise.all([
      market && findEvents(market, market.filters.Swept(), blocks),
      feeTill && findEvents(feeTill, feeTill.filters.Swept(), blocks),
    ]);
    return {
      ...(split && { serviceIncomes: await byToken(SPLIT, split, unitOf) }),
      ...(fees && { feeIncomes: await byToken(FEES, fees, unitOf) }),
    };
  },

  words({ serviceIncomes = [], feeIncomes = [] }) {
    const services = serviceIncomes.map(
      ({ unit, amount, network, burned }) =>
        `services were paid ${formatUnits(amount, unit)}, of which the network has got ${formatUnits(network, unit)} and burned ${formatUnits(burned, unit)} of that`,
    );
    const fees = feeIncomes.map(
      ({ unit, amount, kept, shared }) =>
        `of ${formatUnits(amount, unit)} of fees the treasury keeps ${formatUnits(kept, unit)}; ${formatUnits(shared, unit)} are for those who contribute`,
    );
    const summary = [...services, ...fees];
    return summary.length > 0 ? { summary } : {};
  },
};

/** Sums by token, each with its unit: tokens are never added up. */
async function byToken<Name extends string>(
  names: readonly Name[],
  events: readonly { args: Record<Name, bigint> & { token: string } }[],
  unitOf: (token: string) => Promise<TokenUnit>,
): Promise<InToken<Name>[]> {
  const tokens = [...new Set(events.map(({ args }) => args.token))];
  return Promise.all(
    tokens.map(async (token) => {
      const own = events.filter(({ args }) => args.token === token);
      const sums = names.map((name) => [name, own.reduce((sum, { args }) => sum + args[name], 0n)] as const);
      const amounts = Object.fromEntries(sums) as Record<Name, bigint>;
      return { ...amounts, token, unit: await unitOf(token) };
    }),
  );
}
