import { getAddress } from "ethers";

import { PolityError } from "@polity/sdk/errors";
import type { Eip1193 } from "./eip1193";

/** What a Safe is to do: `value` in wei. */
export interface SafeRequest {
  to: string;
  data: string;
  value: bigint;
}

/** By EIP-1193: what a provider does not know. */
const NOT_THERE = { code: 4200 };

/**
 * A Safe in the place of a wallet: it has an address and a chain, hands on what is to be sent, and signs nothing.
 * @param handOn Answers with the hash that the sender gets.
 */
export const safeProvider = (
  safe: { address: string; chainId: number },
  handOn: (request: SafeRequest) => Promise<string>,
): Eip1193 => ({
  async request({ method, params }) {
    switch (method) {
      case "eth_requestAccounts":
      case "eth_accounts":
        return [safe.address];
      case "eth_chainId":
        return `0x${safe.chainId.toString(16)}`;
      case "eth_sendTransaction": {
        const [{ to, data, value }] = params as [{ to: string; data: string; value?: string }];
        return handOn({ to: getAddress(to), data, value: BigInt(value ?? 0) });
      }
      default:
        throw Object.assign(
          new PolityError(`the Safe does not answer ${method}`, {
            hint: "connect a wallet of your own for that",
          }),
          NOT_THERE,
        );
    }
  },
});
