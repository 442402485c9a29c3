import type { Problem } from "../errors";
import { didYouMean } from "../problems";
import { isBlank } from "./markdown";
import type { NepSection } from "./parse";

/** What is wrong with the sections of a file that needs those of `required`, each once, in any order and not empty. */
export function sectionProblems(sections: readonly NepSection[], required: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  for (const heading of required) {
    const [section, second] = sections.filter((candidate) => candidate.heading === heading);
    const field = `## ${heading}`;
    if (!section) {
      const similar = didYouMean(
        heading,
        sections.map((other) => other.heading),
      ).replace("did you mean", "is it");
      problems.push({ field, message: `is missing; required are ${required.join(", ")}${similar}` });
    } else if (isBlank(section.text)) {
      problems.push({ field, line: section.line, message: "is empty; comments do not count" });
    }
    if (second)
      problems.push({ field, line: second.line, message: `appears twice, first on line ${section!.line}` });
  }
  return problems;
}
