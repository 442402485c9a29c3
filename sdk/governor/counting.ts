import { AbiCoder } from "ethers";

import type { NetworkGovernor } from "../../typechain-types";
import { IERC5805__factory } from "../../typechain-types/factories/@openzeppelin/contracts/interfaces/IERC5805__factory";
import { formatPercent } from "../format";
import type { Network } from "../network";
import { isRefused } from "../provider";
import { SOURCE_WORDS, type TypeRules } from "./rules";

/** How the votes on a type's proposals count, where it is not by the network's own votes and an ordinary vote. */
export type Counting = Pick<TypeRules, "voteSource" | "vetoBps" | "minVoters">;

/** Parameters by which the governor answers with an account's votes as that proposal counts them. */
export const countedOn = (proposalId: bigint): string =>
  AbiCoder.defaultAbiCoder().encode(["uint256"], [proposalId]);

/** The votes that an account can cast on a proposal, as of a second that is over; in base units of what counts them. */
export const weightOf = (
  governor: NetworkGovernor,
  proposalId: bigint,
  account: string,
  snapshot: bigint | number,
): Promise<bigint> => governor.getVotesWithParams(account, snapshot, countedOn(proposalId));

/**
 * The votes that an account can cast on a proposal; before its vote begins, what they would be if it began now. In base
 * units of what counts them.
 * @param now Seconds, of the newest block.
 * @returns Nothing if what counts them fails, as only a type's own source can.
 */
export async function readWeight(
  governor: NetworkGovernor,
  { id, snapshot }: { id: bigint; snapshot: number },
  account: string,
  now: number,
): Promise<bigint | undefined> {
  try {
    return await weightOf(governor, id, account, Math.min(snapshot, now - 1));
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}

/** The votes that an account has in types that count by the same; base units of what counts them. */
export interface TypeWeight {
  types: string[];
  /** Absent if what counts them fails, as only a type's own source can. */
  votes?: bigint;
}

/**
 * What an account could cast on proposals of some types whose votes began now, by what counts the votes of each.
 * @param book The types, each with its source where it has one of its own.
 * @param now Seconds, of the newest block.
 */
export async function readTypeWeights(
  { votes, governor }: Pick<Network, "votes" | "governor">,
  book: ReadonlyMap<string, Counting>,
  types: readonly string[],
  account: string,
  now: number,
): Promise<TypeWeight[]> {
  const own = await votes.getAddress();
  const bySource = new Map<string, string[]>();
  for (const type of types) {
    const source = book.get(type)?.voteSource ?? own;
    bySource.set(source, [...(bySource.get(source) ?? []), type]);
  }
  return Promise.all(
    [...bySource].map(async ([source, counted]): Promise<TypeWeight> => {
      try {
        const asked = IERC5805__factory.connect(source, governor.runner);
        return { types: counted, votes: await asked.getPastVotes(account, now - 1) };
      } catch (error) {
        if (isRefused(error)) return { types: counted };
        throw error;
      }
    }),
  );
}

/**
 * In words, what is special about how a type counts: nothing for an ordinary vote of the network's own votes.
 * @param nameOf What a source of votes is called.
 */
export function describeCounting(
  { voteSource, vetoBps, minVoters }: Counting,
  nameOf: (address: string) => string,
): string[] {
  return [
    ...(voteSource ? [sourceLine(nameOf(voteSource))] : []),
    ...(vetoBps
      ? [`it passes unless ${formatPercent(vetoBps)} of the votes that can be cast are against it`]
      : []),
    ...(minVoters ? [`at least ${minVoters} accounts must vote`] : []),
  ];
}

function sourceLine(name: string): string {
  const words = SOURCE_WORDS[name];
  return `the votes are those of ${name}${words ? `: ${words}` : ""}`;
}
