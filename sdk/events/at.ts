import type { Provider } from "ethers";

import { PolityError } from "../errors";
import { formatTimestamp } from "../format";
import { getBlock } from "../provider";

/**
 * The number of the last block before a time (seconds), found by halves.
 * @param first A block before which nobody needs to look.
 * @throws PolityError when `first` itself is not before it.
 */
export async function blockBefore(
  provider: Pick<Provider, "getBlock">,
  time: number,
  first = 0,
): Promise<number> {
  const isBefore = async (block: number) => (await getBlock(provider, block)).timestamp < time;
  if (!(await isBefore(first))) {
    throw new PolityError(`nothing had happened by ${formatTimestamp(time)}: block ${first} is not older`, {
      hint: "give a period that ends later",
    });
  }
  let [low, high] = [first, (await getBlock(provider, "latest")).number];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (await isBefore(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
