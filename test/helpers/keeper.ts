import { PolityError } from "@polity/sdk/errors";
import {
  keep,
  memoryOf,
  memoryText,
  NonceTaken,
  StepRefused,
  type Fee,
  type KeeperChain,
  type KeeperEvent,
  type Market,
  type Memory,
  type Step,
  type World,
} from "@polity/sdk/keeper";

interface Transaction {
  hash: string;
  key: string;
  nonce: number;
  fee: Fee;
}

interface Block {
  transactions: (Transaction & { success: boolean })[];
  /** Steps that are due after it. */
  due: Step[];
}

export const stepOf = (key: string): Step => ({
  ...{ kind: "execute", key, name: key },
  call: { to: `0x${"1".repeat(40)}`, data: "0x" },
});

/** Due for ever, whatever is sent. */
const ETERNAL = "eternal";

/** A chain in memory: what it does to a keeper's transactions, a test says. */
export class FakeChain implements KeeperChain {
  readonly account = "0xkeeper";
  readonly chainId = 1;
  readonly pool: Transaction[] = [];
  blocks: Block[];
  /** Every transaction that was ever taken. */
  readonly taken: Transaction[] = [];
  down = false;
  /** The next transaction is taken, and the answer lost. */
  loseAnswer = false;
  /** The next transaction is taken, and the keeper dies. */
  dieAfterSending = false;
  refusals = new Map<string, string>();
  prices: Market = { gasPrice: 20n, baseFee: 10n, tip: 1n };

  constructor(...due: string[]) {
    this.blocks = [{ transactions: [], due: due.map(stepOf) }];
  }

  get head(): Block {
    return this.blocks.at(-1)!;
  }

  /** How often a step was done, on the chain as it is now. */
  done(key: string): number {
    return this.#all().filter((each) => each.key === key && each.success).length;
  }

  read = this.#line((): World => {
    const mined = this.#mined();
    const pending = mined + this.pool.filter(({ nonce }) => nonce >= mined).length;
    return { block: this.blocks.length, time: this.blocks.length, mined, pending, due: this.head.due };
  });

  market = this.#line(() => this.prices);

  simulate = this.#line(({ key }: Step): bigint => {
    const refusal = this.refusals.get(key);
    if (refusal !== undefined) throw new StepRefused(new PolityError(refusal));
    return 100_000n;
  });

  submit = this.#line(({ key }: Step, nonce: number, _gas: bigint, fee: Fee): string | Promise<string> => {
    if (nonce < this.#mined()) throw new NonceTaken("nonce too low");
    const there = this.pool.findIndex((each) => each.nonce === nonce);
    if (there !== -1) {
      if (tipOf(fee) < (tipOf(this.pool[there]!.fee) * 11n) / 10n) throw new NonceTaken("underpriced");
      this.pool.splice(there, 1);
    }
    const transaction = { hash: `0x${this.taken.length}`, key, nonce, fee };
    this.pool.push(transaction);
    this.taken.push(transaction);
    if (this.dieAfterSending) return new Promise<string>(() => undefined);
    if (this.loseAnswer) {
      this.loseAnswer = false;
      throw new Error("socket hang up");
    }
    return transaction.hash;
  });

  receipt = this.#line((hash: string) => {
    const block = this.blocks.findIndex(({ transactions }) =>
      transactions.some((each) => each.hash === hash),
    );
    if (block === -1) return undefined;
    const { success } = this.blocks[block]!.transactions.find((each) => each.hash === hash)!;
    return { hash, block: block + 1, success, gas: 90_000n };
  });

  /** A block with what waits; `others` are steps that somebody else does in it, first. */
  mine(...others: string[]): void {
    let due = this.head.due.filter(({ key }) => !others.includes(key));
    const transactions: Block["transactions"] = [];
    for (const each of this.pool.splice(0).sort((a, b) => a.nonce - b.nonce)) {
      const success = due.some(({ key }) => key === each.key) && each.key !== ETERNAL;
      transactions.push({ ...each, success });
      due = due.filter(({ key }) => key !== each.key || key === ETERNAL);
    }
    this.blocks.push({ transactions, due });
  }

  /** Blocks that are taken back; their transactions wait again, or are lost. */
  reorg(depth: number, fate: "wait again" | "lost"): void {
    const undone = this.blocks.splice(-depth).flatMap(({ transactions }) => transactions);
    if (fate === "wait again") this.pool.push(...undone);
  }

  #all() {
    return this.blocks.flatMap(({ transactions }) => transactions);
  }

  #mined(): number {
    return this.#all().length;
  }

  /** What is asked over a line that may be down. */
  #line<A extends unknown[], T>(answer: (...asked: A) => T | Promise<T>): (...asked: A) => Promise<T> {
    return async (...asked) => {
      if (this.down) throw new Error("connect ECONNREFUSED");
      return await answer(...asked);
    };
  }
}

const tipOf = (fee: Fee) => ("gasPrice" in fee ? fee.gasPrice : fee.maxPriorityFeePerGas);

/** A disk: what is saved goes through its text. */
export class Disk {
  text: string | undefined;
  load = (): Memory | undefined => (this.text === undefined ? undefined : memoryOf(this.text, "keeper.json"));
  save = (memory: Memory) => void (this.text = memoryText(memory));
}

/**
 * Runs a keeper whose time passes in pauses alone: in each the next of `script` happens, and after the last it ends.
 * @returns What it logged; if it died on the way, until then.
 */
export async function run(
  chain: FakeChain,
  script: (() => void)[],
  { disk = new Disk(), maxFee = 1000n, stuck = 60 } = {},
): Promise<KeeperEvent[]> {
  const events: KeeperEvent[] = [];
  const [ending, rest] = [new AbortController(), [...script]];
  let now = 1_000_000;
  let pauses = 0;
  const running = keep(chain, {
    ...{ signal: ending.signal, store: disk, maxFee, poll: 10_000, finish: 30 },
    patience: { stuck, lost: 15 },
    log: (event) => events.push(event),
    clock: {
      now: () => Math.floor(now),
      sleep: (milliseconds) => {
        if (++pauses > 1000) return Promise.reject(new Error("it never ends"));
        now += milliseconds / 1000;
        const next = rest.shift();
        if (next) next();
        else ending.abort();
        return Promise.resolve();
      },
    },
  });
  const died = new Promise<void>((resolve) => {
    const look = () =>
      chain.dieAfterSending && chain.pool.length > 0 ? resolve() : void setTimeout(look, 1);
    if (chain.dieAfterSending) look();
  });
  await Promise.race([running, died]);
  return events;
}

/** The names of events, with what they are about. */
export const told = (events: readonly KeeperEvent[]) =>
  events
    .slice(1)
    .map((each) => ("key" in each ? `${each.event} ${each.key}` : each.event))
    .join(", ");
