import { object, whole, type Shape } from "../shape";

import { DAY } from "../format";
import { MANDATE } from "./bounds";

/** How a network elects its council: what its chain does not say. Times in seconds, shares in basis points. */
export interface Elections {
  /** How many win at the most. */
  seats: number;
  /** How many of them sign. */
  threshold: number;
  /** How many days of a mandate of a year pass before the next election is due. */
  everyDays: number;
  /** The share of all votes that an account needs to stand. */
  nomineeBps: number;
  /** The share of all votes that has to take part. */
  quorumBps: number;
  /** How long nominations are taken, at the least. */
  nominating: number;
  /** How long votes are taken, at the least. */
  voting: number;
}

/** As a deployment's file carries them. */
export const elections: Shape<Elections> = object({
  seats: whole(1),
  threshold: whole(1),
  everyDays: whole(1),
  nomineeBps: whole(1),
  quorumBps: whole(0),
  nominating: whole(1),
  voting: whole(1),
});

/** When the next election is due, by the mandate that ends then: at once where nobody is in office. In seconds. */
export const dueAt = (until: number, { everyDays }: Elections): number =>
  until === 0 ? 0 : until - MANDATE + everyDays * DAY;
