import { PolityError, ValidationError } from "../errors";
import { formatDuration, parseDate, parseDuration } from "../format";
import { checkAddress } from "../nep/actions";
import { readAmount, readTable, type Readers } from "../table";
import type { Grant } from "./terms";

const MAX_DURATION = 2 ** 32 - 1;

export interface ParseGrantsOptions {
  /** What to call the text in errors. */
  file?: string;
  /** Makes an address of what a line calls its beneficiary; default: it has to be one. */
  addressOf?: (account: string) => string;
}

/**
 * Reads grants from CSV. The first line names the columns, in any order: beneficiary, amount (whole tokens), start
 * (YYYY-MM-DD, midnight UTC), duration, cliff (like "1460d") and revocable (yes or no). Empty lines count for nothing.
 * @throws ValidationError with every problem and its line.
 */
export function parseGrants(
  text: string,
  { file = "grants", addressOf = checkAddress }: ParseGrantsOptions = {},
): Grant[] {
  const readers: Readers<Grant> = {
    beneficiary: addressOf,
    amount: readAmount,
    start: parseDate,
    duration: readDuration,
    cliff: readDuration,
    revocable: readYesNo,
  };
  const { lines, problems } = readTable(text, file, "grants", readers);
  const terms = (Object.keys(readers) as (keyof Grant)[]).filter((column) => column !== "amount");
  const seen = new Map<string, number>();
  for (const { line, row } of lines) {
    if (row.cliff > row.duration) {
      const message = `${formatDuration(row.cliff)} is beyond the duration of ${formatDuration(row.duration)}`;
      problems.push({ line, field: "cliff", message });
    }
    const key = terms.map((column) => String(row[column])).join();
    const first = seen.get(key);
    if (first !== undefined) {
      const message = `has the terms of line ${first}, so it is the same vault; add the amounts in one line`;
      problems.push({ line, field: "line", message });
    }
    seen.set(key, first ?? line);
  }
  if (problems.length > 0) throw new ValidationError(file, problems);
  return lines.map(({ row }) => row);
}

function readDuration(cell: string): number {
  const seconds = parseDuration(cell);
  if (seconds > MAX_DURATION)
    throw new PolityError(`"${cell}" is too long`, { hint: "write at most 49710d" });
  return seconds;
}

function readYesNo(cell: string): boolean {
  if (cell === "yes" || cell === "no") return cell === "yes";
  throw new PolityError(`"${cell}" is neither yes nor no`, {
    hint: "say whether the DAO may revoke the grant",
  });
}
