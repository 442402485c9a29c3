import type { Memory } from "../src/wallet/session";
import type { Chain, SentTransaction } from "../src/actions/track";

/** For tests: what a browser keeps, for as long as the test. */
export function memoryOf(texts: Record<string, string | undefined> = {}): Memory & { texts: typeof texts } {
  return {
    texts,
    load: (name) => texts[name],
    save: (name, text) => {
      texts[name] = text;
    },
  };
}

export const ADA = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
export const BEN = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
export const TO = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

export const sentOf = (part: Partial<SentTransaction> = {}): SentTransaction => ({
  ...{ chainId: 31_337, hash: "0xaa", account: ADA, to: TO, data: "0x1234", words: ["locks"], title: "Lock" },
  ...{ sent: 0, block: 10 },
  ...part,
});

interface MinedTransaction {
  hash: string;
  from: string;
  nonce: number;
  to: string;
  data: string;
  block: number;
  status?: number;
}

/** For tests: a chain that a test writes. */
export class FakeChain {
  mined: MinedTransaction[] = [];
  pool: { hash: string; nonce: number }[] = [];
  nonce = 0;
  reachable = true;
  block = 10;

  readonly asChain = {
    getTransactionReceipt: (hash: string) =>
      this.#answer(() => {
        const found = this.mined.find((one) => one.hash === hash);
        return found ? { status: found.status ?? 1, hash, blockNumber: found.block } : null;
      }),
    getTransaction: (hash: string) => this.#answer(() => this.pool.find((one) => one.hash === hash) ?? null),
    getTransactionCount: () => this.#answer(() => this.nonce),
    getBlockNumber: () => this.#answer(() => this.block),
    getBlock: (number: number) =>
      this.#answer(() => ({ prefetchedTransactions: this.mined.filter(({ block }) => block === number) })),
  } as unknown as Chain;

  #answer<T>(read: () => T): Promise<T> {
    return this.reachable ? Promise.resolve(read()) : Promise.reject(new Error("no connection"));
  }
}
