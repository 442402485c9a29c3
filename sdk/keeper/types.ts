import type { ContractTransaction } from "ethers";

import type { PolityError } from "../errors";
import type { ProposalRecord } from "../governor/proposals";
import type { Network } from "../network";

/** Something that is due, and that anyone may do. */
export interface Step {
  /** One word of lower case letters: `queue`, `pay`. */
  kind: string;
  /** Tells this step from all others: `execute 123…`, `pay 4 1767225600`. */
  key: string;
  /** How a person calls what it is for. A stranger wrote it. */
  name: string;
  call: Pick<ContractTransaction, "to" | "data">;
}

/** Blocks that are read again each time, since they may have been replaced. */
export const REORG = 128;

export interface WatchOptions {
  /** The deployment's block, or an earlier one. */
  readonly fromBlock: number;
  /** Which proposals to look after; default all. */
  readonly follows?: (proposal: ProposalRecord) => boolean;
}

/** Finds what is due, all of it as of one block. Called for one block after the other; a reorganisation goes back. */
export type Watch = (at: { readonly block: number; readonly time: number }) => Promise<Step[]>;

/** What a domain has for a keeper to do. */
export interface Keeping {
  /** What a kind of step is called to a person, where it is not the kind's own name. */
  readonly verbs?: Readonly<Record<string, string>>;
  /** Nothing for a network in which there is nothing to do. */
  readonly watch: (network: Network, options: WatchOptions) => Watch | undefined;
}

/** What the chain says, all of it as of one block. */
export interface World {
  block: number;
  /** Of the block, in seconds. */
  time: number;
  /** Transactions of the keeper's account that are in blocks: the nonce of its next one. */
  mined: number;
  /** The same, counting those that wait in the node's pool. */
  pending: number;
  /** What is due, in the order in which to do it. */
  due: readonly Step[];
}

/** Wei per gas: of a chain with a base fee, or of one without. */
export type Fee = { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint } | { gasPrice: bigint };

/** What the chain asks for now, in wei per gas. */
export interface Market {
  gasPrice: bigint;
  /** Absent where there is no such thing. */
  baseFee?: bigint;
  tip?: bigint;
}

/** A transaction that the keeper has sent, or was about to send when it died. */
export interface Sent {
  nonce: number;
  key: string;
  name: string;
  kind: string;
  fee: Fee;
  /** The newest last, after replacements. Fewer than were sent if the keeper died on the way. */
  hashes: string[];
  /** When it was last sent, in seconds of the machine's clock. */
  since: number;
  /** The block in which it was seen; absent while it is on its way. */
  settled?: number | undefined;
}

/** What outlives the process. The nonce is what keeps a step from being done twice; this is for replacing and telling. */
export interface Memory {
  account: string;
  chainId: number;
  /** In the order of their nonces; those deep in the chain are forgotten. */
  sent: Sent[];
}

/** Where the memory is kept. */
export interface MemoryStore {
  load(): Memory | undefined;
  /** Must be on the disk when it returns. */
  save(memory: Memory): void;
}

/** What became of a transaction in a block. */
export interface Mined {
  hash: string;
  block: number;
  success: boolean;
  gas: bigint;
}

/** The chain as a keeper needs it. Whatever fails for want of an answer throws; a refusal is a {@link PolityError}. */
export interface KeeperChain {
  readonly account: string;
  readonly chainId: number;
  read(): Promise<World>;
  market(): Promise<Market>;
  /** Tries a step, and returns the gas limit for it. @throws StepRefused when it would revert. */
  simulate(step: Step): Promise<bigint>;
  /** @throws StepRefused when the node refuses it for good; {@link NonceTaken} when the nonce is in use. */
  submit(step: Step, nonce: number, gas: bigint, fee: Fee): Promise<string>;
  receipt(hash: string): Promise<Mined | undefined>;
}

/** The chain or the node says no to a step, and why. */
export class StepRefused extends Error {
  constructor(readonly reason: PolityError) {
    super(reason.message);
  }
}

/** The node knows a transaction with this nonce already: nothing was sent, and the chain shows the rest. */
export class NonceTaken extends Error {}

/** Time, so that a test need not wait. */
export interface Clock {
  /** Seconds. */
  now(): number;
  /** Returns earlier when the signal comes. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** One line of the log. */
export type KeeperEvent = { time: number } & (
  | { event: "started"; account: string; chainId: number }
  | {
      event: "sent" | "replaced" | "done" | "reverted" | "elsewhere" | "undone" | "dropped";
      kind: string;
      name: string;
      key: string;
      nonce: number;
      hash?: string;
      gas?: bigint;
      block?: number;
    }
  | { event: "failed"; kind: string; name: string; key: string; error: PolityError; retry: number }
  | { event: "waits" | "lost"; reason: string }
  | { event: "back"; after: number }
  | { event: "stopped"; pending: readonly Sent[] }
);
