import type { FieldsOf, NamesOf } from "../core/abi";
import type { AbiOf, Contracts } from "../core/domain";
import type { Addresses, Network, Slices } from "../network";

/** Where an event stands: in which block, at what time (seconds), in which transaction. */
export interface Moment {
  block: number;
  time: number;
  transaction: string;
}

/**
 * All that happened in a network up to one block, folded from its events: a slice for each domain. Amounts and votes in
 * base units, times in seconds, addresses checksummed but for keys, lists and maps in the order of the chain. Two sources that read
 * the same chain give the same history.
 */
export interface History extends Slices {
  /** The last block that is in it. */
  head: { block: number; hash: string; time: number };
  /** The first block that was looked at. */
  since: { block: number; time: number };
}

/** A domain's slice as folds write it. Entries of lists are written by the block that made them or not at all. */
export interface SliceDraft<Slice> {
  readonly state: Slice;
  /** Adds an entry to one of the slice's maps, or replaces it. */
  readonly add: <K, V extends object>(entries: Map<K, V>, key: K, value: V) => V;
  /** The entry of a map, for a fold that changes it. @throws PolityError if the map has no such entry. */
  readonly edit: <K extends string | bigint, V extends object>(entries: Map<K, V>, key: K) => V;
}

/** What a fold sees besides its own slice. */
export interface Surroundings {
  readonly addresses: Addresses;
  /** The slice of a domain, which the fold may write to, too. */
  readonly slice: <Name extends keyof Slices>(name: Name) => SliceDraft<Slices[Name]>;
}

/** What each event of a contract does to its domain's slice; `null` where the history does without the event. */
type Folds<C extends Contracts, N extends keyof C, Slice> = {
  readonly [E in NamesOf<AbiOf<C[N]>, "event">]:
    | ((
        draft: SliceDraft<Slice>,
        args: FieldsOf<AbiOf<C[N]>, E>,
        moment: Moment,
        surroundings: Surroundings,
      ) => void)
    | null;
};

/** What a domain adds to a history. Without a slice of its own it only writes to those of others. */
export type Historical<C extends Contracts, Slice = never> = HistoricalParts<C, Slice> &
  ([Slice] extends [never]
    ? object
    : { /** An empty slice, of lists and maps. */ readonly initial: () => Slice });

interface HistoricalParts<C extends Contracts, Slice> {
  /** Raised whenever folds make something else of the same events: what was kept before is read anew. */
  readonly version: number;
  /** Every event of every contract; `null` for a contract whose events the history does without. */
  readonly fold: { readonly [N in keyof C]: Folds<C, N, Slice> | null };
  /** Events that a fold takes with addresses in lower case, without checksums: those that there are most of. */
  readonly unchecked?: { readonly [N in keyof C]?: readonly NamesOf<AbiOf<C[N]>, "event">[] };
  /** Events whose time nobody needs, by their topics: it takes a question for each block. */
  readonly untimed?: {
    readonly [N in keyof C]?: {
      readonly [E in NamesOf<AbiOf<C[N]>, "event">]?: (topics: readonly string[]) => boolean;
    };
  };
  /**
   * Adds what no event carries and what is final: asks for what the slice does not have yet.
   * @param time Of the last block that is in it, in seconds.
   */
  readonly addFacts?: (network: Network, draft: SliceDraft<Slice>, time: number) => Promise<void>;
  /**
   * Compares what the events make with what the chain itself counts at a block, and says what is missing: a provider
   * that leaves events out is found out by it.
   */
  readonly findMissing?: (
    network: Network,
    slice: Slice,
    at: { readonly blockTag: number },
  ) => Promise<string | undefined>;
}

type AnyFold = ((...args: never[]) => void) | null;

/** What any domain adds to a history. */
export interface AnyHistorical {
  readonly version: number;
  readonly unchecked?: Readonly<Record<string, readonly string[] | undefined>>;
  readonly initial?: () => object;
  readonly fold: Readonly<Record<string, Readonly<Record<string, AnyFold>> | null>>;
  readonly untimed?: Readonly<
    Record<string, Readonly<Record<string, ((topics: readonly string[]) => boolean) | undefined>> | undefined>
  >;
  readonly addFacts?: (network: Network, draft: SliceDraft<never>, time: number) => Promise<void>;
  readonly findMissing?: (
    network: Network,
    slice: never,
    at: { readonly blockTag: number },
  ) => Promise<string | undefined>;
}
