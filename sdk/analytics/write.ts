import { ZeroAddress } from "ethers";

import type { TokenUnit } from "../calls/token";
import {
  formatCount,
  formatDecimal,
  formatMultiplier,
  formatPercent,
  POINT,
  formatTimestamp,
  TOKEN_DECIMALS,
} from "../format";
import { visible } from "../nep/text";
import type { Amount, Cell, Table, Unit, Valued } from "./table";

/** How amounts are called: the governance token, and others by address. */
export interface Units {
  token: TokenUnit;
  tokens: ReadonlyMap<string, TokenUnit>;
}

/** The unit of a token; one that nobody has looked up is counted in base units. */
export function unitOf(token: string, { tokens }: Units): TokenUnit {
  if (token === ZeroAddress) return { symbol: "ETH", decimals: TOKEN_DECIMALS };
  return tokens.get(token) ?? { symbol: `base units of ${token}` };
}

/** What is no token: one vote, and one point of reputation, have as many base units as a token. */
const WEIGHTS = {
  votes: { symbol: "votes", decimals: TOKEN_DECIMALS },
  points: { symbol: "points", decimals: TOKEN_DECIMALS },
} as const satisfies Partial<Record<Unit, TokenUnit>>;

/** What a column of whole tokens, votes or points is counted in; undefined for all others. */
export function countedIn(unit: Unit, { token }: Pick<Units, "token">): TokenUnit | undefined {
  if (unit === "tokens") return token;
  return unit === "votes" || unit === "points" ? WEIGHTS[unit] : undefined;
}

/** Decimals that a person is shown; the rest is cut off, not rounded up. */
const PLACES = 2;

/**
 * A cell as a person reads it. Amounts are cut to 2 decimals, or to the first digit that is not zero, unless `exact`.
 * The text may come from the chain: characters that nobody sees are marked, but nothing is escaped.
 */
export function formatCell(cell: Cell, unit: Unit, units: Units, { exact = false } = {}): string {
  if (cell === undefined) return "–";
  if (isValued(cell)) {
    const text = formatCell(cell.value, cell.unit, units, { exact });
    const counted = countedIn(cell.unit, units);
    return counted ? `${text}\u00a0${visible(counted.symbol)}` : text;
  }
  if (isAmount(cell)) {
    const { symbol, decimals = 0 } = unitOf(cell.token, units);
    return `${grouped(cell.units, decimals, exact)}\u00a0${visible(symbol)}`;
  }
  switch (unit) {
    case "votes":
    case "points":
    case "tokens":
      return grouped(BigInt(cell), countedIn(unit, units)?.decimals ?? 0, exact);
    case "bps":
      return percent(cell);
    case "change":
      return `${BigInt(cell) > 0n ? "+" : ""}${percent(cell)}`;
    case "multiplier":
      return `× ${formatMultiplier(BigInt(cell))}`;
    case "time":
      return formatTimestamp(Number(cell)).slice(0, 16).replace("T", " ");
    case "seconds":
      return formatSpan(Number(cell));
    case "count":
      return formatCount(BigInt(cell));
    default:
      return visible(String(cell));
  }
}

/** The two largest units of a duration: 200,000 → `2 d 7 h`. */
export function formatSpan(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first === -1) return "0 s";
  const shown = parts.slice(first, first + 2).filter(([count]) => count > 0);
  return shown.map(([count, name]) => `${count} ${name}`).join(" ");
}

/** The number and its sign stay on one line. */
const percent = (cell: number | bigint | string) => formatPercent(BigInt(cell)).replace(" ", "\u00a0");

export const isAmount = (cell: Cell): cell is Amount => typeof cell === "object" && "token" in cell;
export const isValued = (cell: Cell): cell is Valued => typeof cell === "object" && "value" in cell;

function grouped(units: bigint, decimals: number, exact: boolean): string {
  const text = formatDecimal(units < 0n ? -units : units, decimals);
  const [whole, fraction = ""] = text.split(".");
  const places = exact ? fraction.length : Math.max(PLACES, firstDigit(whole!, fraction));
  const shown = fraction.slice(0, places).replace(/0+$/, "");
  return `${units < 0n ? "−" : ""}${formatCount(BigInt(whole!))}${shown && POINT + shown}`;
}

/** How many decimals it takes to see that something is there at all. */
const firstDigit = (whole: string, fraction: string) => (whole === "0" ? fraction.search(/[1-9]/) + 1 : 0);

/** Spreadsheets run what begins with one of these. OWASP's list, with the wide forms of the signs. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * A table as CSV by RFC 4180, with every digit: amounts in whole tokens, times by ISO 8601 in UTC, durations in seconds,
 * shares in percent; an amount has its token in a column of its own, and so has a value its unit. A text that a spreadsheet would run as a formula gets a `'` in front; numbers stay as they are.
 */
export function toCsv({ columns, rows }: Table, units: Units): string {
  const head = columns.flatMap(({ name, unit }) =>
    ACCOMPANIED.includes(unit) ? [quoted(name), quoted(`${name} in`)] : [quoted(withUnit(name, unit, units))],
  );
  const body = rows.map((row) => columns.flatMap(({ unit }, i) => csvCells(row[i], unit, units)));
  return [head, ...body].map((cells) => `${cells.join(",")}\r\n`).join("");
}

/** Units that stand in a column of their own. */
const ACCOMPANIED: readonly Unit[] = ["amount", "mixed"];

const SUFFIXES: Partial<Record<Unit, string>> = {
  time: "UTC",
  seconds: "s",
  bps: "%",
  change: "%",
  multiplier: "times",
};

const suffixOf = (unit: Unit, units: Units) => countedIn(unit, units)?.symbol ?? SUFFIXES[unit];

/** The name of a column with the unit of what stands in it, unless the name says it. */
function withUnit(name: string, unit: Unit, units: Units): string {
  const suffix = suffixOf(unit, units);
  return suffix === undefined || isNamedIn(name, suffix) ? name : `${name} (${suffix})`;
}

/** Whether a column's name has the word, as "Votes cast" has "votes". */
export const isNamedIn = (name: string, word: string): boolean =>
  name.toLowerCase().includes(word.toLowerCase());

function csvCells(cell: Cell, unit: Unit, units: Units): string[] {
  if (isValued(cell)) {
    const [value, of] = csvCells(cell.value, cell.unit, units);
    return [value!, of ?? quoted(inert(visible(suffixOf(cell.unit, units) ?? "")))];
  }
  if (isAmount(cell)) {
    const { symbol, decimals = 0 } = unitOf(cell.token, units);
    return [formatDecimal(cell.units, decimals), quoted(inert(visible(symbol)))];
  }
  if (cell === undefined) return ACCOMPANIED.includes(unit) ? ["", ""] : [""];
  return [csvCell(cell, unit, units)];
}

function csvCell(cell: Exclude<Cell, Amount | Valued | undefined>, unit: Unit, units: Units): string {
  switch (unit) {
    case "votes":
    case "points":
    case "tokens":
      return formatDecimal(BigInt(cell), countedIn(unit, units)?.decimals ?? 0);
    case "bps":
    case "change":
      return formatDecimal(BigInt(cell), 2);
    case "multiplier":
      return formatMultiplier(BigInt(cell));
    case "time":
      return formatTimestamp(Number(cell));
    case "seconds":
    case "count":
      return String(cell);
    default:
      return quoted(inert(visible(String(cell))));
  }
}

const inert = (text: string) => (FORMULA.test(text) ? `'${text}` : text);
const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
