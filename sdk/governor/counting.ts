import { AbiCoder } from "ethers";

import type { NetworkGovernor } from "../../typechain-types";
import { formatPercent } from "../format";
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
