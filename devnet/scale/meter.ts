/** Gas of one kind of action as the chain grew. */
export interface Gas {
  action: string;
  count: number;
  /**
   * Lower quartile of the first round and of the last, in gas; of what is done before the rounds, of the first quarter and
   * the last. Most may pay for what others then need not, like a side's first vote: growth is paid by all.
   */
  first: number;
  last: number;
  /** Transactions that the chain had at a quarter of those. */
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
  /** The round of what is added now; 0 before the first. */
  round = 0;
  readonly #costs = new Map<string, Cost[]>();

  /** Notes a transaction in which an action was done once, or `times`. */
  add(action: string, gas: bigint, times = 1): void {
    const list = this.#costs.get(action) ?? [];
    this.#costs.set(action, list);
    list.push({ gas: Number(gas) / times, before: this.transactions, round: this.round });
    ++this.transactions;
  }

  report(): Gas[] {
    return [...this.#costs].map(([action, costs]) => {
      const [early, late] = endsOf(costs);
      const [from, to] = [quartile(early, "before"), quartile(late, "before")];
      const [first, last] = [quartile(early, "gas"), quartile(late, "gas")];
      const limit = first + STEP * Math.max(0, Math.log2((to + 1) / (from + 1)));
      return { action, count: costs.length, first, last, from, to, limit };
    });
  }
}

interface Cost {
  gas: number;
  before: number;
  round: number;
}

/** The costs of the beginning and of the end. */
function endsOf(costs: readonly Cost[]): [Cost[], Cost[]] {
  const [first, last] = [costs[0]!.round, costs.at(-1)!.round];
  const of = (round: number) => costs.filter((cost) => cost.round === round);
  const quarter = Math.ceil(costs.length / 4);
  return first < last ? [of(first), of(last)] : [costs.slice(0, quarter), costs.slice(-quarter)];
}

function quartile(list: readonly Cost[], key: keyof Cost): number {
  const sorted = list.map((one) => one[key]).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 4)]!;
}
