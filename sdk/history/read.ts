import { id as hashText } from "ethers";

import type { Network } from "../network";
import { explain, PolityError } from "../errors";
import { scan, type ScanOptions, type ScanProgress } from "../events";
import { patiently, wordsOf } from "../provider";
import type { Checkpoint, HistoryCache } from "./cache";
import { foldingOf, type Folding } from "./fold";
import { chainSource, FINALITY, type BlockStamp, type HistoryLog, type HistorySource } from "./source";
import { Draft, type State } from "./state";
import type { History } from "./types";

export interface HistoryOptions extends ScanOptions {
  /** Where events come from; default the network's own provider. */
  source?: HistorySource;
  /** Keeps what is final, so that the next reading goes on from there; default nothing is kept. */
  cache?: HistoryCache;
  /** Blocks after which one is held for final; default 64. What is younger is read again every time. */
  finality?: number;
  /** Milliseconds between two savings of a long reading; default 5,000. */
  saveEvery?: number;
  /** Called when reading goes on without something: a cache that does not answer, or one of another chain. */
  onNotice?: (notice: PolityError) => void;
}

const SAVE_EVERY = 5_000;
const ATTEMPTS = 4;
/** Blocks that are asked for at once, where their times are wanted. */
const PARALLEL = 16;

/**
 * Reads all that happened in a network. The result is of one chain, whatever is reorganised meanwhile, and is to be read
 * only. An interrupted reading goes on, with the same cache, from what it had saved.
 * @throws PolityError when the events or the blocks cannot be read, when the provider leaves some out, or the chain keeps
 * changing.
 */
export async function readHistory(network: Network, options: HistoryOptions): Promise<History> {
  const { cache, onNotice, fromBlock } = options;
  const provider = network.governor.runner!.provider!;
  const plain = options.source ?? chainSource(provider);
  // Its logs have the patience of the scan.
  const source: HistorySource = {
    getBlock: (block) => patiently(() => plain.getBlock(block), options.retry),
    getBlockNumber: () => patiently(() => plain.getBlockNumber(), options.retry),
    getLogs: (filter) => plain.getLogs(filter),
  };
  const { chainId } = await unlessUnreachable(patiently(() => provider.getNetwork(), options.retry));
  const key = hashText(JSON.stringify([chainId.toString(), network.addresses, fromBlock]));
  const trying = async <T>(what: string, action: Promise<T> | undefined): Promise<T | undefined> => {
    try {
      return await action;
    } catch (cause) {
      onNotice?.(new PolityError(`the cache cannot be ${what}: ${explain(cause)}`, { hint: HINT, cause }));
      return undefined;
    }
  };
  const folding = await foldingOf(network);
  const found = await trying("read", cache?.load(key));
  // What other folds made is read anew, and replaced when that is saved.
  const kept = found?.schema === folding.schema ? found : undefined;
  // A reading of earlier days goes without the cache, and leaves it as it is.
  const isLater = kept !== undefined && kept.block.number > (options.toBlock ?? Infinity);
  const reading = new Reading(network, folding, source, options, {
    base: isLater ? undefined : kept,
    save: async (checkpoint) => {
      if (!isLater) await trying("written", cache?.save(key, checkpoint));
    },
  });
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const history = await reading.attempt();
    if (history) return history;
  }
  if (reading.missing !== undefined) {
    throw new PolityError(`the provider leaves events out: the chain has ${reading.missing}`, {
      hint: "use another provider",
    });
  }
  throw new PolityError(`the chain changed in each of ${ATTEMPTS} readings`, {
    hint: "try again in a minute, or use another provider",
  });
}

const HINT = "everything is read from the chain, every time; free some of the browser's storage";

interface Keeping {
  base: Checkpoint | undefined;
  save(checkpoint: Checkpoint): Promise<void>;
}

class Reading {
  #base: Checkpoint | undefined;
  #savedAt = Date.now();
  #found = 0;
  /** What the last attempt has found missing. */
  missing: string | undefined;

  constructor(
    readonly network: Network,
    readonly folding: Folding,
    readonly source: HistorySource,
    readonly options: HistoryOptions,
    readonly keeping: Keeping,
  ) {
    this.#base = keeping.base;
  }

  /** The history, or undefined if the chain was reorganised meanwhile, or events were left out. */
  async attempt(): Promise<History | undefined> {
    const head = await unlessUnreachable(this.#head());
    try {
      return await this.#read(head);
    } catch (error) {
      // What two chains say together may make no sense: then it is no error of either.
      if (!(await this.#isCurrent(head).catch(() => true))) return undefined;
      if (error instanceof MisfittingEvents && this.#base) {
        // What was kept may lack what an honest provider would have given.
        this.#base = undefined;
        return undefined;
      }
      throw readable(error);
    }
  }

  async #read(head: BlockStamp): Promise<History | undefined> {
    const { finality = FINALITY, saveEvery = SAVE_EVERY } = this.options;
    const base = await this.#start(head);
    this.#tell(base.block.number, head.number);
    let draft = new Draft(base.state);
    const last = Math.max(base.block.number, head.number - finality);

    const keep = async (number: number) => {
      const block = await this.source.getBlock(number);
      if (block) await this.#addFacts(draft, block.time);
      if (!block || !(await this.#isCurrent(head))) return false;
      this.#base = { schema: base.schema, block, since: base.since, state: draft.state };
      await this.keeping.save(this.#base);
      this.#savedAt = Date.now();
      draft = new Draft(draft.state);
      return true;
    };

    for await (const end of this.#fold(base.block.number + 1, last, head, () => draft)) {
      if (end < last && Date.now() - this.#savedAt < saveEvery) continue;
      if (!(await keep(end))) return undefined;
    }
    for await (const _ of this.#fold(last + 1, head.number, head, () => draft));
    await this.#addFacts(draft, head.time);
    this.missing = await patiently(
      () => this.folding.findMissing(this.network, draft.state, head.number),
      this.options.retry,
    );
    if (!(await this.#isCurrent(head))) return undefined;
    if (this.missing === undefined) return historyOf(draft.state, head, base.since);
    // What was kept may have the hole in it already.
    this.#base = undefined;
    return undefined;
  }

  async #addFacts(draft: Draft, time: number): Promise<void> {
    await patiently(() => this.folding.addFacts(this.network, draft, time), this.options.retry);
  }

  /** What is kept, if the chain still has its block; else nothing yet. */
  async #start({ number }: BlockStamp): Promise<Checkpoint> {
    const { fromBlock, onNotice } = this.options;
    const base = this.#base;
    if (base) {
      const block = base.block.number <= number && (await this.source.getBlock(base.block.number));
      if (block && block.hash === base.block.hash) return base;
      onNotice?.(
        new PolityError("the chain is not the one that was read before: it is read from the beginning"),
      );
    }
    const first = await this.source.getBlock(fromBlock);
    if (!first) {
      throw new PolityError(`the chain ends before block ${fromBlock}, where the network begins`, {
        hint: "the deployment's file belongs to another chain, or this one has been started again",
      });
    }
    const block = { number: fromBlock - 1, hash: "", time: 0 };
    const { schema } = this.folding;
    return { schema, block, since: { block: fromBlock, time: first.time }, state: this.folding.initial() };
  }

  /** Folds blocks range by range, and yields the last block of each. */
  async *#fold(fromBlock: number, toBlock: number, head: BlockStamp, draft: () => Draft) {
    const { span, retry } = this.options;
    const ranges = scan(this.source, this.folding.query, {
      ...{ fromBlock, toBlock },
      ...(span && { span }),
      ...(retry && { retry }),
    });
    for await (const range of ranges) {
      const timed = range.logs.filter((log) => this.folding.needsTime(log));
      const times = await readTimes(this.source, timed);
      try {
        this.folding.fold(draft(), range.logs, (block) => times.get(block)!);
      } catch (error) {
        throw new MisfittingEvents(error);
      }
      this.#found += range.logs.length;
      this.#tell(range.toBlock, head.number);
      yield range.toBlock;
    }
  }

  async #head(): Promise<BlockStamp> {
    const { toBlock } = this.options;
    const head = await this.source.getBlock(toBlock ?? "latest");
    if (head) return head;
    throw new PolityError(`there is no block ${toBlock} yet`, { hint: "give an earlier one, or none" });
  }

  async #isCurrent({ number, hash }: BlockStamp): Promise<boolean> {
    return (await this.source.getBlock(number))?.hash === hash;
  }

  #tell(block: number, toBlock: number): void {
    const progress: ScanProgress = { fromBlock: this.options.fromBlock, block, toBlock, found: this.#found };
    this.options.onProgress?.(progress);
  }
}

/** Events that make no sense after those before them: some are missing. */
class MisfittingEvents extends PolityError {
  constructor(cause: unknown) {
    super(
      cause instanceof PolityError
        ? cause.message
        : "the provider leaves events out: the others make no sense",
      {
        hint: "begin at the block of the deployment, or use another provider",
        cause,
      },
    );
  }
}

/** The times of the logs' blocks, in seconds. */
async function readTimes(source: HistorySource, logs: readonly HistoryLog[]): Promise<Map<number, number>> {
  const times = new Map<number, number>();
  const unknown = new Map<number, string>();
  for (const { blockNumber, blockHash, time } of logs) {
    if (time === undefined) unknown.set(blockNumber, blockHash);
    else times.set(blockNumber, time);
  }
  const queue = unknown.entries();
  const work = async () => {
    for (const [number, hash] of queue) {
      const block = await source.getBlock(number);
      if (block?.hash !== hash) throw new PolityError(`block ${number} has changed`, { hint: "try again" });
      times.set(number, block.time);
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, unknown.size) }, work));
  return times;
}

function historyOf(state: State, { number, hash, time }: BlockStamp, since: History["since"]): History {
  return { ...state, head: { block: number, hash, time }, since };
}

async function unlessUnreachable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw readable(error);
  }
}

function readable(cause: unknown): PolityError {
  if (cause instanceof PolityError) return cause;
  return new PolityError(`the history cannot be read: ${wordsOf(cause)}`, {
    hint: "try again, or use another provider",
    cause,
  });
}
