import type { Provider, TransactionReceipt, TransactionResponse } from "ethers";

/** A transaction that was given to a wallet: enough to find out what became of it, also after the page was closed. */
export interface SentTransaction {
  chainId: number;
  hash: string;
  /** Who sent it. */
  account: string;
  to: string;
  data: string;
  /** What it does, as its sender read it. */
  words: readonly string[];
  /** The action that it belongs to. */
  title: string;
  /** When the wallet gave its hash, in milliseconds. */
  sent: number;
  /** The newest block then. */
  block: number;
  /** Known as soon as a node shows it. */
  nonce?: number;
}

/** What became of it. `hash` is that of the transaction that counts: a wallet may have sent another in its place. */
export type Outcome =
  | { is: "mined"; hash: string; block: number }
  | { is: "reverted"; hash: string; block: number }
  /** The sender cancelled it, or used its nonce for something else. */
  | { is: "replaced"; how: "canceled" | "other"; hash?: string };

/** What a look at the chain shows. */
export type Sighting =
  | Outcome
  | { is: "waiting"; nonce?: number }
  /** No node shows it, and its nonce is free: it may have been dropped. */
  | { is: "unknown" };

/** What is asked of a node. */
export type Chain = Pick<
  Provider,
  "getTransactionReceipt" | "getTransaction" | "getTransactionCount" | "getBlockNumber" | "getBlock"
>;

/** Blocks that are searched for what took the place of a transaction. */
const SEARCHED = 500;

/** Looks once what became of a transaction. @throws what the node throws when it cannot be asked. */
export async function look(chain: Chain, sent: SentTransaction): Promise<Sighting> {
  const receipt = await chain.getTransactionReceipt(sent.hash);
  if (receipt) return settled(receipt);
  const response = await chain.getTransaction(sent.hash);
  const nonce = response?.nonce ?? sent.nonce;
  if (nonce !== undefined && (await chain.getTransactionCount(sent.account)) > nonce) {
    // It may have got into a block between two questions.
    const late = await chain.getTransactionReceipt(sent.hash);
    return late ? settled(late) : findReplacement(chain, { ...sent, nonce });
  }
  if (!response) return { is: "unknown" };
  return { is: "waiting", nonce: response.nonce };
}

/** The same call with more gas is the same transaction to its sender. */
async function findReplacement(
  chain: Chain,
  { account, nonce, to, data, block }: SentTransaction & { nonce: number },
): Promise<Sighting> {
  const last = await chain.getBlockNumber();
  for (let number = Math.max(block, last - SEARCHED); number <= last; number++) {
    const found = (await chain.getBlock(number, true))?.prefetchedTransactions.find(
      (one: TransactionResponse) => one.from === account && one.nonce === nonce,
    );
    if (!found) continue;
    if (found.to === to && found.data === data) {
      const receipt = await chain.getTransactionReceipt(found.hash);
      // Behind one address there may be several nodes, of which one does not know of it yet.
      return receipt ? settled(receipt) : { is: "waiting", nonce };
    }
    const how = found.to === account && found.data === "0x" ? "canceled" : "other";
    return { is: "replaced", how, hash: found.hash };
  }
  return { is: "replaced", how: "other" };
}

const settled = ({ status, hash, blockNumber }: TransactionReceipt): Outcome => ({
  is: status === 1 ? "mined" : "reverted",
  hash,
  block: blockNumber,
});
