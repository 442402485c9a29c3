import { ValidationError } from "../errors";
import { parseDate } from "../format";
import { list, oneOf, problemsOf, scalar, strictObject } from "../problems";
import { readNep } from "./parse";
import { integer, line, url } from "./schema";
import { plain, sectionProblems } from "./sections";
import type { EconomicImpact } from "./impact";

/** What a review says under these headings, and under others if its authors want more. */
export const REVIEW_SECTIONS = ["What it was meant to do", "What it did"] as const;

/** What follows from a review: it stays, it needs another proposal, or it is to be taken back. */
export const VERDICTS = ["kept", "change", "revert"] as const;
export type ReviewVerdict = (typeof VERDICTS)[number];

/** A figure: what was meant and what was seen, in the authors' own words and units. */
export interface ReviewFigure {
  name: string;
  meant: string;
  observed: string;
  /** Where it can be looked up. */
  source?: string | undefined;
}

/** What people found when they looked back at a NEP. */
export interface Review {
  nep: number;
  /** YYYY-MM-DD */
  date: string;
  authors: string[];
  verdict: ReviewVerdict;
  figures: ReviewFigure[];
  /** The whole file, normalised. */
  text: string;
}

const fields = strictObject({
  nep: integer(1, 999_999),
  date: scalar("must be a date, YYYY-MM-DD", (text) => (parseDate(text), text)),
  authors: list(line("must be a name"), "must be a list of names"),
  verdict: oneOf(...VERDICTS),
  figures: list(
    strictObject({
      name: line("must be the figure's name"),
      meant: line("must be what was meant"),
      observed: line("must be what was seen; write it in, or remove the figure"),
      source: url.optional(),
    }),
    "must be a list of {name, meant, observed}",
  ).default([]),
});

/**
 * Reads and checks a review, `neps/reviews/nep-0001.md`.
 * @throws ValidationError with every problem of its form, fields and sections.
 */
export function parseReview(source: string, fileName = "review"): Review {
  const { parsed, problems } = readNep(source);
  if (!parsed) throw new ValidationError(fileName, problems);
  problems.push(...sectionProblems(parsed.sections, plain(REVIEW_SECTIONS)));
  const result = parsed.fields === undefined ? undefined : fields.safeParse(parsed.fields);
  if (result?.error) problems.push(...problemsOf(result.error, (path) => parsed.lineOf(path)));
  const numbered = /^nep-(\d+)/.exec(fileName)?.[1];
  if (result?.success && numbered !== undefined && Number(numbered) !== result.data.nep) {
    const message = `is ${result.data.nep}, but the file is called ${fileName}`;
    problems.push({ field: "nep", line: parsed.lineOf(["nep"])!, message });
  }
  if (!result?.success || problems.length > 0) throw new ValidationError(fileName, problems);
  return { ...result.data, text: parsed.text };
}

/** What a draft begins with: all that the chain knows. */
export interface ReviewFacts {
  nep: number;
  title: string;
  /** YYYY-MM-DD */
  date: string;
  impact?: EconomicImpact;
  /** What the NEP changed, and what has become of it since; in the words of a NEP file. */
  changes: readonly { key: string; before: string; after: string; now: string; version: string }[];
}

/** A review to be written: figures and values that the chain knows are in it, what people saw is left open. */
export function draftReview({ nep, title, date, impact, changes }: ReviewFacts): string {
  const figures = [
    ...Object.entries(impact ?? {}),
    ...changes.map(({ key, after }) => [key, after] as const),
  ];
  const now = new Map(changes.map((change) => [change.key, change.now]));
  const rows = changes.map(
    ({ key, before, after, version, now: today }) =>
      `| ${key} | ${before} | ${after} | ${version} | ${today} |`,
  );
  return [
    "---",
    `nep: ${nep}`,
    `date: ${date}`,
    "authors: []",
    `# ${VERDICTS.join(", ")}`,
    "verdict:",
    ...(figures.length > 0 ? ["figures:"] : []),
    ...figures.flatMap(([name, meant]) => [
      `  - name: ${name}`,
      `    meant: ${JSON.stringify(meant)}`,
      `    observed: ${now.has(name) ? `"${now.get(name)!}"` : ""}`,
    ]),
    "---",
    "",
    `## ${REVIEW_SECTIONS[0]}`,
    "",
    `<!-- ${title.replace(/-->/g, "")}: in a sentence or two, from its Problem and Solution. -->`,
    "",
    ...(rows.length
      ? ["| parameter | before | after | version | now |", "| --- | --- | --- | --- | --- |", ...rows, ""]
      : []),
    `## ${REVIEW_SECTIONS[1]}`,
    "",
    "<!-- What was seen, where it can be looked up, and why the verdict follows. -->",
    "",
  ].join("\n");
}
