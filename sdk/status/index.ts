import type { AnyDomain } from "../core/domain";
import type { Network } from "../network";
import { getBlock } from "../provider";
import type { AnyStanding, Status, StatusWords } from "./types";

export type { Status, StatusWords } from "./types";

/** What each domain adds to a status, in the order of the list. */
async function standingsOf(domains: readonly AnyDomain[]): Promise<AnyStanding[]> {
  const loaded = domains.map(async ({ status }) => (status ? [(await status()).standing] : []));
  return (await Promise.all(loaded)).flat();
}

/**
 * Reads how a network stands. Sends nothing.
 * @param fromBlock The deployment's block, or an earlier one.
 */
export async function readStatus(network: Network, fromBlock: number): Promise<Status> {
  const [{ number: block, timestamp: time }, standings] = await Promise.all([
    getBlock(network.governor.runner!.provider!, "latest"),
    standingsOf(network.domains),
  ]);
  const read = standings.map((standing) => standing.read(network, { block, time, fromBlock }));
  return Object.assign({ now: time, block }, ...(await Promise.all(read))) as Status;
}

/** A status in words: what each domain says of it, in their order. */
export async function describeStatus(network: Network, status: Status): Promise<StatusWords[]> {
  const standings = await standingsOf(network.domains);
  return standings.map(({ words }) => words(status as never, network));
}
