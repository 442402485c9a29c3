/** What tasks are called, as the contract numbers them. */
export const KINDS = ["grant", "bounty", "challenge"] as const;
export type WorkKind = (typeof KINDS)[number];

/** How jobs stand, as the contract numbers it. */
export const STATUSES = [
  ...(["none", "funded", "submitted", "accepted", "refused", "paid", "returned", "expired"] as const),
] as const;
export type WorkStatusName = (typeof STATUSES)[number];

/** The categories that every network has; it may have others. */
export const CATEGORIES = ["research", "development", "innovation", "community"] as const;
