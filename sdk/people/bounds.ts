import { DAY } from "../format";

/** What the contracts take of classes of credentials. A test holds this equal to them. */
export const CREDENTIAL_BOUNDS = {
  /** Classes, at the most. */
  classes: 16,
  /** How long a credential lasts at the least, in seconds. */
  minTerm: DAY,
  /** Bytes of a class's name: a text in a word ends with a zero. */
  name: 31,
} as const;

/** The share of reputation in blended votes, in basis points. A test holds this equal to the contract's. */
export const RHO_BPS = { min: 1, max: 5_000 } as const;

/**
 * The largest quorum of quadratic votes, in basis points: their total is what persons would have who held all stake in equal
 * parts. A hundred of them who hold a twentieth of it reach 4 to 7 % of that total if thirty of them vote.
 */
export const MAX_QUADRATIC_QUORUM_BPS = 300;
