import * as z from "zod";

import { canonicalJson, contentHash } from "../core/content";
import { PolityError, ValidationError } from "../errors";
import { checkAddress } from "../nep/actions";
import { parseJson, scalar, strictObject } from "../problems";
import { readAmount, readTable } from "../table";

/** Who gets how much, in base units. Its place in the list is its index in the tree. */
export interface Recipient {
  account: string;
  amount: bigint;
}

/** A list of recipients as it is published. */
export interface PublishedList {
  /** The file's whole content. */
  text: string;
  /** sha256 of it: what a vote decides about. */
  hash: string;
  recipients: readonly Recipient[];
  /** Of all amounts. */
  sum: bigint;
}

const FORMAT = "polity-distribution-1";

export interface ParseRecipientsOptions {
  /** What to call the text in errors. */
  file?: string;
  /** Makes an address of what a line calls its account; default: it has to be one. */
  addressOf?: (account: string) => string;
}

/**
 * Reads recipients from CSV. The first line names the columns, in any order: account and amount (whole tokens). Empty
 * lines count for nothing.
 * @throws ValidationError with every problem and its line.
 */
export function parseRecipients(
  text: string,
  { file = "recipients", addressOf = checkAddress }: ParseRecipientsOptions = {},
): Recipient[] {
  const readers = { account: addressOf, amount: readAmount };
  const { lines, problems } = readTable<Recipient>(text, file, "recipients", readers);
  const seen = new Map<string, number>();
  for (const { line, row } of lines) {
    const first = seen.get(row.account);
    if (first !== undefined)
      problems.push({
        line,
        field: "account",
        message: `is on line ${first} too; add the amounts in one line`,
      });
    seen.set(row.account, first ?? line);
  }
  if (problems.length > 0) throw new ValidationError(file, problems);
  return lines.map(({ row }) => row);
}

/**
 * Reads the accounts that may buy in a sale from CSV with the column `account`.
 * @throws ValidationError with every problem and its line.
 */
export function parseAccounts(
  text: string,
  { file = "accounts", addressOf = checkAddress }: ParseRecipientsOptions = {},
): string[] {
  const { lines, problems } = readTable(text, file, "accounts", { account: addressOf });
  if (problems.length > 0) throw new ValidationError(file, problems);
  return [...new Set(lines.map(({ row }) => row.account))];
}

/** Writes a list as it is published: canonical JSON (RFC 8785), so that the same list has one hash. */
export function publishList(recipients: readonly Recipient[]): PublishedList {
  const entries = recipients.map(({ account, amount }) => [account, amount.toString()]);
  const text = canonicalJson({ format: FORMAT, entries });
  return { text, hash: contentHash(text), recipients, sum: sumOf(recipients) };
}

const base = scalar("must be an amount in base units, as a text", (value) => {
  if (/^[1-9]\d{0,28}$/.test(value)) return BigInt(value);
  throw new PolityError(`"${value}" is no amount`, { hint: "write base units above 0, as a text of digits" });
});
const published = strictObject({
  format: z.literal(FORMAT, `must be ${FORMAT}`),
  entries: z
    .array(z.tuple([scalar("must be an address", (value) => checkAddress(value)), base]))
    .min(1, "has no recipients"),
});

/**
 * Reads a published list.
 * @param text The file's whole content: its hash is that of these characters.
 * @throws ValidationError for what is no such list.
 */
export function parseList(text: string, file = "list"): PublishedList {
  const { entries } = parseJson(published, text, file, "take the list that was published with the proposal");
  const recipients = entries.map(([account, amount]) => ({ account, amount }));
  return { text, hash: contentHash(text), recipients, sum: sumOf(recipients) };
}

const sumOf = (recipients: readonly Recipient[]) => recipients.reduce((sum, { amount }) => sum + amount, 0n);
