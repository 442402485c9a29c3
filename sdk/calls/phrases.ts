import { contractName } from "../core/names";
import { say } from "../language";
import type { Network } from "../network";
import { EXCLUDED } from "../core/excluded";
import { whyLost } from "../core/recipient";
import { formatUnits, readTokenUnit } from "./token";

/** The name of an account among the network's contracts, or its address. */
export const who = ({ addresses }: Network, account: string) => contractName(addresses, account);

const WARNING = say("warning: ");

/** A line that warns of something, where there is a reason to. */
export const warning = (of: string, why: string | undefined): string[] =>
  why === undefined ? [] : [`${WARNING}${of}: ${why}`];

/** Those of the lines about some calls that warn of what they do. */
export const warningsIn = (lines: readonly string[]): string[] =>
  lines.filter((line) => line.startsWith(WARNING)).map((line) => line.slice(WARNING.length));

/** Warns of a payment that nobody could use. */
export const lossWarning = (network: Network, to: string, token?: string): string[] =>
  warning(`what ${who(network, to)} gets is lost`, whyLost(network, to, token));

/** An amount of a token, with its symbol; the zero address is ether. */
export async function money(network: Network, token: string, units: bigint): Promise<string> {
  return formatUnits(units, await readTokenUnit(network, token));
}

/** An amount of the governance token, with its symbol. */
export const governanceTokens = (network: Network, units: bigint) =>
  money(network, network.addresses.GovernanceToken, units);

const VOTES = { symbol: say("votes"), decimals: 18 };

/** Words for the events that every source of votes has, by what it counts. */
export const votesLogs = (counted: string) => ({
  DelegateChanged: ({ network, args: [delegator, from, to] }: VotesScene<[string, string, string]>) => {
    const whom = (account: string) =>
      BigInt(account) === 0n || account === EXCLUDED ? "nobody" : who(network, account);
    return `the votes of ${who(network, delegator)}'s ${counted} count for: ${whom(from)} → ${whom(to)}`;
  },
  DelegateVotesChanged: ({
    network,
    args: [delegate, before, after],
  }: VotesScene<[string, bigint, bigint]>) =>
    delegate === EXCLUDED
      ? `votes of ${counted} that nobody may cast: ${formatUnits(before, VOTES)} → ${formatUnits(after, VOTES)}`
      : `${who(network, delegate)} can cast for ${counted}: ${formatUnits(before, VOTES)} → ${formatUnits(after, VOTES)}`,
  EIP712DomainChanged: silent,
});

interface VotesScene<Args> {
  readonly network: Network;
  readonly args: Readonly<Args>;
}

/** For events that say nothing which another does not say. */
export function silent(): undefined {
  return undefined;
}

/** What a delegation does to the votes of `what`. */
export function delegation(network: Network, to: string, what: string): string {
  if (BigInt(to) === 0n) return `takes the votes of ${what} from everybody: they do not count`;
  return `gives the votes of ${what} to ${who(network, to)}; the tokens stay where they are`;
}

/** What a delegation does that somebody signed and somebody else sends. */
export function relayedDelegation(network: Network, to: string, what: string): string {
  const whom = BigInt(to) === 0n ? "nobody" : who(network, to);
  return `hands in a signed delegation: the votes of its signer's ${what} go to ${whom}`;
}
