import type { ISale } from "../../typechain-types/contracts/distribution/Sale";
import type { IDistributor } from "../../typechain-types/contracts/distribution/Distributor";

/** How tokens vest: nothing before the cliff, in equal parts until the end. In seconds. */
export interface VestingSpan {
  duration: number;
  cliff: number;
}

/** What a vote decides about a sale. Amounts in base units, times in seconds. */
export interface SaleTerms {
  budgetId: bigint;
  /** What is paid with; the zero address is ether. */
  payment: string;
  /** In base units of the payment token, for one token. */
  startPrice: bigint;
  /** At most the first; the price falls in a straight line. */
  endPrice: bigint;
  amount: bigint;
  /** At once if that has passed. */
  start: number;
  duration: number;
  /** The payments without which the sale fails; 0n for none. */
  least: bigint;
  /** The most that an account may buy; 0n for no cap. */
  cap: bigint;
  /** How what is bought vests, from the end as planned; left out, it goes to the buyer. */
  vesting?: VestingSpan;
  /** The root of the tree of those who may buy; left out, everybody. */
  allowList?: string;
  /** What the treasury books the proceeds under, as a word. */
  category: string;
}

export const DESTINATIONS = ["wallet", "lock", "vault"] as const;
export type Destination = (typeof DESTINATIONS)[number];

/** Where the claims of a distribution go. In seconds. */
export type Delivery =
  | { destination: "wallet" }
  /** Locks of a time that is counted from the claim; 0 for good. */
  | { destination: "lock"; seconds: number }
  | ({ destination: "vault"; start: number } & VestingSpan);

/** What a vote decides about a distribution. */
export interface DistributionTerms {
  budgetId: bigint;
  root: string;
  /** sha256 of the published list. */
  listHash: string;
  amount: bigint;
  /** How long claims can be made, in seconds. */
  duration: number;
  delivery: Delivery;
}

const NONE = `0x${"0".repeat(64)}`;
const DEFINED = (word: string) => BigInt(word) !== 0n;

/** The terms of a sale as the contract takes them. */
export function encodeSaleTerms({ vesting, allowList, ...terms }: SaleTerms): ISale.TermsStruct {
  return {
    ...terms,
    vestingSeconds: vesting?.duration ?? 0,
    cliffSeconds: vesting?.cliff ?? 0,
    allowList: allowList ?? NONE,
  };
}

/** The names of a struct's fields, and their types. */
type Fields<Struct> = {
  readonly [Name in Exclude<keyof Struct, keyof unknown[] | `${number}`>]: Struct[Name];
};

/** The terms of a sale as the contract has them, from an answer or an event. */
export function decodeSaleTerms(terms: Fields<ISale.TermsStructOutput>): SaleTerms {
  const { budgetId, payment, startPrice, endPrice, amount, least, cap, allowList, category } = terms;
  const [duration, cliff] = [Number(terms.vestingSeconds), Number(terms.cliffSeconds)];
  return {
    ...{ budgetId, payment, startPrice, endPrice, amount, least, cap, category },
    ...{ start: Number(terms.start), duration: Number(terms.duration) },
    ...(duration > 0 && { vesting: { duration, cliff } }),
    ...(DEFINED(allowList) && { allowList }),
  };
}

/** The terms of a distribution as the contract takes them. */
export function encodeDistributionTerms({ delivery, ...terms }: DistributionTerms): IDistributor.TermsStruct {
  const nothing = { termSeconds: 0, vestingStart: 0, cliffSeconds: 0 };
  const destination = DESTINATIONS.indexOf(delivery.destination);
  if (delivery.destination === "lock")
    return { ...terms, ...nothing, destination, termSeconds: delivery.seconds };
  if (delivery.destination === "wallet") return { ...terms, ...nothing, destination };
  const { start, duration, cliff } = delivery;
  return { ...terms, destination, termSeconds: duration, vestingStart: start, cliffSeconds: cliff };
}

/** The terms of a distribution as the contract has them. */
export function decodeDistributionTerms(terms: Fields<IDistributor.TermsStructOutput>): DistributionTerms {
  const { budgetId, root, listHash, amount } = terms;
  return {
    ...{ budgetId, root, listHash, amount },
    duration: Number(terms.duration),
    delivery: deliveryOf(terms),
  };
}

function deliveryOf(terms: Fields<IDistributor.TermsStructOutput>): Delivery {
  const destination = DESTINATIONS[Number(terms.destination)]!;
  const seconds = Number(terms.termSeconds);
  if (destination === "wallet") return { destination };
  if (destination === "lock") return { destination, seconds };
  return {
    ...{ destination, start: Number(terms.vestingStart) },
    ...{ duration: seconds, cliff: Number(terms.cliffSeconds) },
  };
}
