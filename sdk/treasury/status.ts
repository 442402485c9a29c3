import { contractName, formatUnits } from "../calls";
import { wordText } from "../calls/words";
import { formatDuration } from "../format";
import { say } from "../language";
import type { Network } from "../network";
import type { Standing } from "../status/types";
import { indent, moment, until } from "../status/words";
import { readTreasury, type Holding, type TreasuryState } from "./state";

export interface TreasuryStatus {
  /** Absent in a network without a treasury. */
  treasury?: TreasuryState;
}

export const standing: Standing<TreasuryStatus> = {
  read: async (network, at) => (network.treasury ? { treasury: await readTreasury(network, at) } : {}),
  words: ({ treasury, now }, network) => (treasury ? { details: [linesOf(treasury, network, now)] } : {}),
};

function linesOf(
  { address, holdings, budgets, recurring }: TreasuryState,
  { addresses }: Network,
  now: number,
): string[] {
  const units = new Map(holdings.map(({ token, unit }) => [token, unit]));
  const amount = (count: bigint, token: string) =>
    formatUnits(count, units.get(token) ?? { symbol: `base units of ${token}` });
  const what = (category: string) => (BigInt(category) === 0n ? "anything" : wordText(category));
  return [
    `treasury ${address}`,
    ...indent(
      holdings
        .filter(({ balance, cap, raise }) => balance > 0n || cap > 0n || raise)
        .map((holding) => holdingLine(holding, now)),
    ),
    ...indent(
      budgets.map(
        ({ id, spender, token, category, amount: each, period, end, available, status }) =>
          `budget ${id}, ${status}: ${amount(each, token)} per ${formatDuration(period)} for ${what(category)}, spent by ${contractName(addresses, spender)}; ${amount(available, token)} left now, ${until(end, now, say("ends"), say("ended"))}`,
      ),
    ),
    ...indent(
      recurring.map(
        ({ id, payee, token, category, amount: each, period, left, due }) =>
          `recurring payment ${id}: ${amount(each, token)} per ${formatDuration(period)} for ${what(category)} to ${contractName(addresses, payee)}; ${left} to come, ${until(due, now, "the next is due", "the next has been due since")}`,
      ),
    ),
  ];
}

function holdingLine({ unit, balance, cap, raise, left }: Holding, now: number): string {
  const has = formatUnits(balance, unit);
  if (cap === 0n && !raise) return `${has}, without a cap: nothing of it may leave`;
  const more = raise ? `, ${formatUnits(raise.cap, unit)} from ${moment(raise.at, now)}` : "";
  return `${has}; cap ${formatUnits(cap, unit)}${more}; ${formatUnits(left.votes, unit)} of it left for votes, ${formatUnits(left.grants, unit)} for budgets`;
}
