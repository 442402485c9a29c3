import type { Words } from "./types";

/** An appointment in words, as a calendar has it. */
export interface CalendarEntry extends Words {
  /** The same for ever, and unique in the world. */
  uid: string;
  kind: string;
  /** In seconds. */
  at: number;
  /** Since when it is known, in seconds. */
  known: number;
}

/** Entries that a calendar has at most: the ones that are nearest. */
export const CALENDAR_ENTRIES = 500;
/** The most octets of a line, RFC 5545, 3.1. */
const LINE = 75;

/** As iCalendar, RFC 5545, for programs that subscribe to it. All texts are plain. */
export function toCalendar(network: string, entries: readonly CalendarEntry[]): string {
  const lines = [
    ...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Polity//dao feed//EN", "METHOD:PUBLISH"],
    ...[`NAME:${escape(network)}`, `X-WR-CALNAME:${escape(network)}`, "REFRESH-INTERVAL;VALUE=DURATION:PT1H"],
    ...entries.slice(0, CALENDAR_ENTRIES).flatMap(({ uid, kind, at, known, title, text }) => [
      "BEGIN:VEVENT",
      `UID:${escape(uid)}`,
      `DTSTAMP:${stamp(known)}`,
      `DTSTART:${stamp(at)}`,
      `SUMMARY:${escape(title)}`,
      `DESCRIPTION:${escape(text)}`,
      `CATEGORIES:${escape(kind)}`,
      // Nobody is busy because a vote ends.
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

/** `20260131T120000Z` */
const stamp = (seconds: number): string =>
  `${new Date(seconds * 1000).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;

/** A text for a value: what begins a new line or a new value is escaped, what a text cannot have is marked. */
const escape = (text: string): string =>
  text
    .replaceAll(/[\\;,]/g, "\\$&")
    .replaceAll(/\r\n|\r|\n/g, "\\n")
    .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, "\ufffd");

/** Folds a line after 75 octets at the most, and never within a character. */
function fold(line: string): string {
  const encoder = new TextEncoder();
  let [folded, length] = ["", 0];
  for (const character of line) {
    const { length: octets } = encoder.encode(character);
    if (length + octets > LINE) [folded, length] = [`${folded}\r\n `, 1];
    folded += character;
    length += octets;
  }
  return folded;
}
