import { DAY } from "../format";

/** What the contract takes. A test holds these equal to it. In seconds. */
export const MAX_TIME = 1_095 * DAY;
/** Decisions that are named as evidence, at the most. */
export const MAX_DECISIONS = 24;
/** Founders that can be declared, their Safe among them. */
export const MAX_FOUNDERS = 16;
