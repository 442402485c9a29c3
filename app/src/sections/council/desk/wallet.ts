import { ZeroHash } from "ethers";

import { buildSafeTransaction, type SafeId } from "@polity/sdk/safe/transaction";
import type { SafeFile } from "@polity/sdk/safe/file";
import type { FoundWallet } from "../../../wallet/eip1193";
import { safeProvider } from "../../../wallet/safe-provider";

export const DESK_WALLET = "polity.desk";

/**
 * The council's Safe as a wallet of the page: whatever is sent with it lies on the desk, for the members to sign. It has no
 * key, signs nothing and sends nothing.
 * @param nonceOf The nonce for the next transaction.
 * @param put Keeps it.
 */
export function deskWallet(
  safe: SafeId,
  { nonceOf, put }: { nonceOf: () => Promise<number>; put: (file: SafeFile) => void },
): FoundWallet {
  return {
    ...{ id: DESK_WALLET, name: "The council’s Safe, by its desk" },
    handsOver:
      "It lies on the council’s desk. It happens once enough members have signed it there. If it is the first of several steps, like the approval of a fee, do the same again afterwards.",
    provider: safeProvider(safe, async (request) => {
      put({ safe, transaction: buildSafeTransaction(request, await nonceOf()), signatures: [] });
      return ZeroHash;
    }),
  };
}
