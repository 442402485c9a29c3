import { look, type Chain, type Outcome, type SentTransaction } from "./track";
import type { Waiting } from "./flow";
import type { Memory } from "../wallet/session";

/** A transaction that is followed. */
export interface Followed extends SentTransaction {
  waiting: Waiting;
  /** Once it is known. */
  outcome?: Outcome;
}

const KEY = "pending";
/** Milliseconds between two looks; longer while the node does not answer. */
const PAUSE = 2_000;
const LONGEST_PAUSE = 30_000;
/** Looks without any trace, after which a transaction is said to be unknown: nodes hear of it at different times. */
const PATIENCE = 10;
/** What is kept at most. */
const KEPT = 20;

/**
 * The transactions of this browser that are on their way, on one chain. They are kept, so that one that is pending when
 * the page is closed is followed again when it opens.
 */
export class PendingTransactions {
  #all: readonly Followed[];
  readonly #listeners = new Set<() => void>();
  readonly #watched = new Set<string>();
  #stopped = false;

  readonly #pause: (milliseconds: number) => Promise<void>;
  readonly #onSettled: (() => void) | undefined;

  /**
   * @param options `onSettled` is called whenever it is known what became of one, also of an earlier visit's. For tests:
   * `pause` waits so many milliseconds.
   */
  constructor(
    private readonly chain: Chain,
    private readonly chainId: number,
    private readonly memory: Memory,
    {
      pause = wait,
      onSettled,
    }: { pause?: (milliseconds: number) => Promise<void>; onSettled?: () => void } = {},
  ) {
    this.#pause = pause;
    this.#onSettled = onSettled;
    this.#all = read(memory).filter((one) => one.chainId === chainId);
  }

  readonly get = (): readonly Followed[] => this.#all;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Follows what is not settled yet. @returns What ends it. */
  start(): () => void {
    this.#stopped = false;
    for (const one of this.#all) void this.#watch(one.hash);
    return () => {
      this.#stopped = true;
    };
  }

  /** Follows a transaction that a wallet has just sent. */
  add(sent: SentTransaction): void {
    const others = this.#all.filter(({ hash }) => hash !== sent.hash);
    this.#set([...others, { ...sent, waiting: "waiting" as const }].slice(-KEPT));
    void this.#watch(sent.hash);
  }

  /** Forgets a transaction; what it does on chain is not touched. */
  readonly forget = (hash: string): void => {
    this.#set(this.#all.filter((one) => one.hash !== hash));
  };

  /** What becomes of a transaction. `onWaiting` hears how it stands until then. */
  outcomeOf(hash: string, onWaiting?: (waiting: Waiting) => void): Promise<Outcome> {
    return new Promise((resolve) => {
      let last: Waiting | undefined;
      const check = () => {
        const one = this.#all.find((candidate) => candidate.hash === hash);
        if (!one) return;
        if (one.outcome) {
          end();
          resolve(one.outcome);
        } else if (one.waiting !== last) onWaiting?.((last = one.waiting));
      };
      const end = this.subscribe(check);
      check();
    });
  }

  async #watch(hash: string): Promise<void> {
    if (this.#watched.has(hash)) return;
    this.#watched.add(hash);
    for (let [traceless, refused] = [0, 0]; !this.#stopped;) {
      const one = this.#all.find((candidate) => candidate.hash === hash);
      if (!one || one.outcome) break;
      try {
        const seen = await look(this.chain, one);
        refused = 0;
        if (seen.is === "waiting") {
          traceless = 0;
          this.#change(hash, { waiting: "waiting", ...(seen.nonce !== undefined && { nonce: seen.nonce }) });
        } else if (seen.is === "unknown") {
          this.#change(hash, { waiting: ++traceless >= PATIENCE ? "unknown" : "waiting" });
        } else {
          this.#change(hash, { outcome: seen });
          this.#onSettled?.();
        }
      } catch {
        refused++;
        this.#change(hash, { waiting: "unreachable" });
      }
      await this.#pause(Math.min(LONGEST_PAUSE, PAUSE * 2 ** Math.min(refused, 4)));
    }
    this.#watched.delete(hash);
  }

  #change(hash: string, change: Partial<Followed>): void {
    const one = this.#all.find((candidate) => candidate.hash === hash);
    const entries = Object.entries(change) as [keyof Followed, unknown][];
    if (!one || entries.every(([key, value]) => one[key] === value)) return;
    this.#set(this.#all.map((other) => (other === one ? { ...one, ...change } : other)));
  }

  #set(all: readonly Followed[]): void {
    this.#all = all;
    // Other chains' transactions stay where they are; what is settled need not be found again.
    const others = read(this.memory).filter((one) => one.chainId !== this.chainId);
    const open = all.filter(({ outcome }) => !outcome);
    this.memory.save(KEY, JSON.stringify([...others, ...open]));
    for (const listener of this.#listeners) listener();
  }
}

function read(memory: Memory): Followed[] {
  try {
    const stored: unknown = JSON.parse(memory.load(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isFollowed) : [];
  } catch {
    // What another version of the page has written is of no use.
    return [];
  }
}

function isFollowed(value: unknown): value is Followed {
  const { hash, account, to, data, title, words, chainId, sent, block } = (value ?? {}) as Record<
    string,
    unknown
  >;
  return (
    [hash, account, to, data, title].every((text) => typeof text === "string") &&
    [chainId, sent, block].every((number) => typeof number === "number") &&
    Array.isArray(words) &&
    words.every((line) => typeof line === "string")
  );
}

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
