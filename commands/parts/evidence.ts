import { explain } from "@polity/sdk/errors";
import type { Evidence } from "@polity/sdk/nep";
import { visible } from "@polity/sdk/nep/text";
import { movedBps, parseBacktest } from "@polity/sdk/rounds";
import { formatTable } from "../../scripts/lib/table";

/** Rows of a backtest that are shown without being asked for: those whose share changes most. */
const SHOWN = 12;

const percent = (bps: number): string => `${(bps / 100).toFixed(2)} %`;
const partOf = (share: string, pot: string): string =>
  percent(Number((BigInt(share) * 10_000n) / BigInt(pot)));
const isText = (each: unknown): each is string => typeof each === "string";

/** What speaks for a recipe, for people: the test's findings, and who would have got what. */
export function evidenceLines(
  said: Partial<Record<Evidence, string>>,
  nameOf: (account: string) => string,
  whole = false,
): string[] {
  const each = [
    ...(said.test === undefined ? [] : ["its test", ...tried(() => testLines(said.test!))]),
    ...(said.backtest === undefined
      ? []
      : ["its backtest", ...tried(() => backtestLines(said.backtest!, nameOf, whole))]),
  ];
  return each;
}

const tried = (lines: () => string[]): string[] => {
  try {
    return lines().map((line) => `  ${line}`);
  } catch (error) {
    return [`  it cannot be shown: ${explain(error)}`];
  }
};

function testLines(source: string): string[] {
  const { findings, passes } = JSON.parse(source) as { findings?: unknown; passes?: unknown };
  const listed = Array.isArray(findings) ? findings.filter(isText).map(visible) : [];
  if (passes === true && listed.length === 0) return ["found nothing that speaks against it"];
  return ["found, and its author says so:", ...listed.map((each) => `- ${each}`)];
}

/** The table of a backtest: what each would have got, beside what each did. */
export function backtestLines(source: string, nameOf: (account: string) => string, whole: boolean): string[] {
  const backtest = parseBacktest(source);
  const { entries, pot, round } = backtest;
  const change = ({ before, after }: (typeof entries)[number]) => BigInt(after.share) - BigInt(before.share);
  const size = (value: bigint) => (value < 0n ? -value : value);
  const order = entries
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => Number(size(change(b.entry)) - size(change(a.entry))) || a.index - b.index);
  const shown = whole ? order : order.slice(0, SHOWN);
  const rows = shown.map(({ entry: { beneficiary, before, after }, index }) => [
    ...[`entry ${index} of ${nameOf(beneficiary)}`, `${before.score}`, partOf(before.share, pot)],
    ...[`${after.score}`, partOf(after.share, pot)],
  ]);
  const more = order.length - shown.length;
  return [
    `of the pot of round ${round} it would have given ${percent(movedBps(backtest))} to others`,
    ...formatTable([["", "score", "got", "score now", "would get"], ...rows]).split("\n"),
    ...(more > 0 ? [`and ${more} more, whose shares change less; --whole shows them`] : []),
  ];
}
