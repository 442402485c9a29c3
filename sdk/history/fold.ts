import { id as hashText } from "ethers";

import type { AnyDomain } from "../core/domain";
import { interfacesOf } from "../core/interfaces";
import type { LogQuery } from "../events";
import { EventDecoder } from "../events/decode";
import type { Network } from "../network";
import type { HistoryLog } from "./source";
import type { Draft, State } from "./state";
import type { AnyHistorical, Moment, SliceDraft, Surroundings } from "./types";

/** How the logs of a network become its history. */
export interface Folding {
  /** The logs that it wants, all of them. */
  readonly query: Required<Pick<LogQuery, "address">> & { topics: [string[]] };
  /** Another one for folds that make something else of the same logs, or want other logs. */
  readonly schema: string;
  /** Nothing has happened yet. */
  initial(): State;
  /** Whether it asks for the time of a log. */
  needsTime(log: HistoryLog): boolean;
  /** Folds logs in the order of the chain. `timeOf` a block is asked for those that need it. */
  fold(draft: Draft, logs: readonly HistoryLog[], timeOf: (block: number) => number): void;
  /** Adds what no event carries. @param time Of the draft's last block, in seconds. */
  addFacts(network: Network, draft: Draft, time: number): Promise<void>;
  /** What the chain counts at a block and the state lacks, in words; undefined when nothing is missing. */
  findMissing(network: Network, state: State, block: number): Promise<string | undefined>;
}

interface Event {
  decoder: EventDecoder;
  isUntimed?: (topics: readonly string[]) => boolean;
  apply(draft: Draft, args: object, moment: Moment, surroundings: Surroundings): void;
}
type Apply = (draft: SliceDraft<object>, args: object, moment: Moment, surroundings: Surroundings) => void;

/** What each domain that has a history adds to it, by its name and in the order of the list. */
export async function historicalOf(domains: readonly AnyDomain[]): Promise<Map<string, AnyHistorical>> {
  const loaded = domains.map(async ({ name, history }) =>
    history ? [[name, (await history()).history] as const] : [],
  );
  return new Map((await Promise.all(loaded)).flat());
}

/** The events that a history is made of, by contract. */
export async function eventsOf(
  domains: readonly AnyDomain[],
): Promise<Readonly<Record<string, readonly string[]>>> {
  const parts = [...(await historicalOf(domains)).values()];
  return Object.fromEntries(
    parts.flatMap(({ fold }) =>
      Object.entries(fold).flatMap(([contract, events]) =>
        events ? [[contract, Object.keys(events).filter((name) => events[name])]] : [],
      ),
    ),
  );
}

/** The folding of a network's contracts; those that it does not have are left out. */
export async function foldingOf({
  addresses,
  domains,
}: Pick<Network, "addresses" | "domains">): Promise<Folding> {
  const parts = await historicalOf(domains);
  const [contractsAt, events] = [new Set<string>(), new Map<string, Event>()];
  const read = readingOf(domains);
  for (const [domain, part] of parts) {
    for (const [contract, folds] of Object.entries(part.fold)) {
      const address = (addresses as Partial<Record<string, string>>)[contract];
      if (address === undefined || folds === null) continue;
      contractsAt.add(address);
      for (const [name, fold] of Object.entries(folds)) {
        if (!fold) continue;
        const decoder = read(contract, name, part.unchecked?.[contract]?.includes(name) !== true);
        const isUntimed = part.untimed?.[contract]?.[name];
        events.set(`${address.toLowerCase()} ${decoder.topic}`, {
          ...{ decoder, ...(isUntimed && { isUntimed }) },
          apply: (draft, ...rest) => (fold as unknown as Apply)(draft.slice(domain), ...rest),
        });
      }
    }
  }
  const eventOf = ({ address, topics }: HistoryLog) => events.get(`${address.toLowerCase()} ${topics[0]}`);
  const topics = [...new Set([...events.values()].map(({ decoder }) => decoder.topic))].sort();
  const needsTime = (log: HistoryLog) => {
    const event = eventOf(log);
    return event !== undefined && event.isUntimed?.(log.topics) !== true;
  };

  return {
    query: { address: [...contractsAt], topics: [topics] },
    schema: hashText(JSON.stringify([[...parts].map(([name, { version }]) => [name, version]), topics])),
    initial: () =>
      Object.fromEntries(
        [...parts].flatMap(([name, { initial }]) => (initial ? [[name, initial()]] : [])),
      ) as unknown as State,
    needsTime,

    fold(draft, logs, timeOf) {
      const surroundings: Surroundings = { addresses, slice: (name) => draft.slice(name) };
      for (const log of logs) {
        const event = eventOf(log);
        // One contract may emit what only another is asked for.
        if (!event) continue;
        const { blockNumber: block, transactionHash: transaction } = log;
        const time = needsTime(log) ? timeOf(block) : NaN;
        event.apply(draft, event.decoder.decode(log), { block, time, transaction }, surroundings);
      }
    },

    async addFacts(network, draft, time) {
      const adding = [...parts].map(async ([name, { addFacts }]) =>
        addFacts?.(network, draft.slice(name) as SliceDraft<never>, time),
      );
      await Promise.all(adding);
    },

    async findMissing(network, state, block) {
      const slices = state as unknown as Readonly<Record<string, never>>;
      const found = await Promise.all(
        [...parts].map(async ([name, { findMissing }]) =>
          findMissing?.(network, slices[name]!, { blockTag: block }),
        ),
      );
      return found.find((missing) => missing !== undefined);
    },
  };
}

/** Decoders of events by contract and name, with or without checksums of addresses. */
function readingOf(domains: readonly AnyDomain[]) {
  const interfaces = interfacesOf(domains);
  return (contract: string, event: string, checked: boolean) =>
    new EventDecoder(interfaces[contract]!.getEvent(event)!, checked);
}
