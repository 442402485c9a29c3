/** A budget that a proposal puts to a use: by 0 it names the one that it has granted last, whose number nobody knows yet. */
export const budgetText = (id: bigint): string =>
  id === 0n ? "the budget that this proposal has granted last" : `budget ${id}`;
