/** Where a round stands, in words that follow its number. */
export const STATUSES = [
  "does not exist",
  "takes entries, or waits to be frozen",
  "waits for its seed",
  "is being run",
  "is tallied",
  "is void",
  "was struck by a vote",
] as const;
