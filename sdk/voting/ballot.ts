import { formatUnits } from "../calls/token";
import { say } from "../language";

/** `1,200.5 votes` */
export const formatVotes = (votes: bigint): string =>
  formatUnits(votes, { symbol: say("votes"), decimals: 18 });

/** `options 0 and 3`, or `option 0 (25 %)` where votes are split. */
export function optionsText(options: readonly bigint[], parts: readonly bigint[]): string {
  const each = options.map((option, i) => {
    const part = parts[i];
    return part === undefined ? String(option) : `${option} (${Number(part) / 100} %)`;
  });
  return `${each.length === 1 ? "option" : "options"} ${each.join(", ")}`;
}
