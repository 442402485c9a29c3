import type { Provider } from "ethers";

import { formatUnits } from "../calls/token";
import { PolityError } from "../errors";
import { TOKEN_DECIMALS } from "../format";
import { tryAs } from "../transaction";
import { OPERATION, type SafeTransaction } from "./transaction";

/**
 * Tries what a Safe's transaction calls, as the Safe and on the newest state: nothing happens. What one with a lower nonce
 * prepares is not there yet.
 * @throws PolityError in a sentence with why it would be refused; and for code that runs as the Safe's own, which no call
 * from outside can try.
 */
export async function trySafeTransaction(
  provider: Provider,
  safe: string,
  { to, value, data, operation }: Pick<SafeTransaction, "to" | "value" | "data" | "operation">,
): Promise<void> {
  if (operation !== OPERATION.call) {
    throw new PolityError(`it runs the code of ${to} as the Safe's own, which cannot be tried`, {
      hint: "do not sign it here; a call says the same in the open",
    });
  }
  if (value > 0n) {
    // Some nodes make such a call although nobody could pay for it.
    const balance = await provider.getBalance(safe);
    if (balance < value) {
      const ether = (wei: bigint) => formatUnits(wei, { symbol: "ETH", decimals: TOKEN_DECIMALS });
      throw new PolityError(`the Safe has ${ether(balance)}, and it sends ${ether(value)}`, {
        hint: "send the Safe what is missing first",
      });
    }
  }
  await tryAs(provider, safe, { to, value, data });
}
