import { getAddress } from "ethers";

import { PolityError } from "@polity/sdk/errors";
import { buildSafeTransaction, type SafeId } from "@polity/sdk/safe/transaction";
import type { SafeFile } from "@polity/sdk/safe/file";
import type { FoundWallet } from "../../../wallet/eip1193";

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
    handsOver: "It lies on the council’s desk. It happens once enough members have signed it there.",
    provider: {
      async request({ method, params }) {
        switch (method) {
          case "eth_requestAccounts":
          case "eth_accounts":
            return [safe.address];
          case "eth_chainId":
            return `0x${safe.chainId.toString(16)}`;
          case "eth_sendTransaction": {
            const [{ to, data, value }] = params as [{ to: string; data: string; value?: string }];
            const call = { to: getAddress(to), data, value: BigInt(value ?? 0) };
            put({ safe, transaction: buildSafeTransaction(call, await nonceOf()), signatures: [] });
            return `0x${"0".repeat(64)}`;
          }
          default:
            throw new PolityError(`the council's Safe does not answer ${method}`, {
              hint: "connect a wallet of your own for that",
            });
        }
      },
    },
  };
}
