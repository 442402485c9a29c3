import type { ScopeBook } from "@polity/sdk/governor/book";
import { formatPercent } from "@polity/sdk/format";
import { countWords, spanWords } from "../../ui";

type Rules = ScopeBook["types"] extends ReadonlyMap<string, infer R> ? R : never;

/** What a type of proposals demands, as somebody would say it who explains it; without its fee and who may propose. */
export function rulesInWords({
  review,
  voting,
  graceMin,
  approvalBps,
  quorumBps,
  vetoBps,
  minVoters,
}: Rules): string {
  const passes = vetoBps
    ? `It passes unless ${formatPercent(vetoBps)} of all votes are against it.`
    : `It passes if ${formatPercent(approvalBps)} of those who take a side are for it and ${formatPercent(quorumBps)} of all votes take part${
        minVoters ? `, from ${countWords(minVoters, "account")} at the least` : ""
      }.`;
  const grace =
    graceMin > 0
      ? `It takes effect ${spanWords(graceMin)} after that at the earliest.`
      : "It can take effect at once.";
  return `Discussed for ${spanWords(review)}, then voted on for ${spanWords(voting)}. ${passes} ${grace}`;
}
