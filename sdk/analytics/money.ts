import { ZeroAddress } from "ethers";
import * as z from "zod";

import { PolityError, ValidationError, type Problem } from "../errors";
import { DAY, formatDate, parseDate, parseDecimal, TOKEN_DECIMALS } from "../format";
import { problemsOf, scalar, strictObject } from "../problems";
import { readTable } from "../table";

/** Prices of tokens by day, as a reporter gives them: nothing of it is on the chain. */
export interface Prices {
  /** What the file is called. */
  file: string;
  /** The currency's code, `USD`. */
  currency: string;
  /** For a whole token, times 10^18, by the token's address and the day's first second (UTC). */
  byToken: ReadonlyMap<string, ReadonlyMap<number, bigint>>;
  /** What the file calls each token, by address. */
  names: ReadonlyMap<string, string>;
}

/** What tokens are worth. */
export interface Money {
  /** What an {@link Amount} of money has as its token. Its amounts have 18 decimals. */
  currency: string;
  /**
   * Amounts of tokens (base units) at the prices of the days in which they were had or moved (seconds), in money.
   * @throws ValidationError with every price that is missing.
   */
  worth: (held: readonly Held[]) => bigint[];
}

export interface Held {
  token: string;
  units: bigint;
  time: number;
}

/** More lines than that nobody reports by. */
const MAX_PRICES = 50_000;
/** Characters of as many lines, each generously long. */
const MAX_TEXT = MAX_PRICES * 100;
const UNIT = 10n ** BigInt(TOKEN_DECIMALS);
const COLUMNS = "date,token,price,currency";

interface Line {
  date: number;
  token: string;
  price: bigint;
  currency: string;
}

/**
 * Reads prices: CSV with the columns date (YYYY-MM-DD, UTC), token, price (of a whole token) and currency (`USD`), or
 * JSON, a list of objects with the same fields. A day's price is the one at its end.
 * @param tokenOf Makes an address of what a line calls its token.
 * @throws ValidationError with every problem and its line.
 */
export function parsePrices(
  text: string,
  { file = "prices", tokenOf }: { file?: string; tokenOf: (name: string) => string },
): Prices {
  if (text.length > MAX_TEXT)
    throw new PolityError(`${file} is longer than any list of ${MAX_PRICES} prices`, {
      hint: "give the prices of the days that the report names",
    });
  const names = new Map<string, string>();
  const readToken = (name: string) => {
    const token = tokenOf(name);
    names.set(token, names.get(token) ?? name);
    return token;
  };
  const readers = { date: parseDate, token: readToken, price: readPrice, currency: readCurrency };
  const { lines, problems } = /^\uFEFF?\s*\[/.test(text)
    ? readJson(text, file, readers)
    : readTable<Line>(text, file, "prices", readers);
  if (lines.length > MAX_PRICES)
    throw new ValidationError(file, [
      { field: "file", message: `has ${lines.length} prices; give at most ${MAX_PRICES}` },
    ]);
  const byToken = new Map<string, Map<number, bigint>>();
  const seen = new Map<string, number>();
  const [first] = lines;
  for (const { line, row } of lines) {
    const { date, token, price, currency } = row;
    const key = `${date} ${token}`;
    const before = seen.get(key);
    if (before !== undefined)
      problems.push({
        ...{ line, field: "date" },
        message: `has a price of this token on line ${before} too; keep the one at the day's end`,
      });
    if (currency !== first!.row.currency)
      problems.push({
        ...{ line, field: "currency" },
        message: `is ${currency}, and ${first!.row.currency} on line ${first!.line}; give all prices in one currency`,
      });
    seen.set(key, before ?? line);
    const days = byToken.get(token) ?? new Map<number, bigint>();
    byToken.set(token, days.set(date, price));
  }
  if (problems.length > 0) throw new ValidationError(file, problems);
  return { file, currency: first!.row.currency, byToken, names };
}

type LineReaders = { readonly [Field in keyof Line]: (cell: string) => Line[Field] };

/** The fields of a list of objects; `line` counts the objects. */
function readJson(text: string, file: string, readers: LineReaders) {
  const field = <F extends keyof Line>(name: F) =>
    scalar(`must be a text`, (value): Line[F] => readers[name](value));
  const entry = strictObject({
    date: field("date"),
    token: field("token"),
    price: field("price"),
    currency: field("currency"),
  });
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    const hint = `write a list of {"date": "2026-03-31", "token": "ETH", "price": "2100.50", "currency": "USD"}, or CSV with the columns ${COLUMNS}`;
    throw new PolityError(`${file} is neither JSON nor CSV`, { hint, cause });
  }
  const result = z.array(entry).min(1, "has no prices").max(MAX_PRICES).safeParse(json);
  const problems: Problem[] = result.success ? [] : problemsOf(result.error);
  const lines = (result.success ? result.data : []).map((row, i) => ({ line: i + 1, row }));
  return { lines, problems };
}

function readPrice(text: string): bigint {
  const price = parseDecimal(text, TOKEN_DECIMALS);
  if (price > 0n && price < UNIT * 10n ** 12n) return price;
  throw new PolityError(`"${text}" is no price`, {
    hint: 'write what a whole token cost, above 0 and below a million millions, like "2100.50"',
  });
}

function readCurrency(text: string): string {
  if (/^[A-Z]{3,5}$/.test(text)) return text;
  throw new PolityError(`"${text}" is no currency`, { hint: "write its code in capitals, like USD" });
}

/** What tokens are worth by a file of prices. @param decimalsOf How the amounts of a token are counted. */
export function moneyOf(prices: Prices, decimalsOf: (token: string) => number): Money {
  const { file, currency, byToken, names } = prices;
  const nameOf = (token: string) => names.get(token) ?? (token === ZeroAddress ? "ETH" : token);
  const priceOf = ({ token, time }: Held) => byToken.get(token)?.get(Math.floor(time / DAY) * DAY);
  return {
    currency,
    worth(held) {
      const missing = held.filter((one) => one.units !== 0n && priceOf(one) === undefined);
      const days = new Set(missing.map(({ token, time }) => `${formatDate(time)},${nameOf(token)}`));
      if (days.size > 0) {
        throw new ValidationError(
          file,
          [...days].map((day) => ({
            field: day,
            message: `has no price, and the treasury had or moved some; add a line ${day},<price>,${currency}`,
          })),
        );
      }
      return held.map((one) =>
        one.units === 0n ? 0n : (one.units * priceOf(one)!) / 10n ** BigInt(decimalsOf(one.token)),
      );
    },
  };
}
