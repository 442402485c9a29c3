/** Gas of one kind of action as the chain grew. */
export interface Gas {
  action: string;
  count: number;
  /** Median of the first quarter and of the last, in gas: what only the very first pays for does not count as the rule. */
  first: number;
  last: number;
  /** Transactions that the chain had in the middle of the first quarter, and of the last. */
  from: number;
  to: number;
  /** What `last` may be: a search of a history that is n long takes log n steps. */
  limit: number;
}

/** A step of a binary search in a history: one slot that was not read before (2,100 gas), and its arithmetic. */
const STEP = 2_600;

/** Writes down what actions cost, in their order. */
export class Meter {
  transactions = 0;
  readonly #costs = new Map<string, { gas: number; before: number }[]>();

  /** Notes a transaction in which an action was done once, or `times`. */
  add(action: string, gas: bigint, times = 1): void {
    const list = this.#costs.get(action) ?? [];
    this.#costs.set(action, list);
    list.push({ gas: Number(gas) / times, before: this.transactions });
    ++this.transactions;
  }

  report(): Gas[] {
    return [...this.#costs].map(([action, costs]) => {
      const quarter = Math.ceil(costs.length / 4);
      const [early, late] = [costs.slice(0, quarter), costs.slice(-quarter)];
      const [from, to] = [median(early, "before"), median(late, "before")];
      const [first, last] = [median(early, "gas"), median(late, "gas")];
      const limit = first + STEP * Math.max(0, Math.log2((to + 1) / (from + 1)));
      return { action, count: costs.length, first, last, from, to, limit };
    });
  }
}

function median<K extends string>(list: Record<K, number>[], key: K): number {
  const sorted = list.map((one) => one[key]).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}
