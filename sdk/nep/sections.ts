import type { Problem } from "../errors";
import { didYouMean } from "../did-you-mean";
import type { WantedSection } from "./form";
import { isBlank } from "./markdown";
import type { NepSection } from "./parse";

/** Sections that have one heading each. */
export const plain = (headings: readonly string[]): WantedSection[] =>
  headings.map((heading) => ({ section: heading, headings: [heading] }));

/** What is wrong with the sections of a file that needs each of `wanted` once, in any order and not empty. */
export function sectionProblems(
  sections: readonly NepSection[],
  wanted: readonly WantedSection[],
): Problem[] {
  const problems: Problem[] = [];
  for (const { headings } of wanted) {
    const [section, second] = sections.filter(({ heading }) => headings.includes(heading));
    if (!section) {
      const [heading] = headings as [string];
      const similar = didYouMean(
        heading,
        sections.map((other) => other.heading),
      ).replace("did you mean", "is it");
      const required = wanted.map((one) => one.headings[0]).join(", ");
      problems.push({ field: `## ${heading}`, message: `is missing; required are ${required}${similar}` });
    } else if (isBlank(section.text)) {
      problems.push({
        field: `## ${section.heading}`,
        line: section.line,
        message: "is empty; comments do not count",
      });
    }
    if (second) {
      const also = second.heading === section!.heading ? "" : ` as ${section!.heading}`;
      problems.push({
        field: `## ${second.heading}`,
        line: second.line,
        message: `appears twice, first on line ${section!.line}${also}`,
      });
    }
  }
  return problems;
}
