import { formatUnits } from "../calls/token";
import { formatDate } from "../format";
import { say } from "../language";

const WEEK = 7n * 86_400n;

/** `12.5 points` */
export const formatPoints = (points: bigint): string =>
  formatUnits(points, { symbol: say("points"), decimals: 18 });

/** The day on which a Unix week begins. Weeks that no clock reaches are written as numbers. */
export const formatWeek = (week: bigint): string =>
  week < 400_000n ? formatDate(week * WEEK) : `the beginning of week ${week}`;
