import { formatCount, formatDuration, POINT } from "@polity/sdk/format";
import { LANGUAGE, say } from "@polity/sdk/language";
import type { TokenUnit } from "@polity/sdk/calls/token";

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;
type Unit = (typeof UNITS)[number][0];

/** `13 days` */
const unitWords = (count: number, unit: Unit) =>
  count.toLocaleString(LANGUAGE, { style: "unit", unit, unitDisplay: "long", useGrouping: false });

/** `13 days 4 hours`: the two largest units, or as many as asked for, rounded down. `seconds` ≥ 0. */
export function durationWords(seconds: number, most = 2): string {
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  if (first === -1) return unitWords(0, "second");
  let rest = seconds;
  const parts = UNITS.slice(first, first + most).flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count ? [unitWords(count, unit)] : [];
  });
  return parts.join(" ");
}

/** `in 3 days`, `5 minutes ago`, `now`: the largest unit, rounded down. */
export function relativeWords(at: number, now: number): string {
  const distance = Math.abs(at - now);
  const [unit, size] = UNITS.find(([, each]) => distance >= each) ?? [];
  if (unit === undefined) return say("now");
  const count = Math.floor(distance / size);
  // Days have no groups here, as in the words of a duration.
  return new Intl.RelativeTimeFormat(LANGUAGE)
    .format(at > now ? count : -count, unit)
    .replace(/(\d)[.,](\d)/, "$1$2");
}

/** `2027-01-04 12:30 UTC`, with seconds on request. */
export function dateWords(at: number, { seconds = false } = {}): string {
  const text = new Date(at * 1000).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, seconds ? 19 : 16)} UTC`;
}

/** A span as a rule states it: `7 days`, `36 hours`. */
export function spanWords(seconds: number): string {
  const text = formatDuration(seconds);
  const unit = UNITS.find(([name]) => name.startsWith(text.slice(-1)))!;
  return unitWords(Number(text.slice(0, -1)), unit[0]);
}

/** An amount, cut to `places` decimals (never rounded up), and whether that is all of it. */
export function shortAmount(
  value: bigint,
  decimals: number,
  places: number,
): { text: string; exact: boolean } {
  const kept = Math.min(places, decimals);
  const unit = 10n ** BigInt(decimals - kept);
  const size = value < 0n ? -value : value;
  const cut = size / unit;
  const exact = size % unit === 0n;
  const sign = value < 0n ? "−" : "";
  if (cut === 0n && !exact)
    return { text: `${sign}<${kept ? `0${POINT}${"1".padStart(kept, "0")}` : "1"}`, exact };
  const scale = 10n ** BigInt(kept);
  const fraction = (cut % scale).toString().padStart(kept, "0").replace(/0+$/, "");
  return { text: `${sign}${formatCount(cut / scale)}${fraction && POINT + fraction}`, exact };
}

/**
 * A sentence with a large first letter, where it begins with a word. Names, keys and files are left as they are written:
 * `train.innerSteps`, `nep-0001.md`, `0xab…`.
 */
export const sentence = (text: string): string =>
  /^[a-z]+(?=[ ,;:’']|$)/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;

/** `1 account`, `12 accounts`. In other languages a word has all its forms, in the order of their plurals. */
export function countWords(count: number, one: string): string {
  if (LANGUAGE === "en") return `${formatCount(count)} ${one}${count === 1 ? "" : "s"}`;
  const rules = new Intl.PluralRules(LANGUAGE);
  const forms = one.split("|");
  const form = forms[rules.resolvedOptions().pluralCategories.indexOf(rules.select(count))];
  return `${formatCount(count)} ${form ?? forms.at(-1)}`;
}

/** `0x1234…cdef` */
export const shortAddress = (address: string) => `${address.slice(0, 6)}…${address.slice(-4)}`;

/** What a token's amounts are called beside a number: never empty. */
export const unitName = ({ symbol }: TokenUnit) => symbol || "units";

/** Part of a whole in percent with one decimal where there is one, rounded down: `12.3 %`, `100 %`. */
export function shareWords(part: bigint, whole: bigint): string {
  if (whole === 0n) return "–";
  const tenths = (part * 1000n) / whole;
  if (tenths === 0n && part > 0n) return `<0${POINT}1\u00a0%`;
  // The space does not break.
  return `${tenths / 10n}${tenths % 10n === 0n ? "" : POINT + String(tenths % 10n)}\u00a0%`;
}

const LETTERS = { d: "day", h: "hour", min: "minute", m: "minute", s: "second" } as const;

/**
 * A sentence of the SDK as a page writes it: moments without seconds, spans in words. `2026-12-01T18:13:27Z (in 11d 23h)`
 * → `2026-12-01 18:13 UTC (in 11 days 23 hours)`.
 */
export const plain = (text: string): string =>
  text
    .replaceAll(/\b(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z/g, "$1 $2 UTC")
    .replaceAll(/\b(\d+) ?(d|h|min|m|s)\b/g, (_, count: string, letter: keyof typeof LETTERS) =>
      unitWords(Number(count), LETTERS[letter]),
    );
