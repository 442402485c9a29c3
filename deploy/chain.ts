import { getAddress, getNumber } from "ethers";

/** Anything that answers JSON-RPC: Hardhat's provider of a network, or one in the process. */
export interface Rpc {
  request(call: { method: string; params?: unknown[] }): Promise<unknown>;
}

/** A transaction in a block, as far as it has to be recognised. */
export interface Sent {
  hash: string;
  from: string;
  nonce: string;
}

/** A receipt as a node gives it, as far as a journal keeps it. */
export interface RawReceipt {
  blockHash: string;
  blockNumber: string;
  contractAddress?: string | null;
  status: string;
  logs: { address: string; logIndex: string; data: string; topics: string[] }[];
}

const hex = (block: number | "latest" | "pending") =>
  typeof block === "number" ? `0x${block.toString(16)}` : block;

/** The few questions that a deployment asks its chain, besides those of Ignition. */
export function chainOf(rpc: Rpc) {
  const ask = <T>(method: string, ...params: unknown[]) => rpc.request({ method, params }) as Promise<T>;
  const block = (at: number | "latest", full = false) =>
    ask<{ hash: string; number: string; timestamp: string; transactions: (Sent | string)[] } | null>(
      "eth_getBlockByNumber",
      hex(at),
      full,
    );
  return {
    id: async () => getNumber(await ask<string>("eth_chainId")),
    accounts: async () => (await ask<string[]>("eth_accounts")).map((account) => getAddress(account)),
    height: async () => getNumber(await ask<string>("eth_blockNumber")),
    latest: async () => {
      const { number, timestamp } = (await block("latest"))!;
      return { height: getNumber(number), timestamp: getNumber(timestamp) };
    },
    genesis: async () => (await block(0))!.hash,
    balance: async (account: string) => BigInt(await ask<string>("eth_getBalance", account, "latest")),
    code: (address: string) => ask<string>("eth_getCode", address, "latest"),
    receipt: (hash: string) => ask<RawReceipt | null>("eth_getTransactionReceipt", hash),
    /** How many transactions an account has sent, as of a block; the same number is its next nonce. */
    count: async (account: string, at: number | "latest" | "pending") =>
      getNumber(await ask<string>("eth_getTransactionCount", account, hex(at))),
    /** The account's transaction with this nonce, in the first block that has it, from `first` on. */
    async find(account: string, nonce: number, first: number): Promise<string | undefined> {
      for (let at = first; ; at++) {
        const found = await block(at, true);
        if (!found) return undefined;
        const mine = (found.transactions as Sent[]).find(
          ({ from, nonce: used }) => getAddress(from) === account && getNumber(used) === nonce,
        );
        if (mine) return mine.hash;
      }
    },
  };
}

export type Chain = ReturnType<typeof chainOf>;
