import type { Addresses } from "../../deployment";
import type { LogQuery } from "../../events";
import { EventDecoder } from "../../events/decode";
import { interfacesOf } from "../../core/interfaces";
import { DOMAINS } from "../../domains";
import type { HistoryLog } from "../source";
import type { Draft } from "../state";
import type { Moment } from "../types";
import { foldEscrow } from "./escrow";
import { foldGovernor } from "./governor";
import { foldRegistry } from "./registry";
import { foldToken } from "./token";
import { foldTreasury } from "./treasury";
import { foldVesting } from "./vesting";

type AnyFold = (draft: Draft, args: Record<string, unknown>, moment: Moment) => void;

/** How the logs of a network become its history. */
export interface Folding {
  /** The logs that it wants, all of them. */
  query: Required<Pick<LogQuery, "address">> & { topics: [string[]] };
  /** Whether it asks for the time of a log: nobody needs it of a transfer. */
  needsTime(log: HistoryLog): boolean;
  /** Folds logs in the order of the chain. `timeOf` a block is asked for those that need it. */
  fold(draft: Draft, logs: readonly HistoryLog[], timeOf: (block: number) => number): void;
}

const NOBODY = `0x${"0".repeat(64)}`;

/** What each contract's events do; the governor's need the registry's address. */
const FOLDS = (registry: string): Partial<Record<keyof Addresses, Record<string, unknown>>> => ({
  GovernanceToken: foldToken,
  VoteEscrow: foldEscrow,
  NetworkGovernor: foldGovernor(registry),
  ProtocolRegistry: foldRegistry,
  Treasury: foldTreasury,
  VestingFactory: foldVesting,
});

/** The events that a history is made of, by contract. */
export const EVENTS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(FOLDS("")).map(([name, folds]) => [name, Object.keys(folds)]),
);

/** The folding of a network's contracts; those that it does not have are left out. */
export function foldingOf(addresses: Addresses): Folding {
  const interfaces = interfacesOf(DOMAINS);
  const events = new Map<string, { decoder: EventDecoder; apply: AnyFold }>();
  const checksums = new Map<string, string>();
  const [contractsAt, topics] = [new Set<string>(), new Set<string>()];
  for (const [name, folds] of Object.entries(FOLDS(addresses.ProtocolRegistry))) {
    const address = addresses[name as keyof Addresses];
    if (address === undefined) continue;
    contractsAt.add(address);
    for (const [event, apply] of Object.entries(folds as Record<string, AnyFold>)) {
      const decoder = new EventDecoder(interfaces[name]!.getEvent(event)!, checksums);
      topics.add(decoder.topic);
      events.set(`${address.toLowerCase()} ${decoder.topic}`, { decoder, apply });
    }
  }
  const token = interfaces.GovernanceToken!;
  const [transfer, delegation] = ["Transfer", "DelegateChanged"].map(
    (name) => token.getEvent(name)!.topicHash,
  );

  return {
    query: { address: [...contractsAt], topics: [[...topics]] },

    needsTime({ topics: [topic, first, second] }) {
      if (topic === transfer) return first === NOBODY || second === NOBODY;
      return topic !== delegation;
    },

    fold(draft, logs, timeOf) {
      for (const log of logs) {
        const event = events.get(`${log.address.toLowerCase()} ${log.topics[0]}`);
        // One contract may emit what only another is asked for.
        if (!event) continue;
        const { blockNumber: block, transactionHash: transaction } = log;
        const time = this.needsTime(log) ? timeOf(block) : NaN;
        event.apply(draft, event.decoder.decode(log), { block, time, transaction });
      }
    },
  };
}
