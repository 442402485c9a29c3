import type { TransactionReceipt } from "ethers";

import { requireEscrow } from "../../sdk/deployment";
import { PolityError } from "../../sdk/errors";
import { PERMANENT, unlockAfter, type MoveResult } from "../../sdk/escrow";
import { formatTimestamp, parseDate } from "../../sdk/format";
import type { Answer, Context } from "./command";

/** The id of a lock that an option names. */
export function idOf({ needed }: Context, option = "id"): number {
  const value = needed(option);
  if (/^(\d|1[0-5])$/.test(value)) return Number(value);
  throw new PolityError(`"${value}" is no lock`, {
    hint: "give a number from 0 to 15; show lists the locks",
  });
}

/** When a lock ends, in words; with the date that was asked for, if its week begins on another. */
export function endOf(unlockTime: number, asked?: string): string {
  if (unlockTime === PERMANENT) return "permanent";
  const rounded = asked && parseDate(asked) !== unlockTime ? `, where the week of ${asked} begins` : "";
  return `until ${formatTimestamp(unlockTime)}${rounded}`;
}

/** Something was sent: what it led to, the transaction and its gas. */
export function done({ hash, gasUsed }: TransactionReceipt, what: string, json: object): Answer {
  const text = `${what}\ntx ${hash}, ${gasUsed.toLocaleString("en")} gas`;
  return { text, json: { ...json, transaction: hash, gas: Number(gasUsed) } };
}

/** A lock has another end. */
export const moved = (id: number, { receipt, unlockTime }: MoveResult, asked?: string) =>
  done(receipt, `lock ${id}: ${endOf(unlockTime, asked)}`, { id, unlockTime });

/** The end that one of the options names, in seconds. */
export async function unlockTimeOf({ network, text, flag }: Context, ways: string[]): Promise<number> {
  const given = ways.filter((way) => flag(way) || text(way));
  const names = ways
    .map((way) => `--${way}`)
    .join(", ")
    .replace(/, (--\w+)$/, " or $1");
  if (given.length !== 1) throw new PolityError("a lock has one end", { hint: `give ${names}` });
  if (given[0] === "permanent") return PERMANENT;
  if (given[0] === "until") return parseDate(text("until")!);
  const weeks = Number(text("weeks"));
  if (!/^[1-9]\d{0,2}$/.test(text("weeks")!)) {
    throw new PolityError(`"${text("weeks")!}" is no number of weeks`, { hint: "give 1 or more" });
  }
  const escrow = requireEscrow(network);
  const [now, maxWeeks] = await Promise.all([escrow.clock(), escrow.MAX_WEEKS()]);
  return unlockAfter(weeks, { now: Number(now), maxWeeks: Number(maxWeeks) });
}
