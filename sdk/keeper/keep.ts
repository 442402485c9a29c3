import { formatUnits } from "ethers";

import { PolityError } from "../errors";
import { explainFailure } from "../reverts";
import { decide, failed, type Decision, type Failure, type Patience } from "./decide";
import { feeFor } from "./fees";
import {
  NonceTaken,
  StepRefused,
  type Clock,
  type KeeperChain,
  type KeeperEvent,
  type Memory,
  type MemoryStore,
  type Sent,
  type World,
} from "./types";

export interface KeepOptions {
  /** Ends the keeper: it sends nothing more, and waits a while for what is on its way. */
  signal: AbortSignal;
  store: MemoryStore;
  clock: Clock;
  /** The most to offer, in wei per gas. */
  maxFee: bigint;
  patience: Patience;
  /** Milliseconds between two looks at the chain. */
  poll: number;
  /** Seconds to wait at the end for what is on its way. */
  finish: number;
  log: (event: KeeperEvent) => void;
}

/** Blocks after which nothing is expected to be undone: what was sent is forgotten then. */
const FINAL = 128;
/** Longest pause while the chain does not answer, in milliseconds. */
const MAX_PAUSE = 60_000;

/**
 * Does what is due until it is stopped. It never gives up: what fails is tried again later, and while the chain does
 * not answer it waits.
 * @returns What is still on its way.
 * @throws PolityError when the memory is that of another account or chain.
 */
export async function keep(chain: KeeperChain, options: KeepOptions): Promise<readonly Sent[]> {
  const { signal, store, clock, poll, finish, log } = options;
  const memory = open(chain, store);
  const failures = new Map<string, Failure>();
  let told = "";
  let lost: { since: number; pause: number } | undefined;
  let world: World | undefined;
  const say = (event: DistributiveOmit<KeeperEvent, "time">) => log({ time: clock.now(), ...event });

  say({ event: "started", account: chain.account, chainId: chain.chainId });
  let end: number | undefined;
  for (;;) {
    if (signal.aborted) end ??= clock.now() + finish;
    try {
      world = await chain.read();
      await settle(world);
      if (lost) say({ event: "back", after: clock.now() - lost.since });
      lost = undefined;
      if (end === undefined) await act(world);
    } catch (error) {
      // Said once: the same line every second would hide all others.
      if (!lost) say({ event: "lost", reason: (await explainFailure(error)).message });
      lost = { since: lost?.since ?? clock.now(), pause: Math.min(MAX_PAUSE, (lost?.pause ?? poll) * 2) };
    }
    const pending = world ? memory.sent.filter(({ nonce }) => nonce >= world!.mined) : memory.sent;
    if (end !== undefined && (pending.length === 0 || clock.now() >= end)) {
      say({ event: "stopped", pending });
      return pending;
    }
    // Once it is to end, the signal has come: it interrupts no more pauses.
    await clock.sleep(lost?.pause ?? poll, end === undefined ? signal : NEVER);
  }

  /** Tells what became of transactions, also when a reorganisation undid them. */
  async function settle(now: World): Promise<void> {
    for (const sent of memory.sent) {
      if (sent.nonce >= now.mined) {
        if (sent.settled === undefined) continue;
        delete sent.settled;
        sent.since = clock.now();
        say({ event: "undone", ...labels(sent) });
      } else if (sent.settled === undefined) {
        await settleOne(sent, now);
      }
    }
    const final = ({ settled }: Sent) => settled !== undefined && settled < now.block - FINAL;
    memory.sent = memory.sent.filter((sent) => !final(sent));
    store.save(memory);
  }

  async function settleOne(sent: Sent, now: World): Promise<void> {
    const receipts = await Promise.all(sent.hashes.map((hash) => chain.receipt(hash)));
    const mined = receipts.find((receipt) => receipt !== undefined);
    const due = now.due.some(({ key }) => key === sent.key);
    // A node may know the count before the receipt. Without one, the hash was lost, or the key was used elsewhere.
    if (!mined && sent.hashes.length > 0 && clock.now() - sent.since < options.patience.lost) return;
    sent.settled = mined?.block ?? now.block;
    const { hash, gas, block } = mined ?? {};
    const more = { ...(hash && { hash }), ...(gas && { gas }), ...(block && { block }) };
    if (mined?.success || (!mined && !due)) {
      failures.delete(sent.key);
      say({ event: "done", ...labels(sent), ...more });
    } else if (!due) {
      say({ event: "elsewhere", ...labels(sent), ...more });
    } else if (mined) {
      failures.set(sent.key, failed(failures.get(sent.key), clock.now()));
      say({ event: "reverted", ...labels(sent), ...more });
    } else {
      say({ event: "dropped", ...labels(sent) });
    }
  }

  async function act(now: World): Promise<void> {
    for (const key of failures.keys()) if (!now.due.some((step) => step.key === key)) failures.delete(key);
    for (;;) {
      const decision = decide(now, { sent: memory.sent, failures }, clock.now(), options.patience);
      if (decision.do === "send") {
        if (await send(decision)) return;
        // Refused before anything was sent: the next that is due has its turn.
        continue;
      }
      if (decision.do === "wait") {
        if (decision.why !== "foreign") told = "";
        else wait(`transaction ${now.mined} of ${chain.account}, which was sent elsewhere, is pending`);
        return;
      }
      const { nonce } = decision.sent;
      say({ event: "dropped", ...labels(decision.sent) });
      memory.sent = memory.sent.filter((sent) => sent.nonce < nonce);
      store.save(memory);
    }
  }

  /** Whether the keeper is to look at the chain again before it goes on. */
  async function send({ step, nonce, replaces }: Decision & { do: "send" }): Promise<boolean> {
    const { kind, key, name } = step;
    const refuse = (reason: PolityError): boolean => {
      const failure = failed(failures.get(key), clock.now());
      failures.set(key, failure);
      say({ event: "failed", ...{ kind, key, name }, error: reason, retry: failure.retry });
      return false;
    };
    let gas: bigint;
    try {
      gas = await chain.simulate(step);
    } catch (error) {
      if (error instanceof StepRefused) return refuse(error.reason);
      throw error;
    }
    const market = await chain.market();
    const fee = feeFor(market, options.maxFee, replaces?.fee);
    if (!fee) {
      const gwei = (wei: bigint) => formatUnits(wei, "gwei");
      const asked = replaces
        ? "a replacement that nodes accept"
        : `${gwei(market.baseFee ?? market.gasPrice)} gwei`;
      wait(
        `${name}: the fee is beyond the limit of ${gwei(options.maxFee)} gwei: the chain asks for ${asked}`,
      );
      return true;
    }
    told = "";
    const before = memory.sent.find((sent) => sent.nonce === nonce);
    const sent: Sent = {
      nonce,
      key,
      name,
      kind,
      fee,
      hashes: [...(before?.hashes ?? [])],
      since: clock.now(),
    };
    // Written down first: whoever is killed from here on finds it at the next start.
    memory.sent = [...memory.sent.filter((each) => each.nonce !== nonce), sent].sort(
      (a, b) => a.nonce - b.nonce,
    );
    store.save(memory);
    try {
      const hash = await chain.submit(step, nonce, gas, fee);
      sent.hashes.push(hash);
      store.save(memory);
      say({ event: replaces ? "replaced" : "sent", ...labels(sent), hash });
    } catch (error) {
      if (error instanceof NonceTaken) return true;
      if (!(error instanceof StepRefused)) throw error;
      memory.sent = memory.sent.filter((each) => each !== sent);
      if (before) memory.sent.push(before);
      store.save(memory);
      refuse(error.reason);
    }
    return true;
  }

  function wait(reason: string): void {
    if (reason !== told) say({ event: "waits", reason });
    told = reason;
  }
}

const NEVER = new AbortController().signal;

const labels = ({ kind, name, key, nonce }: Sent) => ({ kind, name, key, nonce });

function open({ account, chainId }: KeeperChain, store: MemoryStore): Memory {
  const memory = store.load();
  if (!memory) return { account, chainId, sent: [] };
  if (memory.account === account && memory.chainId === chainId) return memory;
  throw new PolityError(
    `the keeper's memory is that of ${memory.account} on chain ${memory.chainId}, and this is ${account} on chain ${chainId}`,
    { hint: "start it with the account that it had, or move its file away" },
  );
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
