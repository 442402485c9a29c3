import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { PolityError, type Problem } from "@polity/sdk/errors";
import {
  documentProblems,
  readStep,
  type Difference,
  type DocumentOptions,
  type DocumentStep,
  type Nep,
  type ReadStep,
} from "@polity/sdk/nep";
import type { Network } from "@polity/sdk/network";
import { backtestProblems, parseBacktest, type Backtest } from "@polity/sdk/rounds";
import { evidenceLines } from "./evidence";
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

/** What is wrong with the documents that a file names. */
export const problemsOf = async (nep: Nep, file: string): Promise<Problem[]> =>
  (await documentProblems(nep, besideIn(dirname(file)))).map(({ at, field, message }) => ({
    field: `parameter-changes.${at}.${field}`,
    message,
  }));

/** Steps with their texts, read from a folder and the network, and what the chain says against a backtest. */
export const readSteps = (
  steps: readonly DocumentStep[],
  folder: string,
  { rounds }: Pick<Network, "rounds">,
): Promise<ReadStep[]> =>
  Promise.all(
    steps.map(async (step) => {
      const read = await readStep(step, besideIn(folder));
      const wrong = await contradictions(rounds, read.said?.backtest);
      return { ...read, problems: [...read.problems, ...wrong] };
    }),
  );

async function contradictions(rounds: Network["rounds"], source: string | undefined): Promise<string[]> {
  if (!rounds || source === undefined) return [];
  let backtest: Backtest;
  try {
    backtest = parseBacktest(source);
  } catch {
    // Why it cannot be shown stands where it would be.
    return [];
  }
  return backtestProblems(rounds, backtest);
}

/** Documents for people: where each is, its hash, what speaks for it, and what differs from the one before. */
export function documentLines(
  steps: readonly ReadStep[],
  whole: boolean,
  nameOf: (account: string) => string,
): string[] {
  return steps.flatMap(({ key, after, before, text, textBefore, problems, difference, said }) => [
    after
      ? `${key}: ${after.at ?? "nobody has said where"}, sha256 ${after.hash}`
      : `${key}: no document any more`,
    ...indent(problems),
    ...indent(said ? evidenceLines(said, nameOf, whole) : []),
    ...indent(difference ? differenceLines(difference, before !== undefined) : []),
    ...(text !== undefined && !difference
      ? indent(unshown(before !== undefined, textBefore !== undefined))
      : []),
    ...(whole && text !== undefined
      ? ["  the whole text", ...indent(text.trimEnd().split("\n"), "    ")]
      : []),
  ]);
}

/** Why no difference is shown; where the text before cannot be read, its problem says so. */
function unshown(hasBefore: boolean, isRead: boolean): string[] {
  if (!hasBefore) return ["the first text; it is long, and --whole shows it"];
  return isRead ? ["it has too little in common with the text before; --whole shows all of it"] : [];
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
