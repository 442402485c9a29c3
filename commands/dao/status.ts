import { contractName, formatUnits } from "../../sdk/calls";
import { wordText } from "../../sdk/calls/words";
import type { Network } from "../../sdk/deployment";
import { formatDuration, formatPercent, formatTimestamp } from "../../sdk/format";
import { nextStep, readStatus, type Status } from "../../sdk/status";
import type { Holding, TreasuryState } from "../../sdk/treasury";
import { tokens } from "../../scripts/demo/print";
import { formatTable } from "../../scripts/lib/table";
import { readingCommand } from "../core/context";
import { countdown, indent } from "../parts/proposals";

/** The network at a glance; it never writes. */
export default readingCommand({
  words: "Shows the network at a glance: version, parameters, proposals, totals, mandates",
  options: {},
  async run({ network, deployment }) {
    const status = await readStatus(network, deployment.block);
    const { now, block, version, parameters } = status;
    const lines = [
      `${deployment.name}, version ${version}, at ${formatTimestamp(now)}, block ${block}`,
      ...tokenLines(status),
      ...councilLines(status),
      ...(status.treasury ? treasuryLines(status.treasury, network, now) : []),
      "",
      ...proposalLines(status),
      "",
      formatTable(parameters.map(({ key, value }) => [key, value])),
    ];
    return { text: lines.join("\n"), json: status };
  },
});

function tokenLines({ supply, locked, votes, vesting }: Status): string[] {
  const share = (part: bigint) => formatPercent(supply === 0n ? 0n : (part * 10_000n) / supply);
  const staked = locked === undefined ? "" : `, of which ${tokens(locked)} locked (${share(locked)})`;
  return [
    `supply ${tokens(supply)}${staked}; ${tokens(votes)} votes can be cast`,
    ...(vesting
      ? [`vesting ${tokens(vesting.held)} in ${vesting.vaults} vaults (${share(vesting.held)})`]
      : []),
  ];
}

function councilLines({ guardian, council, now }: Status): string[] {
  const office =
    guardian === undefined
      ? "no council in office"
      : `council ${guardian.account} in office, ${until(guardian.until, now, "its mandate ends", "its mandate ended")}`;
  if (!council) return [office];
  const { address, members, threshold, nonce } = council;
  const seats = `${threshold} of ${members.length} sign, ${nonce} transactions so far`;
  return [office, `council's Safe ${address}: ${seats}`, ...indent(members)];
}

function treasuryLines(
  { address, holdings, budgets, recurring }: TreasuryState,
  { addresses }: Network,
  now: number,
): string[] {
  const units = new Map(holdings.map(({ token, unit }) => [token, unit]));
  const amount = (units_: bigint, token: string) =>
    formatUnits(units_, units.get(token) ?? { symbol: `base units of ${token}` });
  const what = (category: string) => (BigInt(category) === 0n ? "anything" : wordText(category));
  return [
    "",
    `treasury ${address}`,
    ...indent(
      holdings
        .filter(({ balance, cap, raise }) => balance > 0n || cap > 0n || raise)
        .map((holding) => holdingLine(holding, now)),
    ),
    ...indent(
      budgets.map(
        ({ id, spender, token, category, amount: each, period, end, available, status }) =>
          `budget ${id}, ${status}: ${amount(each, token)} per ${formatDuration(period)} for ${what(category)}, spent by ${contractName(addresses, spender)}; ${amount(available, token)} left now, ${until(end, now, "ends", "ended")}`,
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

function proposalLines({ proposals, past, now }: Status): string[] {
  return [
    `live proposals: ${proposals.length}, past ones: ${past}`,
    ...proposals.flatMap((proposal) => {
      const { what, at } = nextStep(proposal, now);
      const { title, stage, type, votes, quorum } = proposal;
      const coming = at === undefined ? what : until(at, now, what, what);
      return [
        `  ${title}`,
        `    ${stage}, ${type}: ${coming}; ${tokens(votes.for)} for, ${tokens(votes.against)} against, quorum ${tokens(quorum)}`,
      ];
    }),
  ];
}

const until = (at: number, now: number, coming: string, gone: string) =>
  `${at >= now ? coming : gone} ${moment(at, now)}`;

function moment(at: number, now: number): string {
  const away = countdown(Math.abs(at - now));
  return `${formatTimestamp(at)} (${at >= now ? `in ${away}` : `${away} ago`})`;
}
