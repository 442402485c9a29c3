import * as z from "zod";

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
export const elections: z.ZodType<Elections> = z.object({
  seats: z.int().min(1),
  threshold: z.int().min(1),
  everyDays: z.int().min(1),
  nomineeBps: z.int().min(1),
  quorumBps: z.int().min(0),
  nominating: z.int().min(1),
  voting: z.int().min(1),
});

/** When the next election is due, by the mandate that ends then: at once where nobody is in office. In seconds. */
export const dueAt = (until: number, { everyDays }: Elections): number =>
  until === 0 ? 0 : until - MANDATE + everyDays * DAY;
