import type { Filter, Log, Provider } from "ethers";

/** All logs of a filter from a block on. What a provider refuses is asked for again by halves. */
export async function logsOf(
  provider: Provider,
  filter: Pick<Filter, "address" | "topics">,
  fromBlock: number,
): Promise<Log[]> {
  const last = await provider.getBlockNumber();
  const logs: Log[] = [];
  let span = last - fromBlock + 1;
  for (let first = fromBlock; first <= last;) {
    const end = Math.min(last, first + span - 1);
    try {
      logs.push(...(await provider.getLogs({ ...filter, fromBlock: first, toBlock: end })));
      first = end + 1;
    } catch (error) {
      if (end === first) throw error;
      span = Math.ceil((end - first + 1) / 2);
    }
  }
  return logs;
}
