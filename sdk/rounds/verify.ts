import { getBytes } from "ethers";

import { contentHash } from "../core/content";
import type { ScanOptions } from "../events/scan";
import { explain, PolityError } from "../errors";
import type { Network } from "../network";
import { verifyRun, type Bundle } from "./bundle";
import { findEntries, findRecipe, findRuns, type FoundRun } from "./find";
import { computeShares, sharesText } from "./programs/read";
import { readRound, readRoundsProgram, readRuns, type RoundView } from "./read";
import { requireRounds } from "./require";
import { entryHash } from "./run";

/** Whether a run follows from what its runner has published, in one sentence. */
export interface Verdict {
  holds: boolean;
  sentence: string;
}

/** A run that was revealed, and where its bundle is. @throws PolityError for one that there is not. */
export async function findRun(
  network: Network,
  id: bigint,
  run: number,
  scan: ScanOptions,
): Promise<{ round: RoundView; found: FoundRun; result: string }> {
  const rounds = requireRounds(network);
  const round = await readRound(rounds, id);
  const [runs, found] = await Promise.all([readRuns(rounds, round), findRuns(rounds, id, scan)]);
  const revealed = found.find((each) => each.run === run);
  if (!revealed)
    throw new PolityError(`round ${id} has no run ${run} that was revealed`, {
      hint: found.length === 0 ? "none is" : `revealed are ${found.map((each) => each.run).join(", ")}`,
    });
  return { round, found: revealed, result: runs[run]!.result };
}

/**
 * Verifies a run by the chain and its bundle, and by nothing else: scores from transcripts, texts from the hashes that were
 * submitted, or the shares of a program from the chain.
 * @param text The bundle.
 */
export async function verifyOnChain(
  network: Network,
  id: bigint,
  run: number,
  text: string,
  scan: ScanOptions,
): Promise<Verdict> {
  const { round, found, result } = await findRun(network, id, run, scan);
  const says = (sentence: string): Verdict => ({
    holds: false,
    sentence: `Run ${run} of round ${id} does not hold: ${lower(sentence)}`,
  });
  if (contentHash(text) !== found.bundleHash)
    return says(
      `this bundle is another one: its sha256 is ${contentHash(text)}, and the chain has ${found.bundleHash}.`,
    );
  const rounds = requireRounds(network);
  const { computes } = await readRoundsProgram(rounds, round.program);
  if (computes) return verifyShares(network, round, text, result, scan, says, run);

  const given = { id: `${id}`, seed: round.seed, recipe: round.recipe, count: round.count };
  const { holds, sentence } = verifyRun(text, getBytes(result), given);
  if (!holds) return says(sentence);
  const { entries, salts } = JSON.parse(text) as Bundle;
  const submitted = await findEntries(rounds, id, scan);
  const isOther = (i: number) => {
    const [entry, salt] = [entries[i], salts?.[i]];
    if (typeof entry !== "string") return false;
    return typeof salt !== "string" || !isThis(entry, salt, submitted[i]?.contentHash);
  };
  const other = entries.findIndex((_, i) => isOther(i));
  if (other >= 0) return says(`the text of entry ${other} is not the one that was submitted.`);
  const erased = entries.filter((each) => each === null).length;
  const texts =
    erased === 0
      ? "and the texts are those that were submitted"
      : `and the texts are those that were submitted, but for ${erased} that could not be read`;
  return {
    holds: true,
    sentence: `Run ${run} of round ${id} holds: ${lower(sentence).replace(/\.$/, "")}, ${texts}.`,
  };
}

const isThis = (text: string, salt: string, hash: string | undefined): boolean => {
  try {
    return entryHash(text, salt) === hash;
  } catch {
    return false;
  }
};
const lower = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

async function verifyShares(
  network: Network,
  round: RoundView,
  text: string,
  result: string,
  scan: ScanOptions,
  says: (sentence: string) => Verdict,
  run: number,
): Promise<Verdict> {
  const recipe = await findRecipe(requireRounds(network), round.recipe, scan);
  let computed;
  try {
    computed = await computeShares(network, round, recipe, scan);
  } catch (error) {
    return says(`its shares cannot be computed here: ${explain(error)}.`);
  }
  const { shares, tree } = computed;
  const root = tree?.root ?? "0x";
  if (root !== result)
    return says(
      `it revealed ${result === "0x" ? "nothing" : result}, and the chain leads to ${root === "0x" ? "no shares" : root}.`,
    );
  if (text !== sharesText(round, shares))
    return says("its bundle has other shares than the root that it revealed.");
  return {
    holds: true,
    sentence: `Run ${run} of round ${round.id} holds: its root is that of the ${shares.length} shares that the recipe computes from the chain.`,
  };
}
