import { toQuantity, type Provider } from "ethers";

import type { Network } from "../network";
import { PolityError } from "../errors";
import { isScheduled, mayBeLeft } from "../governor/expire";
import { argumentsOf, listProposals, type ProposalRecord } from "../governor/proposals";
import { PROPOSAL_STATES } from "../governor/timeline";
import { getBlock, isRevert, wordsOf } from "../provider";
import { explainFailure } from "../reverts";
import { MAX_TRANSACTION_GAS, withMargin } from "../transaction";
import { readRecurring } from "../treasury/recurring";
import { dueInstalments, stepOf } from "./decide";
import {
  NonceTaken,
  StepRefused,
  type Fee,
  type KeeperChain,
  type Market,
  type Step,
  type World,
} from "./types";

export interface KeeperChainOptions {
  /** Who sends. */
  account: string;
  /** Sends a transaction as JSON-RPC has it, signed by the account, and tells its hash. */
  submit: (transaction: Record<string, string>) => Promise<string>;
  /** The deployment's block, or an earlier one. */
  fromBlock: number;
  /** Which proposals to look after; default all. */
  follows?: (proposal: ProposalRecord) => boolean;
  /** Also triggers instalments of the treasury's recurring payments. */
  recurring?: boolean;
}

/** Blocks that are read again each time, since they may have been replaced. */
const REORG = 128;

/** A network as a keeper sees it, through any provider. */
export async function keeperChain(network: Network, options: KeeperChainOptions): Promise<KeeperChain> {
  const { account, submit } = options;
  const provider = network.governor.runner!.provider!;
  const watched = new Map<bigint, Watched>();
  let read = options.fromBlock - 1;

  return {
    account,
    chainId: Number((await provider.getNetwork()).chainId),
    read: () => consistent(provider, readAt),
    market: () => readMarket(provider),
    simulate: (step) => simulate(provider, account, step),
    submit: async ({ call }, nonce, gas, fee) => {
      try {
        return await submit({
          ...{ from: account, to: call.to, data: call.data },
          ...{ nonce: toQuantity(nonce), gas: toQuantity(gas), ...hexFee(fee) },
        });
      } catch (error) {
        throw refusalOf(error);
      }
    },
    receipt: async (hash) => {
      const receipt = await provider.getTransactionReceipt(hash);
      if (!receipt) return undefined;
      const { blockNumber: block, status, gasUsed: gas } = receipt;
      return { hash, block, success: status === 1, gas };
    },
  };

  async function readAt({ number: block, timestamp: time }: Head): Promise<World> {
    await follow(block);
    const [mined, pending, due, payments] = await Promise.all([
      provider.getTransactionCount(account, block),
      provider.getTransactionCount(account, "pending"),
      Promise.all([...watched.values()].map((one) => proposalStep(one, block, time))),
      options.recurring && network.treasury ? paymentSteps(block, time) : [],
    ]);
    return { block, time, mined, pending, due: [...due.flat(), ...payments] };
  }

  /** Learns of proposals since the last look; those of blocks that may have been replaced are looked for again. */
  async function follow(block: number): Promise<void> {
    const fromBlock = Math.max(options.fromBlock, Math.min(read, block) - REORG + 1);
    const found = await listProposals(network, { fromBlock, toBlock: block });
    const ids = new Set(found.map(({ id }) => id));
    for (const [id, { record }] of watched) if (record.block >= fromBlock && !ids.has(id)) watched.delete(id);
    for (const record of found) {
      if (options.follows?.(record) === false) continue;
      watched.set(record.id, { ...watched.get(record.id), record });
    }
    read = block;
  }

  async function proposalStep(one: Watched, block: number, time: number): Promise<Step[]> {
    const { record } = one;
    // Nothing comes of it any more, and nothing undoes that.
    if (one.over !== undefined && one.over < block - REORG) return [];
    const at = { blockTag: block };
    const state = PROPOSAL_STATES[Number(await network.governor.state(record.id, at))]!;
    const eta = state === "Queued" ? Number(await network.governor.proposalEta(record.id, at)) : 0;
    const scheduled = mayBeLeft(state) && (await isScheduled(network, record, block));
    const over = OVER.includes(state) && !scheduled;
    if (!over) delete one.over;
    else one.over ??= block;
    const kind = stepOf({ state, eta, scheduled }, time);
    if (kind === undefined) return [];
    const call = await network.governor[kind].populateTransaction(...argumentsOf(record));
    return [{ kind, key: `${kind} ${record.id}`, name: nameOf(record), call }];
  }

  async function paymentSteps(block: number, time: number): Promise<Step[]> {
    const due = dueInstalments(await readRecurring(network.treasury!, block), time);
    return Promise.all(
      due.map(async ({ id, due: since }) => {
        const call = await network.treasury!.payRecurring.populateTransaction([id]);
        return { kind: "pay", key: `pay ${id} ${since}`, name: `recurring payment ${id}`, call } as const;
      }),
    );
  }
}

interface Watched {
  record: ProposalRecord;
  /** The block in which it was first seen to be over. */
  over?: number;
}

interface Head {
  number: number;
  hash: string;
  timestamp: number;
}

const OVER: readonly string[] = ["Canceled", "Defeated", "Expired", "Executed"];

const nameOf = ({ id, nep, title }: ProposalRecord) =>
  `${nep === undefined ? id.toString().slice(0, 10) : `NEP-${nep}`}: ${title}`;

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
  let gas: bigint;
  try {
    gas = await provider.estimateGas({ from, ...call });
  } catch (error) {
    throw isRefusal(error) ? new StepRefused(explainFailure(error)) : error;
  }
  if (gas <= MAX_TRANSACTION_GAS) return withMargin(gas);
  const reason = `it needs ${gas.toLocaleString("en")} gas, more than a transaction may have`;
  throw new StepRefused(new PolityError(reason, { hint: "it cannot be carried out as it is" }));
}

const hexFee = (fee: Fee) =>
  Object.fromEntries(Object.entries(fee).map(([name, wei]) => [name, toQuantity(wei)]));

const TAKEN = /nonce (is )?too low|nonce has already been used|already known|already imported|underpriced/i;
const REFUSED = /insufficient funds|enough funds|exceeds (the )?(block|balance|allowance)/i;

function isRefusal(error: unknown): boolean {
  return isRevert(error) || REFUSED.test(wordsOf(error));
}

/** What a node says to a transaction, sorted: the nonce is in use, a refusal, or a bad line. */
function refusalOf(error: unknown): unknown {
  const words = wordsOf(error);
  if (TAKEN.test(words)) return new NonceTaken(words);
  return isRefusal(error) ? new StepRefused(explainFailure(error)) : error;
}
