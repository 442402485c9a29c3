import type { Credentials } from "../../typechain-types/contracts/people/Credentials";
import type { QuadraticVotes } from "../../typechain-types/contracts/people/QuadraticVotes";
import { decodeCode } from "../core/code";
import { findEvents } from "../events";
import { BPS, formatPercent } from "../format";
import type { Network } from "../network";

/** Questions that are asked of a provider at once, and accounts that one question is about: what a node computes for it. */
const AT_ONCE = 50;
const ABOUT = 100;

async function inTurn<T, R>(all: readonly T[], ask: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let i = 0; i < all.length; i += AT_ONCE)
    answers.push(...(await Promise.all(all.slice(i, i + AT_ONCE).map(ask))));
  return answers;
}

/** Everybody who was ever given a credential of a class. */
async function everIssued(
  credentials: Credentials,
  kind: bigint | number,
  fromBlock: number,
  blockTag: number | "latest",
): Promise<string[]> {
  const issued = await findEvents(credentials, credentials.filters.Issued(kind), {
    fromBlock,
    ...(blockTag !== "latest" && { toBlock: blockTag }),
  });
  return [...new Set(issued.map(({ args }) => args.account))];
}

/** Accounts that are counted in a class, also those whose credential has lapsed. `until` in seconds. */
export async function holdersOf(
  credentials: Credentials,
  kind: bigint | number,
  fromBlock: number,
  blockTag: number | "latest" = "latest",
): Promise<{ account: string; until: number }[]> {
  const accounts = await everIssued(credentials, kind, fromBlock, blockTag);
  const ends = await inTurn(accounts, (account) => credentials.untilOf(kind, account, { blockTag }));
  return accounts
    .map((account, i) => ({ account, until: Number(ends[i]!) }))
    .filter(({ until }) => until > 0);
}

/** What the persons of now could cast where votes are quadratic. Votes with 18 decimals. */
export interface Reach {
  /** Persons who can vote: for long enough, and with stake. */
  voters: number;
  /** What they have together. */
  votes: bigint;
  /** What quorums are a share of. */
  total: bigint;
  /** The types that count so, and whether all of them together could meet what it asks. */
  types: { type: string; quorum: bigint; quorumBps: number; minVoters: number; met: boolean }[];
}

/** Whether voters with these votes together can meet a quorum. */
export const isMet = (
  { voters, votes }: Pick<Reach, "voters" | "votes">,
  { quorum, minVoters }: { quorum: bigint; minVoters: number },
): boolean => votes >= quorum && voters >= minVoters;

/**
 * What the persons of a second that is over could cast by quadratic votes, and which types that is enough for.
 * @param time Seconds; a second before the block.
 * @returns Nothing where the network has no such votes.
 */
export async function readReach(
  {
    quadraticVotes: source,
    credentials,
    rulebook,
  }: Pick<Network, "quadraticVotes" | "credentials" | "rulebook">,
  fromBlock: number,
  time: number,
  blockTag: number | "latest" = "latest",
): Promise<Reach | undefined> {
  if (!source || !credentials) return undefined;
  const at = { blockTag };
  const [kind, total, codes, address] = await Promise.all([
    source.KIND(at),
    source.getPastTotalSupply(time, at),
    rulebook.types(at),
    source.getAddress(),
  ]);
  const [votes, rules] = await Promise.all([
    votesOf(source, credentials, kind, fromBlock, time, blockTag),
    Promise.all(codes.map((code) => rulebook.rulesOf(code, at))),
  ]);
  const all = { voters: votes.length, votes: votes.reduce((sum, one) => sum + one, 0n) };
  const types = rules.flatMap(({ voteSource, quorumBps, minVoters }, i) => {
    if (voteSource !== address) return [];
    const needed = { quorum: (quorumBps * total) / BigInt(BPS), minVoters: Number(minVoters) };
    return [
      { type: decodeCode(codes[i]!), quorumBps: Number(quorumBps), ...needed, met: isMet(all, needed) },
    ];
  });
  return { ...all, total, types };
}

async function votesOf(
  source: QuadraticVotes,
  credentials: Credentials,
  kind: bigint,
  fromBlock: number,
  time: number,
  blockTag: number | "latest",
): Promise<bigint[]> {
  const accounts = await everIssued(credentials, kind, fromBlock, blockTag);
  const parts = Array.from({ length: Math.ceil(accounts.length / ABOUT) }, (_, i) =>
    accounts.slice(i * ABOUT, (i + 1) * ABOUT),
  );
  const votes = await inTurn(parts, (part) => source.getPastVotesOf(part, time, { blockTag }));
  return votes.flatMap((each) => each.filter((one) => one > 0n));
}

/** What {@link readReach} found, a sentence for each type; one that nobody could meet today says what is missing. */
export function reachLines({ voters, votes, total, types }: Reach): string[] {
  const share =
    total === 0n ? "no votes are there" : `${formatPercent((votes * BigInt(BPS)) / total)} of all`;
  const who = voters === 1 ? "one person" : `${voters} persons`;
  return types.map(({ type, quorumBps, quorum, minVoters, met }) => {
    const can = `NEP-${type}: ${who} could vote today, with ${share}`;
    if (met) return `${can}; it takes ${minVoters} and ${formatPercent(quorumBps)}`;
    const missing = [
      ...(voters < minVoters ? [`${minVoters} have to vote`] : []),
      ...(votes < quorum ? [`${formatPercent(quorumBps)} have to take part`] : []),
    ];
    return `${can}, and none of its proposals can pass: ${missing.join(" and ")}`;
  });
}
