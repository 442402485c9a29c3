import { EXCLUDED, EXCLUDED_KEY } from "../core/excluded";
import type { Network } from "../network";
import { isRefused } from "../provider";

/** What a network counts as votes. */
export interface VoteSource {
  /** Whether a token in a wallet is a vote. */
  held: boolean;
  /** The escrow, and the longest lock it takes, in weeks; absent where locks do not count. */
  escrow?: { address: string; maxWeeks: number };
}

/**
 * Votes that can be cast, as of a second that is over: all that there are but those of {@link EXCLUDED}, as the governor's
 * quorum counts them. In base units.
 */
export async function readElectorate(
  { votes }: Pick<Network, "votes">,
  time: number,
  blockTag: number | "latest" = "latest",
): Promise<bigint> {
  const at = { blockTag };
  const [all, excluded] = await Promise.all([
    votes.getPastTotalSupply(time, at),
    votes.getPastVotes(EXCLUDED, time, at),
  ]);
  return all > excluded ? all - excluded : 0n;
}

/** Whether tokens vote while they are in a wallet. */
export const heldVotes = ({ addresses }: Pick<Network, "addresses">): boolean =>
  addresses.VoteEscrow === undefined || addresses.CombinedVotes !== undefined;

/** The same of what counts a type's votes; nothing if that fails, as only a type's own source can. */
export async function sourceElectorate(
  { votes }: Pick<Network, "votes">,
  source: string | undefined,
  time: number,
): Promise<bigint | undefined> {
  if (source === undefined) return readElectorate({ votes }, time);
  try {
    return await readElectorate({ votes: votes.attach(source) as Network["votes"] }, time);
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}

/** What the network's governor counts: tokens held, locks, or both. */
export async function readVoteSource({ addresses, escrow }: Network): Promise<VoteSource> {
  const held = heldVotes({ addresses });
  if (!escrow) return { held };
  const maxWeeks = Number(await escrow.MAX_WEEKS());
  return { held, escrow: { address: addresses.VoteEscrow!, maxWeeks } };
}

export { EXCLUDED, EXCLUDED_KEY };
