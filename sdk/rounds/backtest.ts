import * as z from "zod";

import { PolityError } from "../errors";
import { EVIDENCE_FORMATS } from "../nep/evidence";
import { problemsOf, strictObject } from "../problems";
import { bundleHash, outcomeOf, type Bundle } from "./bundle";
import { parseRecipe, recipeHash } from "./recipe";
import { MAX_SCORE, sharesOf } from "./scale";

const hash = z.string().regex(/^0x[0-9a-f]{64}$/, "must be 32 bytes in hex");
const units = z.string().regex(/^(?:0|[1-9]\d{0,38})$/, "must be an amount in base units");
const judged = strictObject({ score: z.number().int().min(0).max(MAX_SCORE), share: units });

const schema = strictObject({
  format: z.literal(EVIDENCE_FORMATS.backtest),
  /** The recipe that is proposed, and the one by which the round was. */
  recipe: hash,
  before: hash,
  round: z.string().regex(/^[1-9]\d{0,9}$/, "must be a round's number"),
  pot: z.string().regex(/^[1-9]\d{0,38}$/, "must be an amount in base units, 1 at the least"),
  capBps: z.number().int().min(1).max(10_000),
  /** The hash of the bundle with every answer. */
  bundle: hash,
  entries: z
    .array(
      strictObject({
        beneficiary: z.string().regex(/^0x[0-9a-fA-F]{40}$/, "must be an address"),
        before: judged,
        after: judged,
      }),
    )
    .min(1)
    .max(24_000),
});

/** What the last round would have paid by another recipe, beside what it did. */
export type Backtest = z.output<typeof schema>;

/** A round that is tallied, as a backtest needs it. */
export interface PastRound {
  id: bigint;
  recipe: string;
  /** Base units. */
  pot: bigint;
  capBps: number;
  /** By index: whom an entry is for, and its median. */
  entries: readonly { beneficiary: string; score: number }[];
}

/**
 * @param bundle A run by the proposed recipe of what was submitted to the round.
 * @throws PolityError for a run of another number of entries.
 */
export function backtestOf(round: PastRound, bundle: Bundle): Backtest {
  const { scores } = outcomeOf(bundle);
  if (scores.length !== round.entries.length)
    throw new PolityError(
      `the run has ${scores.length} entries, and round ${round.id} ${round.entries.length}`,
      {
        hint: "run the recipe on all entries of that round",
      },
    );
  const [now, then] = [scores, round.entries.map(({ score }) => score)].map((each) =>
    sharesOf(each, round.pot, round.capBps),
  );
  return {
    ...{ format: EVIDENCE_FORMATS.backtest, before: round.recipe },
    ...{ recipe: recipeHash(parseRecipe(bundle.recipe)), round: `${round.id}`, pot: `${round.pot}` },
    ...{ capBps: round.capBps, bundle: bundleHash(bundle) },
    entries: round.entries.map(({ beneficiary, score }, i) => ({
      beneficiary,
      before: { score, share: `${then![i]}` },
      after: { score: scores[i]!, share: `${now![i]}` },
    })),
  };
}

/** Reads a backtest that somebody else has written. @throws PolityError if the text is not a backtest, or if its shares do not follow from its scores. */
export function parseBacktest(source: string): Backtest {
  const hint = "prompt backtest makes it from the chain and the run";
  let input: unknown;
  try {
    input = JSON.parse(source);
  } catch (cause) {
    throw new PolityError("the backtest is no JSON", { hint, cause });
  }
  const read = schema.safeParse(input);
  if (!read.success) {
    const [first] = problemsOf(read.error);
    throw new PolityError(`the backtest does not hold: ${first!.field} ${first!.message}`, { hint });
  }
  const { entries, pot, capBps } = read.data;
  for (const side of ["before", "after"] as const) {
    const shares = sharesOf(
      entries.map((each) => each[side].score),
      BigInt(pot),
      capBps,
    );
    const wrong = entries.findIndex((each, i) => BigInt(each[side].share) !== shares[i]);
    if (wrong !== -1)
      throw new PolityError(`share ${wrong} of the backtest does not follow from its scores`, { hint });
  }
  return read.data;
}

/** The part of the pot that would have gone to others, in basis points. */
export function movedBps({ entries, pot }: Backtest): number {
  const moved = entries.reduce((sum, { before, after }) => {
    const by = BigInt(after.share) - BigInt(before.share);
    return sum + (by < 0n ? -by : by);
  }, 0n);
  return Number((moved * 10_000n) / (2n * BigInt(pot)));
}
