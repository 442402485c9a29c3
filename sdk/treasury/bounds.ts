/** What the Treasury takes as terms of a budget. A test holds this equal to the contract's. */
export const BUDGET_BOUNDS = {
  /** Periods, at the most. */
  periods: 2 ** 32 - 1,
  /** When the last period ends, at the latest, in seconds. */
  end: 2 ** 48 - 1,
  /** The amounts of all periods together, in base units, at the most. */
  total: 2n ** 120n - 1n,
  /** Bytes of a category's word. */
  category: 31,
} as const;
