import { toQuantity, type Provider } from "ethers";

import { formatCount } from "../format";
import type { Network } from "../network";
import { PolityError } from "../errors";
import { getBlock, isRevert, wordsOf } from "../provider";
import { explainFailure } from "../reverts";
import { MAX_TRANSACTION_GAS, withMargin } from "../transaction";
import { keepingsOf } from "./domains";
import {
  NonceTaken,
  StepRefused,
  type Fee,
  type KeeperChain,
  type Market,
  type Step,
  type Watch,
  type WatchOptions,
  type World,
} from "./types";

export interface DueOptions extends WatchOptions {
  /** The domains whose steps to take, by their names; default all that have some. */
  domains?: readonly string[];
}

export interface KeeperChainOptions extends DueOptions {
  /** Who sends. */
  account: string;
  /** Sends a transaction as JSON-RPC has it, signed by the account, and returns its hash. */
  submit: (transaction: Record<string, string>) => Promise<string>;
}

async function watchesOf(network: Network, options: DueOptions): Promise<Watch[]> {
  const wanted = network.domains.filter(({ name }) => options.domains?.includes(name) ?? true);
  return (await keepingsOf(wanted)).flatMap(({ watch }) => watch(network, options) ?? []);
}

/** What is due, all of it as of one block. */
export type Due = Pick<World, "block" | "time" | "due">;

/**
 * What reads what is due in a network, for somebody who takes single steps. Each reading asks for what has happened since the
 * one before it.
 */
export async function dueReader(network: Network, options: DueOptions): Promise<() => Promise<Due>> {
  const provider = network.governor.runner!.provider!;
  const watches = await watchesOf(network, options);
  return () =>
    consistent(provider, async ({ number: block, timestamp: time }) => {
      const due = await Promise.all(watches.map((watch) => watch({ block, time })));
      return { block, time, due: due.flat() };
    });
}

/** A network as a keeper sees it, through any provider. */
export async function keeperChain(network: Network, options: KeeperChainOptions): Promise<KeeperChain> {
  const { account, submit } = options;
  const provider = network.governor.runner!.provider!;
  const watches = await watchesOf(network, options);

  return {
    account,
    chainId: Number((await provider.getNetwork()).chainId),
    read: () => consistent(provider, readAt),
    market: () => readMarket(provider),
    simulate: async (step) => {
      try {
        return await simulate(provider, account, step);
      } catch (error) {
        throw isRefusal(error) ? await refused(error) : error;
      }
    },
    submit: async ({ call }, nonce, gas, fee) => {
      try {
        return await submit({
          ...{ from: account, to: call.to, data: call.data },
          ...{ nonce: toQuantity(nonce), gas: toQuantity(gas), ...hexFee(fee) },
        });
      } catch (error) {
        const words = wordsOf(error);
        if (TAKEN.test(words)) throw new NonceTaken(words);
        throw isRefusal(error) ? await refused(error) : error;
      }
    },
    receipt: async (hash) => {
      const receipt = await provider.getTransactionReceipt(hash);
      if (!receipt) return undefined;
      const { blockNumber: block, status, gasUsed: gas } = receipt;
      return { hash, block, success: status === 1, gas };
    },
  };

  async function refused(error: unknown): Promise<StepRefused> {
    return new StepRefused(await explainFailure(error, network.domains));
  }

  async function readAt({ number: block, timestamp: time }: Head): Promise<World> {
    const [mined, pending, due] = await Promise.all([
      provider.getTransactionCount(account, block),
      provider.getTransactionCount(account, "pending"),
      Promise.all(watches.map((watch) => watch({ block, time }))),
    ]);
    return { block, time, mined, pending, due: due.flat() };
  }
}

interface Head {
  number: number;
  hash: string;
  timestamp: number;
}

/** The keeper has a patience of its own. */
const AT_ONCE = { attempts: 1 };

/** Reads from one block. If another took its place meanwhile, what was read may be of both, and is read again. */
async function consistent<T>(provider: Provider, readAt: (head: Head) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const head = await getBlock(provider, "latest", AT_ONCE);
    const result = await readAt({ number: head.number, hash: head.hash!, timestamp: head.timestamp });
    if ((await provider.getBlock(head.number))?.hash === head.hash) return result;
    if (attempt === 3) throw new PolityError("the chain replaces blocks faster than they can be read");
  }
}

async function readMarket(provider: Provider): Promise<Market> {
  const [{ gasPrice, maxPriorityFeePerGas: tip }, head] = await Promise.all([
    provider.getFeeData(),
    provider.getBlock("latest"),
  ]);
  const baseFee = head?.baseFeePerGas;
  return { gasPrice: gasPrice ?? 0n, ...(typeof baseFee === "bigint" && { baseFee, tip: tip ?? 0n }) };
}

async function simulate(provider: Provider, from: string, { call }: Step): Promise<bigint> {
  const gas = await provider.estimateGas({ from, ...call });
  if (gas <= MAX_TRANSACTION_GAS) return withMargin(gas);
  const reason = `it needs ${formatCount(gas)} gas, more than a transaction may have`;
  throw new StepRefused(new PolityError(reason, { hint: "it cannot be carried out as it is" }));
}

const hexFee = (fee: Fee) =>
  Object.fromEntries(Object.entries(fee).map(([name, wei]) => [name, toQuantity(wei)]));

const TAKEN = /nonce (is )?too low|nonce has already been used|already known|already imported|underpriced/i;
const REFUSED = /insufficient funds|enough funds|exceeds (the )?(block|balance|allowance)/i;

function isRefusal(error: unknown): boolean {
  return isRevert(error) || REFUSED.test(wordsOf(error));
}
