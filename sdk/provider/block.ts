import type { Block, Provider } from "ethers";

import { patiently, type RetryOptions } from "./patience";

/**
 * A block that there is. A backend that lags behind others does not have it yet, and is asked again.
 * @throws What the provider fails with, when patience is over.
 */
export function getBlock(
  provider: Pick<Provider, "getBlock">,
  block: number | "latest",
  retry?: RetryOptions,
): Promise<Block> {
  return patiently(async () => {
    const found = await provider.getBlock(block);
    if (found) return found;
    throw new Error(`block ${block} is not available there yet`);
  }, retry);
}
