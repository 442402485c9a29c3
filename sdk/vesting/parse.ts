import Papa from "papaparse";

import { explain, PolityError, ValidationError, type Problem } from "../errors";
import { formatDuration, parseAmount, parseDate, parseDuration } from "../format";
import { checkAddress } from "../nep/actions";
import { unseenOnLine } from "../nep/text";
import { didYouMean } from "../problems";
import type { Grant } from "./terms";

const COLUMNS = ["beneficiary", "amount", "start", "duration", "cliff", "revocable"] as const;
type Column = (typeof COLUMNS)[number];

/** 2^96 − 1: the most tokens there can be. */
const MAX_AMOUNT = 2n ** 96n - 1n;
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
  const problems: Problem[] = [];
  const [head, ...rows] = readCells(text.replace(/^\uFEFF/, ""));
  if (!head)
    throw new ValidationError(file, [{ field: "file", message: "is empty; begin with the columns" }]);
  checkColumns(head.cells, head.line, problems);
  if (problems.length > 0) throw new ValidationError(file, problems);
  if (rows.length === 0) problems.push({ field: "file", message: "has no grants; write one on each line" });

  const readers: { [C in Column]: (cell: string) => unknown } = {
    beneficiary: addressOf,
    amount: readAmount,
    start: parseDate,
    duration: readDuration,
    cliff: readDuration,
    revocable: readYesNo,
  };
  const seen = new Map<string, number>();
  const grants = rows.flatMap(({ line, cells }): Grant[] => {
    const before = problems.length;
    if (cells.length !== COLUMNS.length) {
      const message = `has ${cells.length} cells; write ${COLUMNS.length}, and quotes around one that holds the separator`;
      problems.push({ line, field: "line", message });
      return [];
    }
    const grant = Object.fromEntries(
      head.cells.map((column, i) => [column, read(column as Column, cells[i]!, line)]),
    ) as unknown as Grant;
    if (problems.length > before) return [];
    if (grant.cliff > grant.duration) {
      const message = `${formatDuration(grant.cliff)} is beyond the duration of ${formatDuration(grant.duration)}`;
      problems.push({ line, field: "cliff", message });
    }
    const key = COLUMNS.filter((column) => column !== "amount").map((column) => String(grant[column])).join(); // prettier-ignore
    const first = seen.get(key);
    if (first !== undefined) {
      const message = `has the terms of line ${first}, so it is the same vault; add the amounts in one line`;
      problems.push({ line, field: "line", message });
    }
    seen.set(key, first ?? line);
    return [grant];
  });
  if (problems.length > 0) throw new ValidationError(file, problems);
  return grants;

  function read(column: Column, cell: string, line: number): unknown {
    const unseen = unseenOnLine(cell);
    if (unseen) {
      problems.push({
        line,
        field: column,
        message: `contains the invisible character ${unseen}; remove it`,
      });
      return undefined;
    }
    try {
      return readers[column](cell);
    } catch (error) {
      problems.push({ line, field: column, message: explain(error) });
      return undefined;
    }
  }
}

interface Row {
  /** On which it begins, 1-based. */
  line: number;
  cells: string[];
}

/** What spreadsheets put between cells: which one depends on the country, and pasted cells have tabs. */
const SEPARATORS = [",", ";", "\t", "|"];

/** The rows that are not empty. A first line `sep=;` is how Excel names the separator. */
function readCells(text: string): Row[] {
  const named = /^sep=(.)\r?\n/i.exec(text);
  const head = text
    .slice(named?.[0].length ?? 0)
    .trimStart()
    .split(/[\r\n]/, 1)[0]!;
  const delimiter =
    named?.[1] ??
    SEPARATORS.reduce((best, other) => (columnsIn(head, other) > columnsIn(head, best) ? other : best));
  const rows: Row[] = [];
  let [line, begin] = [1, 0];
  Papa.parse<string[]>(text, {
    delimiter,
    step: ({ data, meta }) => {
      const cells = data.map((cell) => cell.trim());
      if (cells.some((cell) => cell !== "") && !(named && begin === 0)) rows.push({ line, cells });
      line += text.slice(begin, meta.cursor).match(/\r\n|[\r\n]/g)?.length ?? 0;
      begin = meta.cursor;
    },
  });
  return rows;
}

const columnsIn = (head: string, separator: string) =>
  head.split(separator).filter((cell) => COLUMNS.some((column) => cell.includes(column))).length;

function checkColumns(cells: string[], line: number, problems: Problem[]): void {
  if (!cells.some((cell) => COLUMNS.includes(cell as Column))) {
    problems.push({ line, field: "columns", message: `are missing; begin with ${COLUMNS.join(",")}` });
    return;
  }
  for (const [i, cell] of cells.entries()) {
    if (!COLUMNS.includes(cell as Column)) {
      const message = `is no column${didYouMean(cell, COLUMNS) || `; known are ${COLUMNS.join(", ")}`}`;
      problems.push({ line, field: `"${cell}"`, message });
    } else if (cells.indexOf(cell) < i) {
      problems.push({ line, field: cell, message: "is there twice" });
    }
  }
  for (const column of COLUMNS.filter((name) => !cells.includes(name))) {
    problems.push({ line, field: column, message: `is missing; the columns are ${COLUMNS.join(",")}` });
  }
}

function readAmount(cell: string): bigint {
  const units = parseAmount(cell);
  if (units === 0n) throw new PolityError("is 0", { hint: "write an amount above 0" });
  if (units > MAX_AMOUNT) throw new PolityError(`"${cell}" is more than there can be`);
  return units;
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
