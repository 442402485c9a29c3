import { toUtf8String } from "ethers";

import type { Rounds } from "../../typechain-types/contracts/rounds/Rounds";
import { contentHash } from "../core/content";
import { PolityError } from "../errors";
import { findEvents } from "../events/find";
import type { ScanOptions } from "../events/scan";

/** An entry as it was submitted. Whoever wrote `uri` is a stranger. */
export interface Entry {
  index: number;
  beneficiary: string;
  contributor: string;
  contentHash: string;
  uri: string;
}

/** All entries of a round, in their order. */
export async function findEntries(rounds: Rounds, id: bigint, options: ScanOptions): Promise<Entry[]> {
  const found = await findEvents(rounds, rounds.filters.EntrySubmitted(id), options);
  return found
    .map(({ args }) => ({
      ...{ index: Number(args.index), beneficiary: args.beneficiary, contributor: args.contributor },
      ...{ contentHash: args.contentHash, uri: args.uri },
    }))
    .sort((a, b) => a.index - b.index);
}

/** The text of a recipe, from the event that published it. @throws PolityError for one that nobody has published. */
export async function findRecipe(rounds: Rounds, recipe: string, options: ScanOptions): Promise<string> {
  const [found] = await findEvents(rounds, rounds.filters.RecipePublished(recipe), options);
  if (!found)
    throw new PolityError(`nobody has published the recipe ${recipe}`, {
      hint: "prompt publish does it, for whoever has its file",
    });
  const text = toUtf8String(found.args.body);
  if (contentHash(text) !== recipe)
    throw new PolityError(`the node says something else than the recipe ${recipe}`, {
      hint: "ask another node",
    });
  return text;
}

/** Where a run's bundle is, and its hash: as its runner has revealed them. */
export interface FoundRun {
  run: number;
  runner: string;
  bundleHash: string;
  uri: string;
}

export async function findRuns(rounds: Rounds, id: bigint, options: ScanOptions): Promise<FoundRun[]> {
  const found = await findEvents(rounds, rounds.filters.RunRevealed(id), options);
  return found.map(({ args: { run, runner, bundleHash, uri } }) => ({
    ...{ run: Number(run), runner, bundleHash, uri },
  }));
}

/** Flags of a round, and how they were ruled. */
export interface FoundFlag {
  index: number;
  dispute: bigint;
  flagger: string;
  /** Absent before the ruling. */
  struck?: boolean;
}

export async function findFlags(rounds: Rounds, id: bigint, options: ScanOptions): Promise<FoundFlag[]> {
  const [flags, rulings] = await Promise.all([
    findEvents(rounds, rounds.filters.ShareFlagged(id), options),
    findEvents(rounds, rounds.filters.ShareRuled(id), options),
  ]);
  // A share that stands can be flagged again: the rulings of an index follow its flags one by one.
  const left = new Map<string, bigint[]>();
  for (const { args } of rulings)
    left.set(`${args.index}`, [...(left.get(`${args.index}`) ?? []), args.ruling]);
  return flags.map(({ args: { index, disputeId, flagger } }) => {
    const ruling = left.get(`${index}`)?.shift();
    return {
      ...{ index: Number(index), dispute: disputeId, flagger },
      ...(ruling !== undefined && { struck: ruling === 2n }),
    };
  });
}
