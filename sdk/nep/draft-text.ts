import { ValidationError } from "../errors";
import { list, problemsOf, scalar, strictObject } from "../problems";
import { readNep } from "./parse";
import { line, nepFields, url } from "./schema";
import { plain, sectionProblems } from "./sections";
import { checkTitle } from "./title";
import type { ActionsDraft } from "./write";

/** What people say of a proposal whose actions a command writes. What they leave out, the draft asks them for. */
export type DraftText = Partial<Pick<ActionsDraft, "title" | "authors" | "discussion" | "impact">> &
  Pick<ActionsDraft, "sections">;

const fields = strictObject({
  title: scalar("must be a text", checkTitle).optional(),
  authors: list(line("must be a name"), "must be a list of names").optional(),
  "discussions-to": url.optional(),
  "economic-impact": nepFields.shape["economic-impact"],
});

/**
 * Reads a file that is a NEP without what a command writes: of the front matter title, authors, discussions-to and
 * economic-impact, and sections; each may be missing.
 * @throws ValidationError with every problem of its form, fields and sections.
 */
export function parseDraftText(source: string, fileName = "text"): DraftText {
  const { parsed, problems } = readNep(source);
  if (!parsed) throw new ValidationError(fileName, problems);
  const headings = [...new Set(parsed.sections.map(({ heading }) => heading))];
  problems.push(...sectionProblems(parsed.sections, plain(headings)));
  // Nothing between the two lines of --- is a text without a field.
  const result = parsed.fields === undefined ? undefined : fields.safeParse(parsed.fields || {});
  if (result?.error) problems.push(...problemsOf(result.error, (path) => parsed.lineOf(path)));
  if (!result?.success || problems.length > 0) throw new ValidationError(fileName, problems);
  const { title, authors, "discussions-to": discussion, "economic-impact": impact } = result.data;
  return {
    ...(title !== undefined && { title }),
    ...(authors && { authors }),
    ...(discussion !== undefined && { discussion }),
    ...(impact && { impact }),
    sections: Object.fromEntries(parsed.sections.map(({ heading, text }) => [heading, [text.trim()]])),
  };
}
