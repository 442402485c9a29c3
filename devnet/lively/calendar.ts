import { time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { DAY } from "@polity/sdk/format";

/** Something that happens on a day, counted from the network's first. */
export interface Entry {
  day: number;
  do(): Promise<void>;
}

/**
 * Lets the in-process chain begin so long ago that a story of so many days ends now. To be called before the chain is first
 * used.
 */
export function beginInThePast(
  hre: HardhatRuntimeEnvironment,
  days: number,
  now = Math.floor(Date.now() / 1000),
): number {
  const start = now - days * DAY;
  hre.config.networks.hardhat.initialDate = new Date(start * 1000).toISOString();
  return start;
}

/**
 * What happens, in the order of its days. Each entry finds the chain at its time; within an entry and between entries
 * that are due at once, blocks follow by the second.
 */
export class Calendar {
  readonly #entries: Entry[] = [];

  /** @param days How long the story is. */
  constructor(
    private readonly start: number,
    readonly days: number,
  ) {}

  /** What would happen after today does not. */
  on(day: number, act: Entry["do"]): void {
    if (day < this.days) this.#entries.push({ day, do: act });
  }

  /** The second in which a day begins; days have fractions. */
  timeOf(day: number): number {
    return this.start + Math.round(day * DAY);
  }

  /** Lives through all of it, and ends on the last day. */
  async live(onEntry: (done: number, of: number) => void): Promise<void> {
    // Array.sort is stable: what is due at once happens as it was written.
    const entries = this.#entries.sort((a, b) => a.day - b.day);
    for (const [i, entry] of entries.entries()) {
      await this.#reach(this.timeOf(entry.day));
      await entry.do();
      onEntry(i + 1, entries.length);
    }
    await this.#reach(Math.max(this.timeOf(this.days), Math.floor(Date.now() / 1000)));
  }

  async #reach(moment: number): Promise<void> {
    if (moment > (await time.latest())) await time.increaseTo(moment);
  }
}
