import { formatCountdown, formatTimestamp } from "../format";

/** A time, and how far away it is. */
export function moment(at: number, now: number): string {
  const away = formatCountdown(Math.abs(at - now));
  return `${formatTimestamp(at)} (${at >= now ? `in ${away}` : `${away} ago`})`;
}

/** What happens at a time, or has happened then. */
export const until = (at: number, now: number, coming: string, gone: string): string =>
  `${at >= now ? coming : gone} ${moment(at, now)}`;

/** Lines under a heading. */
export const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
