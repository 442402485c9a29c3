import Papa from "papaparse";

import { explain, PolityError, ValidationError, type Problem } from "./errors";
import { parseAmount } from "./format";
import { unseenOnLine } from "./nep/text";
import { didYouMean } from "./did-you-mean";

/** 2^96 − 1: the most tokens there can be. */
const MAX_AMOUNT = 2n ** 96n - 1n;

/** How the cells of a table are read, by column. */
export type Readers<Row> = { readonly [Column in keyof Row & string]: (cell: string) => Row[Column] };

export interface TableLine<Row> {
  /** On which it begins, 1-based. */
  line: number;
  row: Row;
}

/** A table as a spreadsheet saves it: what of it is well-formed, and everything that is not. */
export interface Table<Row> {
  lines: TableLine<Row>[];
  problems: Problem[];
}

/**
 * Reads CSV, as spreadsheets of any country write it. The first line names the columns, in any order. Empty lines count
 * for nothing.
 * @param file What to call the text in errors.
 * @param what What a line holds, in the plural: `grants`.
 * @throws ValidationError where the columns are not those of the readers.
 */
export function readTable<Row extends object>(
  text: string,
  file: string,
  what: string,
  readers: Readers<Row>,
): Table<Row> {
  const columns = Object.keys(readers) as (keyof Row & string)[];
  const problems: Problem[] = [];
  const [head, ...rows] = readCells(text.replace(/^\uFEFF/, ""), columns);
  if (!head)
    throw new ValidationError(file, [{ field: "file", message: "is empty; begin with the columns" }]);
  checkColumns(head.cells, head.line, columns, problems);
  if (problems.length > 0) throw new ValidationError(file, problems);
  if (rows.length === 0) problems.push({ field: "file", message: `has no ${what}; write one on each line` });

  const lines = rows.flatMap(({ line, cells }): TableLine<Row>[] => {
    const before = problems.length;
    if (cells.length !== columns.length) {
      const message = `has ${cells.length} cells; write ${columns.length}, and quotes around one that holds the separator`;
      problems.push({ line, field: "line", message });
      return [];
    }
    const row = Object.fromEntries(
      head.cells.map((column, i) => [column, read(column as keyof Row & string, cells[i]!, line)]),
    ) as unknown as Row;
    return problems.length > before ? [] : [{ line, row }];
  });
  return { lines, problems };

  function read(column: keyof Row & string, cell: string, line: number): unknown {
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

/** Base units of a cell that holds whole tokens. @throws PolityError for nothing, and for more than there can be. */
export function readAmount(cell: string): bigint {
  const units = parseAmount(cell);
  if (units === 0n) throw new PolityError("is 0", { hint: "write an amount above 0" });
  if (units > MAX_AMOUNT) throw new PolityError(`"${cell}" is more than there can be`);
  return units;
}

interface Row {
  line: number;
  cells: string[];
}

/** What spreadsheets put between cells: which one depends on the country, and pasted cells have tabs. */
const SEPARATORS = [",", ";", "\t", "|"];

/** The rows that are not empty. A first line `sep=;` is how Excel names the separator. */
function readCells(text: string, columns: readonly string[]): Row[] {
  const named = /^sep=(.)\r?\n/i.exec(text);
  const head = text
    .slice(named?.[0].length ?? 0)
    .trimStart()
    .split(/[\r\n]/, 1)[0]!;
  const columnsIn = (separator: string) =>
    head.split(separator).filter((cell) => columns.some((column) => cell.includes(column))).length;
  const delimiter =
    named?.[1] ?? SEPARATORS.reduce((best, other) => (columnsIn(other) > columnsIn(best) ? other : best));
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

function checkColumns(cells: string[], line: number, columns: readonly string[], problems: Problem[]): void {
  if (!cells.some((cell) => columns.includes(cell))) {
    problems.push({ line, field: "columns", message: `are missing; begin with ${columns.join(",")}` });
    return;
  }
  for (const [i, cell] of cells.entries()) {
    if (!columns.includes(cell)) {
      const message = `is no column${didYouMean(cell, columns) || `; known are ${columns.join(", ")}`}`;
      problems.push({ line, field: `"${cell}"`, message });
    } else if (cells.indexOf(cell) < i) {
      problems.push({ line, field: cell, message: "is there twice" });
    }
  }
  for (const column of columns.filter((name) => !cells.includes(name))) {
    problems.push({ line, field: column, message: `is missing; the columns are ${columns.join(",")}` });
  }
}
