import type { Problem } from "../errors";
import { readNep } from "./parse";
import type { Nep } from "./validate";
import {
  ASKED,
  ASKED_AUTHOR,
  ASKED_DISCUSSION,
  ASKED_FIGURE,
  ASKED_NOTE,
  ASKED_SECTION,
  ASKED_TITLE,
} from "./write";

/** Beyond its actions a proposal may have nothing to specify, and this sentence says so. */
const MAY_STAND = ASKED.Specification;

/**
 * The places of a NEP that still say what a draft or the template asks of its author. A valid file may have them; one that
 * is proposed may not, since its text stays on the chain for good.
 */
export function unfinished(nep: Nep): Problem[] {
  const parsed = readNep(nep.text).parsed!;
  const field = (path: (string | number)[], text: string, asked: string, what: string): Problem[] =>
    text.trim() === asked
      ? [{ field: path.join("."), line: parsed.lineOf(path)!, message: `still says "${asked}"; ${what}` }]
      : [];
  return [
    ...field(["title"], nep.title, ASKED_TITLE, "say what changes"),
    ...nep.authors.flatMap((author, i) =>
      field(["authors", i], author, ASKED_AUTHOR, "name who proposes it"),
    ),
    ...field(["discussions-to"], nep.discussionsTo, ASKED_DISCUSSION, "give the discussion's address"),
    ...Object.entries(nep.economicImpact ?? {}).flatMap(([name, text]) =>
      field(["economic-impact", name], text, ASKED_FIGURE, "state the figure"),
    ),
    ...nep.parameterChanges.flatMap(({ note = "" }, i) =>
      field(["parameter-changes", i, "note"], note, ASKED_NOTE, "say why, or leave the note out"),
    ),
    ...nep.sections.flatMap(({ heading, line, text }) => {
      const seen = text.replace(/<!--[^]*?-->/g, "").replace(/\s+/g, " ");
      const asked = [...Object.values(ASKED), ASKED_SECTION].filter(
        (one) => one !== MAY_STAND && seen.includes(one),
      );
      return asked.map((one) => ({
        field: `## ${heading}`,
        line,
        message: `still asks "${one}"; answer it`,
      }));
    }),
  ];
}
