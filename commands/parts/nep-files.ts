import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { explain, PolityError } from "@polity/sdk/errors";
import { parseReview, type Nep, type ProposalForm, type Review } from "@polity/sdk/nep";
import { readText } from "../../scripts/lib/text";
import { text } from "../core/command";
import { readNepFile } from "./proposals";

export const FOLDER = {
  folder: text("Where the NEP files are, with reviews in reviews/; default neps"),
};

/** A NEP file and its review, if somebody wrote one. */
export interface NepDocument {
  file: string;
  nep: Nep;
  /** Where the review is, or is to be. */
  reviewFile: string;
  review?: Review;
}

/** A file that cannot be read as what it is called, and why. */
export interface BadDocument {
  file: string;
  problem: string;
}

/** All NEP files of a folder, `nep-<number>-….md`, by their numbers. */
export function readDocuments(
  folder = "neps",
  form?: ProposalForm,
): { found: NepDocument[]; bad: BadDocument[] } {
  if (!existsSync(folder)) {
    throw new PolityError(`there is no folder ${folder}`, {
      hint: "name the folder of NEP files with --folder",
    });
  }
  const bad: BadDocument[] = [];
  const found = readdirSync(folder)
    .filter((name) => /^nep-\d+.*\.md$/.test(name))
    .flatMap((name): NepDocument[] => {
      const file = join(folder, name);
      try {
        const nep = readNepFile(file, { form });
        return [{ file, nep, ...reviewOf(folder, nep, bad) }];
      } catch (error) {
        bad.push({ file, problem: explain(error) });
        return [];
      }
    });
  return { found: found.sort((a, b) => a.nep.number - b.nep.number), bad };
}

/** The document of the NEP with this number. @throws PolityError if no file has the number, or if several have it. */
export function documentOf(wanted: string, { found, bad }: ReturnType<typeof readDocuments>): NepDocument {
  const named = found.filter(({ nep }) => String(nep.number) === wanted);
  if (named.length === 1) return named[0]!;
  if (named.length > 1) {
    throw new PolityError(`${named.map(({ file }) => file).join(" and ")} have one number`, {
      hint: "give one of them another, in its name and its header",
    });
  }
  throw new PolityError(`there is no NEP file with the number ${wanted}`, {
    hint: bad.length > 0 ? `${bad.map(({ file }) => file).join(", ")} cannot be read` : "nep list shows all",
  });
}

function reviewOf(folder: string, { number }: Nep, bad: BadDocument[]) {
  const name = `nep-${String(number).padStart(4, "0")}.md`;
  const reviewFile = join(folder, "reviews", name);
  if (!existsSync(reviewFile)) return { reviewFile };
  try {
    return { reviewFile, review: parseReview(readText(reviewFile, "check who may read it"), name) };
  } catch (error) {
    bad.push({ file: reviewFile, problem: explain(error) });
    return { reviewFile };
  }
}
