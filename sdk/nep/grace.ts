import { DAY } from "../format";

/** How long a type lets what it decides wait, in seconds. */
export interface GraceRules {
  graceMin: number;
  graceMax: number;
}

/** The most days of grace that a title can carry; what a type allows is less. */
export const MAX_GRACE_DAYS = 999;

/** The days that a draft asks for where the type allows it. */
const USUAL = 14;

/**
 * Whether a NEP of a type has to choose its grace: its author can write the least there may be, and more. A type whose
 * minimum is not in whole days gives a NEP that chooses nothing less than any number of days.
 */
export const choosesGrace = ({ graceMin, graceMax }: GraceRules): boolean =>
  graceMin % DAY === 0 && graceMax >= graceMin + DAY;

/** The days of grace that a draft asks for; nothing where it leaves them to the type's rules. */
export function usualGrace(rules: GraceRules): number | undefined {
  if (!choosesGrace(rules)) return undefined;
  return Math.max(rules.graceMin / DAY, Math.min(USUAL, Math.floor(rules.graceMax / DAY)));
}
