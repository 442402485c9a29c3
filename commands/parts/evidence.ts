import { explain } from "@polity/sdk/errors";
import type { Evidence } from "@polity/sdk/nep";
import { visible } from "@polity/sdk/nep/text";
import { backtestRows, movedBps, parseBacktest, testFindings } from "@polity/sdk/rounds";
import { formatTable } from "../../scripts/lib/table";

/** Rows of a backtest that are shown without being asked for: those whose share changes most. */
const SHOWN = 12;

const percent = (bps: number): string => `${(bps / 100).toFixed(2)} %`;

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
  const findings = testFindings(source).map(visible);
  if (findings.length === 0) return ["found nothing that speaks against it"];
  return ["found, and its author says so:", ...findings.map((each) => `- ${each}`)];
}

/** The table of a backtest: what each would have got, beside what each did. */
export function backtestLines(source: string, nameOf: (account: string) => string, whole: boolean): string[] {
  const backtest = parseBacktest(source);
  const all = backtestRows(backtest);
  const shown = whole ? all : all.slice(0, SHOWN);
  const rows = shown.map(({ index, beneficiary, before, after }) => [
    ...[`entry ${index} of ${nameOf(beneficiary)}`, `${before.score}`, percent(before.bps)],
    ...[`${after.score}`, percent(after.bps)],
  ]);
  const more = all.length - shown.length;
  return [
    `of the pot of round ${backtest.round} it would have given ${percent(movedBps(backtest))} to others`,
    ...formatTable([["", "score", "got", "score now", "would get"], ...rows]).split("\n"),
    ...(more > 0 ? [`and ${more} more, whose shares change less; --whole shows them`] : []),
  ];
}
