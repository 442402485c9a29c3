import { keccak256 } from "ethers";

import { failureOf, isPassing } from "./failure";
import { patiently, type RetryOptions } from "./patience";

/** A request as EIP-1193 has it. */
export interface RpcRequest {
  method: string;
  params?: readonly unknown[] | object;
}

/** Whether a request must not be made again unless the provider says that it did not listen. */
export const isAskedOnce = (method: string): boolean =>
  ONCE.test(method) || method === "eth_sendRawTransaction";

export type Requester = (request: RpcRequest) => Promise<unknown>;

/** What a node may do twice when it is asked twice; a signed transaction is the same one both times. */
const ONCE =
  /^(eth_sendTransaction|eth_sign|eth_signTypedData|personal_|wallet_|evm_|hardhat_(?!metadata)|anvil_)/;
const KNOWN = /already (known|imported|exists|in mempool)|known transaction|transaction already/i;

/**
 * A provider's `request`, with patience for each: what fails for now is asked again. A question that must not be asked
 * twice is asked again only when the provider said that it had not listened. A signed transaction that is known already
 * was taken at the first attempt: its hash is the answer.
 */
export function patientRequest(request: Requester, options: RetryOptions = {}): Requester {
  const { retries = isPassing } = options;
  return async (asked) => {
    const { method, params } = asked;
    const once = ONCE.test(method);
    let attempt = 0;
    try {
      return await patiently(
        () => {
          attempt += 1;
          return request(asked);
        },
        { ...options, retries: (failure) => retries(failure) && (!once || failure.kind === "limited") },
      );
    } catch (error) {
      const raw: unknown = Array.isArray(params) ? params[0] : undefined;
      const wasTaken =
        attempt > 1 && method === "eth_sendRawTransaction" && KNOWN.test(failureOf(error).words);
      if (wasTaken && typeof raw === "string") return keccak256(raw);
      throw error;
    }
  };
}
