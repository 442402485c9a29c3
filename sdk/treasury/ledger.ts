import type { Treasury } from "../../typechain-types/contracts/treasury/Treasury";
import type { ScanOptions } from "../events";
import { readEvents } from "./events";

/** How money moved: by deposit, vote, budget, recurring payment, refund, or a difference that was booked. */
export type MovementKind = "deposit" | "payment" | "disbursement" | "recurring" | "refund" | "difference";

/** One line of the ledger. Amounts in base units of the token. */
export interface Movement {
  kind: MovementKind;
  /** The zero address is ether. */
  token: string;
  /** What it changed: more than 0 came in, less went out. */
  amount: bigint;
  /** Of this token after it. */
  balance: bigint;
  /** Who gave or was paid; absent for a difference. */
  counterparty?: string;
  /** 32 bytes each; zero if there is none. */
  category: string;
  reference: string;
  /** The proposal that decided it or granted what it came from; 0n if none is known. */
  proposalId: bigint;
  /** The budget of a disbursement or refund. */
  budgetId?: bigint;
  /** The recurring payment, and the time at which this instalment fell due, in seconds. */
  recurringId?: bigint;
  due?: number;
  /** Where and when it happened, in seconds. */
  time: number;
  blockNumber: number;
  transactionHash: string;
}

/** Every movement since `fromBlock`, in order, and what they add up to per token. */
export interface Ledger {
  movements: Movement[];
  /** By token; what the treasury calls `booked`, if `fromBlock` was not after its first movement. */
  balances: Map<string, bigint>;
}

/** A movement as its event has it: without what came before. */
export type Parsed = Omit<Movement, "balance" | "time" | "blockNumber" | "transactionHash">;

const NONE = `0x${"0".repeat(64)}`;

/** An event's arguments by name. */
type Arguments = Partial<Record<string, unknown>>;

/** How each event reads as a movement. */
const READERS: Record<string, (args: Arguments) => Parsed> = {
  Deposited: (args) => ({ ...labels(args), kind: "deposit", counterparty: args.from as string }),
  Paid: (args) => ({ ...expense(args), kind: "payment" }),
  Disbursed: (args) => ({ ...expense(args), kind: "disbursement", budgetId: args.budgetId as bigint }),
  RecurringPaid: (args) => ({
    ...expense(args),
    kind: "recurring",
    recurringId: args.recurringId as bigint,
    due: Number(args.due),
  }),
  Refunded: (args) => ({
    ...labels(args),
    kind: "refund",
    counterparty: args.from as string,
    budgetId: args.budgetId as bigint,
  }),
  Reconciled: (args) => ({
    ...labels(args),
    kind: "difference",
    amount: (args.balance as bigint) - (args.booked as bigint),
  }),
};

/**
 * Reads the ledger from the treasury's events alone.
 * @param options From the treasury's deployment on, or earlier: without the beginning, balances are unknown.
 */
export async function readLedger(treasury: Treasury, options: ScanOptions): Promise<Ledger> {
  const balances = new Map<string, bigint>();
  const events = await readEvents(treasury, MOVEMENTS, options);
  const movements = events.map(({ log, time }): Movement => {
    const { blockNumber, transactionHash } = log;
    return { ...book(balances, log.eventName, log.args.toObject()), time, blockNumber, transactionHash };
  });
  return { movements, balances };
}

/** The names of the treasury's events that move money. */
export const MOVEMENTS: readonly string[] = Object.keys(READERS);

/** Reads one of {@link MOVEMENTS}, and adds it to the balances. */
export function book(
  balances: Map<string, bigint>,
  name: string,
  args: Arguments,
): Parsed & Pick<Movement, "balance"> {
  const parsed = READERS[name]!(args);
  const balance = (balances.get(parsed.token) ?? 0n) + parsed.amount;
  balances.set(parsed.token, balance);
  return { ...parsed, balance };
}

/** What the events have in common, where they have it. */
function labels(named: Arguments) {
  return {
    token: named.token as string,
    amount: (named.amount ?? 0n) as bigint,
    category: (named.category ?? NONE) as string,
    reference: (named.ref ?? NONE) as string,
    proposalId: (named.proposalId ?? 0n) as bigint,
  };
}

function expense(args: Arguments) {
  const common = labels(args);
  return { ...common, amount: -common.amount, counterparty: args.payee as string };
}
