import type { Network, Standings } from "../network";

/** A network at a glance, as of its newest block. Times in seconds, amounts in base units. */
export interface Status extends Standings {
  now: number;
  block: number;
}

/** As of when a status is read. */
export interface StatusTime {
  readonly block: number;
  /** Of the block, in seconds. */
  readonly time: number;
  /** The deployment's block, or an earlier one. */
  readonly fromBlock: number;
}

/** What a domain adds to a status. */
export interface Standing<Own extends object> {
  /** Reads it, all of one block; leaves out what the network does not have. */
  readonly read: (network: Network, at: StatusTime) => Promise<Own>;
  /** Says it to a person. */
  readonly words: (status: Status, network: Network) => StatusWords;
}

/** A status in words. */
export interface StatusWords {
  /** What stands in the first line, beside the network's name: one thing, like its version. */
  readonly headline?: string;
  /** One line for each thing that everybody wants to know. */
  readonly summary?: readonly string[];
  /** More than a line: each stands for itself, as lines or as a table. */
  readonly details?: readonly (readonly string[] | { readonly table: readonly (readonly string[])[] })[];
}

/** What any domain adds to a status. */
export interface AnyStanding {
  readonly read: (network: Network, at: StatusTime) => Promise<object>;
  readonly words: (status: never, network: Network) => StatusWords;
}
