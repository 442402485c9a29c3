import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { explain, PolityError, type Problem } from "@polity/sdk/errors";
import {
  documentOf,
  readDocument,
  readStep,
  type Difference,
  type DocumentOptions,
  type DocumentStep,
  type Nep,
  type ReadStep,
} from "@polity/sdk/nep";
import { indent } from "./proposals";

/** Reads documents beside the NEPs of a folder. */
export const besideIn = (folder: string): DocumentOptions => ({
  beside: async (path) => {
    try {
      return await readFile(join(folder, path));
    } catch (cause) {
      throw new PolityError(`${join(folder, path)} cannot be read`, { cause });
    }
  },
});

/** What is wrong with the documents that a file names: each must be there, and be the one whose hash is the value. */
export async function documentProblems(nep: Nep, file: string): Promise<Problem[]> {
  const options = besideIn(dirname(file));
  const found = nep.parameterChanges.map(async ({ value, document: at }, i): Promise<Problem[]> => {
    const document = at === undefined ? undefined : documentOf(String(value), at);
    if (!document) return [];
    try {
      await readDocument(document, options);
      return [];
    } catch (error) {
      return [{ field: `parameter-changes.${i}.document`, message: explain(error) }];
    }
  });
  return (await Promise.all(found)).flat();
}

/** Steps with their texts, read from a folder and the network. */
export const readSteps = (steps: readonly DocumentStep[], folder: string): Promise<ReadStep[]> =>
  Promise.all(steps.map((step) => readStep(step, besideIn(folder))));

/** Documents for people: where each is, its hash, and what differs from the one before. */
export function documentLines(steps: readonly ReadStep[], whole: boolean): string[] {
  return steps.flatMap(({ key, after, before, text, problems, difference }) => [
    after
      ? `${key}: ${after.at ?? "nobody has said where"}, sha256 ${after.hash}`
      : `${key}: no document any more`,
    ...indent(problems),
    ...indent(difference ? differenceLines(difference, before !== undefined) : []),
    ...(text !== undefined && !difference
      ? [`  it has too little in common with the one before to show what differs; --whole shows all of it`]
      : []),
    ...(whole && text !== undefined
      ? ["  the whole text", ...indent(text.trimEnd().split("\n"), "    ")]
      : []),
  ]);
}

function differenceLines({ hunks, added, removed }: Difference, hasBefore: boolean): string[] {
  const counted = (count: number) => `${count} ${count === 1 ? "line" : "lines"}`;
  const what = hasBefore
    ? `${counted(added)} added, ${counted(removed)} removed`
    : `${counted(added)}, the first text`;
  return [
    what,
    ...hunks.flatMap(({ oldStart, newStart, lines }) => [
      ...(hasBefore ? [`from line ${oldStart} before, ${newStart} now`] : []),
      ...indent(lines),
    ]),
  ];
}
