import * as z from "zod";

import { canonicalJson, contentHash, readContent, type ContentOptions } from "../core/content";
import { PolityError } from "../errors";
import { checkDocument, MAX_DOCUMENT } from "../nep/documents";
import { parseJson } from "../problems";
import { decodeText } from "../text";

/** The least that a criterion is given is 0. */
export const MOST_POINTS = 10;
const MAX = { criteria: 32, length: 200, text: 5_000 } as const;

/** How well something meets one criterion of a program. */
export interface Score {
  criterion: string;
  /** A whole number from 0 to {@link MOST_POINTS}. */
  points: number;
}

/** The terms of an award that was scored: what is to be done, and how well it met each criterion of its program. */
export interface AwardTerms {
  /** The sha256 of the file that says what is to be done: of an application, its terms. */
  work: string;
  /** Where that file can be read; empty where nobody has said. */
  uri: string;
  /** The text of the program's criteria, whose hash is on the chain. */
  criteria: string;
  /** One for each criterion, in their order. */
  scores: Score[];
}

/**
 * The criteria in a program's text, which stand between semicolons: `Is it new; can others repeat it.`
 * @throws PolityError for a text without any, with the same one twice, or with far too many.
 */
export function criteriaOf(text: string): string[] {
  const all = text
    .trim()
    .replace(/\.$/, "")
    .split(";")
    .map((each) => each.trim());
  const hint = "write them between semicolons, each once";
  if (text.length > MAX.text || all.length > MAX.criteria || all.some(({ length }) => length > MAX.length))
    throw new PolityError(
      `criteria are at most ${MAX.criteria}, of ${MAX.length} characters each, and these are more`,
      { hint },
    );
  if (all.includes("")) throw new PolityError("a criterion is empty", { hint });
  const twice = all.find((each, i) => all.indexOf(each) !== i);
  if (twice !== undefined) throw new PolityError(`"${twice}" stands in the criteria twice`, { hint });
  return all;
}

/** `Is it new=8; can others repeat it=10`. @throws PolityError for what is no list of scores. */
export const scoresOf = (written: string): Score[] =>
  written.split(";").map((part) => {
    const [, criterion, points] = /^\s*(\S.*?)\s*=\s*(\d{1,3})\s*$/s.exec(part) ?? [];
    if (criterion === undefined)
      throw new PolityError(`"${part.trim()}" is no score`, {
        hint: `write each criterion and its points, 0 to ${MOST_POINTS}, like "Is it new=8; can others repeat it=10"`,
      });
    return { criterion, points: Number(points) };
  });

/**
 * Scores in the order of the criteria, once each has one.
 * @throws PolityError where one is missing, unknown, there twice, or no whole number from 0 to {@link MOST_POINTS}.
 */
export function checkScores(criteria: readonly string[], scores: readonly Score[]): Score[] {
  const named = `the criteria are ${criteria.map((each) => `"${each}"`).join(", ")}`;
  for (const [i, { criterion, points }] of scores.entries()) {
    if (!criteria.includes(criterion))
      throw new PolityError(`"${criterion}" is no criterion of the program`, { hint: named });
    if (scores.findIndex((each) => each.criterion === criterion) !== i)
      throw new PolityError(`"${criterion}" has two scores`, { hint: "give it one" });
    if (!Number.isInteger(points) || points < 0 || points > MOST_POINTS)
      throw new PolityError(`${points} is no score for "${criterion}"`, {
        hint: `give a whole number from 0 to ${MOST_POINTS}`,
      });
  }
  return criteria.map((criterion) => {
    const found = scores.find((each) => each.criterion === criterion);
    if (found) return { criterion, points: found.points };
    throw new PolityError(`"${criterion}" has no score`, { hint: `give each one; ${named}` });
  });
}

const KIND = "award";
const hash = z.string().regex(/^0x[0-9a-f]{64}$/, "must be a sha256, 32 bytes in hex");
const file = z.strictObject({
  kind: z.literal(KIND, `must be ${KIND}`),
  work: hash,
  uri: z.string().max(500),
  criteria: z.string().max(MAX.text),
  scores: z
    .array(z.strictObject({ criterion: z.string().max(MAX.length), points: z.number() }))
    .max(MAX.criteria),
});

/**
 * The terms of an award as a file that is the same for everybody: its hash is what the promise names.
 * @throws PolityError as {@link criteriaOf} and {@link checkScores} do.
 */
export function formatAward({ work, uri, criteria, scores }: AwardTerms): string {
  const all = checkScores(criteriaOf(criteria), scores).map(({ criterion, points }) => ({
    criterion,
    points,
  }));
  return canonicalJson({ kind: KIND, work, uri, criteria, scores: all });
}

/** Whether a text is meant to be the terms of an award that was scored: other awards have terms of any form. */
export function isAward(text: string): boolean {
  try {
    return (JSON.parse(text) as { kind?: unknown } | null)?.kind === KIND;
  } catch {
    return false;
  }
}

/**
 * The terms of an award in a file that a stranger wrote, once they are those that were promised and score all of the program's
 * criteria.
 * @param promised The hash of the task's terms, and that of its program's criteria, as the chain has them.
 * @throws ValidationError for what is no such file; PolityError for another file, other criteria, and scores that do not fit.
 */
export function parseAward(
  text: string,
  source: string,
  promised: { terms: string; criteria: string },
): AwardTerms {
  if (contentHash(text) !== promised.terms)
    throw new PolityError(`${source} is not what the award names: its sha256 is ${contentHash(text)}`, {
      hint: `look for the file whose sha256 is ${promised.terms}`,
    });
  const { work, uri, criteria, scores } = parseJson(file, text, source, "write one with work award --scores");
  checkCriteria(criteria, promised.criteria, source);
  return { work, uri, criteria, scores: checkScores(criteriaOf(criteria), scores) };
}

/**
 * Reads the terms of an award at their address.
 * @throws PolityError where nobody has said where they are, or they cannot be read; and as {@link parseAward} does.
 */
export async function readAward(
  uri: string,
  promised: { terms: string; criteria: string },
  options: Pick<ContentOptions, "gateways" | "timeout"> = {},
): Promise<AwardTerms> {
  const hint = `look for the file whose sha256 is ${promised.terms}`;
  if (uri === "") throw new PolityError("nobody has said where the terms of this award are", { hint });
  const bounds = { ...options, maxBytes: MAX_DOCUMENT };
  const bytes = await readContent(checkDocument(uri), promised.terms, bounds);
  const text = decodeText(bytes, uri);
  if (!isAward(text))
    throw new PolityError("the terms of this award have no scores", { hint: `read them at ${uri}` });
  return parseAward(text, uri, promised);
}

/** @throws PolityError for another text than that of the program's criteria. */
export function checkCriteria(text: string, expected: string, source: string): void {
  if (contentHash(text) === expected) return;
  throw new PolityError(`the criteria in ${source} are not those of the program`, {
    hint: `its criteria are the text whose sha256 is ${expected}`,
  });
}

/** What was scored in one category by one criterion. */
export interface ScoreFigures {
  category: string;
  criterion: string;
  awards: number;
  /** The sum of their points: of {@link MOST_POINTS} each. */
  points: number;
  least: number;
  most: number;
}

/** Adds up scores by category and criterion, in the order in which they come. */
export function scoreFigures(
  awards: readonly { category: string; scores: readonly Score[] }[],
): ScoreFigures[] {
  const all = new Map<string, ScoreFigures>();
  for (const { category, scores } of awards)
    for (const { criterion, points } of scores) {
      const key = JSON.stringify([category, criterion]);
      const before = all.get(key);
      all.set(key, {
        ...{ category, criterion, awards: (before?.awards ?? 0) + 1, points: (before?.points ?? 0) + points },
        ...{
          least: Math.min(before?.least ?? points, points),
          most: Math.max(before?.most ?? points, points),
        },
      });
    }
  return [...all.values()].sort((a, b) => (a.category < b.category ? -1 : a.category > b.category ? 1 : 0));
}
