import { existsSync } from "node:fs";

import { writeAtOnce } from "../../deploy/files";
import { readText } from "../../scripts/lib/text";
import { exactly, list, parseText, readShape, text, whole } from "@polity/sdk/shape";

const DAY = 86_400_000;

interface Spent {
  key: string;
  /** Milliseconds. */
  at: number;
  gas: number;
}

const shape = exactly<{ spent: Spent[] }>({
  spent: list(exactly<Spent>({ key: text(), at: whole(0), gas: whole(0) })),
});

/**
 * Gas that is spent in any 24 hours, at most. What is on its way counts with its limit, what is in a block with what it used.
 * The file outlives the process: who starts it anew does not begin with a new day.
 */
export class DailyGas {
  #spent: Spent[];

  constructor(
    private readonly most: bigint,
    private readonly file: string,
    private readonly now: () => number,
  ) {
    const hint = "move it away: the day begins anew";
    this.#spent = existsSync(file)
      ? readShape(shape, parseText(readText(file, "check who may read it"), file, hint), file).spent
      : [];
  }

  /** What can be spent now. */
  left(): bigint {
    const since = this.now() - DAY;
    this.#spent = this.#spent.filter(({ at }) => at > since);
    return this.most - this.#spent.reduce((sum, { gas }) => sum + BigInt(gas), 0n);
  }

  /** Counts what is on its way; once, however often it is replaced. */
  reserve(key: string, gas: bigint): void {
    this.#spent = [...this.#without(key), { key, at: this.now(), gas: Number(gas) }];
    this.#save();
  }

  /** Counts what was used. Without it the limit stays counted: nobody knows better. */
  settle(key: string, gas: bigint | undefined): void {
    const entry = this.#spent.find((each) => each.key === key);
    if (!entry || gas === undefined) return;
    // Under no key: the same account may delegate once more on the same day.
    this.#spent = [...this.#without(key), { key: "", at: entry.at, gas: Number(gas) }];
    this.#save();
  }

  #without(key: string): Spent[] {
    return this.#spent.filter((each) => each.key !== key);
  }

  #save(): void {
    writeAtOnce(this.file, `${JSON.stringify({ spent: this.#spent })}\n`);
  }
}
