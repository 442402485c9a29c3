import { ZeroAddress, type Provider } from "ethers";

import { readTokenUnit, type TokenUnit } from "@polity/sdk/calls/token";
import type { Network } from "@polity/sdk/deployment";
import { comingWeeks, monthEnds, PERMANENT, WEEK } from "@polity/sdk/escrow/time";
import { readAccount, type EscrowAccount } from "@polity/sdk/escrow/read";
import { heldVotes, readElectorate } from "@polity/sdk/votes";

/** An account as its owner sees it. Amounts and votes in base units. */
export interface Holder {
  account: string;
  unit: TokenUnit;
  /** Tokens in the wallet. */
  held: bigint;
  /** Of the chain's own currency, in wei: what gas is paid with. */
  gas: bigint;
  /** What the governor counts now, and all that can be cast. */
  votes: bigint;
  allVotes: bigint;
  /** Whom the tokens in the wallet count for, where such tokens vote. */
  heldDelegatee?: string;
  /** What is in the escrow, where there is one. */
  escrow?: EscrowAccount;
}

export async function readHolder(network: Network, provider: Provider, account: string): Promise<Holder> {
  const { token, votes, escrow, addresses } = network;
  const [unit, held, gas, now, allVotes, heldDelegatee, locked] = await Promise.all([
    readTokenUnit(network, addresses.GovernanceToken),
    token.balanceOf(account),
    provider.getBalance(account),
    votes.getVotes(account),
    // We ask for the second before: the contract knows totals of the past only.
    provider.getBlock("latest").then((block) => readElectorate(network, block!.timestamp - 1)),
    token.delegates(account),
    escrow && readAccount(escrow, account),
  ]);
  return {
    ...{ account, unit, held, gas, votes: now, allVotes },
    ...(heldVotes(network) && { heldDelegatee }),
    ...(locked && { escrow: locked }),
  };
}

export const isNobody = (account: string | undefined) => account === undefined || account === ZeroAddress;

/**
 * Ends to choose from for a lock: each of the next weeks, then fewer, and always the last one. Seconds.
 * @param after Ends must be later than this; default now.
 */
export function endsOf({ now, maxWeeks }: Pick<EscrowAccount, "now" | "maxWeeks">, after = now): number[] {
  const last = Math.floor((now + maxWeeks * WEEK) / WEEK) * WEEK;
  const all = comingWeeks(now, maxWeeks).filter((end) => end > after && end <= last);
  return all.filter((end, i) => i < 8 || (i < 52 ? i % 4 === 3 : i % 13 === 12) || end === all.at(-1));
}

/** Times at which a forecast tells something: weeks for short locks, months for long ones; never more than 16. */
export function forecastTimes({ now, maxWeeks, locks }: EscrowAccount): number[] {
  const last = Math.max(0, ...locks.map(({ unlockTime }) => unlockTime));
  const weeks = Math.min(maxWeeks, Math.ceil((last - now) / WEEK));
  if (weeks <= 0) return [];
  if (weeks <= 16) return comingWeeks(now, weeks);
  const months = Math.ceil((weeks * 7) / 30);
  const step = Math.ceil(months / 16);
  return monthEnds(now, months + step).filter((_, i) => i % step === step - 1);
}

/** Whether some power will go without anything being done. */
export const decays = ({ locks, now }: EscrowAccount) =>
  locks.some(({ unlockTime }) => unlockTime !== PERMANENT && unlockTime > now);
