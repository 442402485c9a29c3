import { keccak256, solidityPackedKeccak256, AbiCoder } from "ethers";

import { questionsAbout, subjectsOf, type Bundle } from "./bundle";
import type { Control } from "./gates";
import type { Judge } from "./judge";
import { parseRecipe, type JudgeRecipe } from "./recipe";

/** What a run is of. */
export interface Task {
  round: string;
  seed: string;
  recipe: string;
  entries: (string | null)[];
  /** The salt of each text. */
  salts?: (string | null)[];
  controls: Control[];
}

/**
 * Asks every model of the recipe about every entry and control, each in a question of its own, and keeps all answers.
 * @param judge Answers questions: {@link endpointJudge}, or answers that were recorded.
 * @param parallel How many questions are out at once; default 4.
 */
export async function judgeAll(task: Task, judge: Judge, parallel = 4): Promise<Bundle> {
  const recipe = parseRecipe(task.recipe) as JudgeRecipe;
  const subjects = subjectsOf(recipe, task.seed, task.entries, task.controls);
  const questions = subjects.flatMap((subject) =>
    questionsAbout(recipe, subject).map((question) => ({ subject, question })),
  );
  const answers: (string | null)[] = Array.from({ length: questions.length }, () => null);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < questions.length; i = next++) {
      const { subject, question } = questions[i]!;
      const { model, system, user, temperature } = question;
      // An entry that is erased is not asked about: its score is 0.
      if (subject.seen !== "") answers[i] = (await judge({ model, system, user, temperature })) ?? null;
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return { format: "polity-run-v1", ...task, answers };
}

/** A judge that answers from a bundle, question by question: a run replayed. */
export function recorded(bundle: Bundle): Judge {
  const recipe = parseRecipe(bundle.recipe) as JudgeRecipe;
  const subjects = subjectsOf(recipe, bundle.seed, bundle.entries, bundle.controls);
  const each = recipe.models.length * recipe.repeats;
  const kept = new Map<string, (string | null)[]>();
  subjects.forEach((subject, i) =>
    questionsAbout(recipe, subject).forEach(({ model, user }, j) => {
      const key = `${model}\n${user}`;
      kept.set(key, [...(kept.get(key) ?? []), bundle.answers[i * each + j] ?? null]);
    }),
  );
  return ({ model, user }) => Promise.resolve(kept.get(`${model}\n${user}`)?.shift() ?? undefined);
}

/** What a runner commits to, as `Rounds.commitmentOf` computes it: the scores stay here. */
export function commitmentOf(of: {
  chainId: bigint;
  rounds: string;
  roundId: bigint;
  runner: string;
  scores: Uint8Array;
  bundleHash: string;
  salt: string;
}): string {
  return keccak256(
    AbiCoder.defaultAbiCoder().encode(
      ["uint256", "address", "uint256", "address", "bytes32", "bytes32", "bytes32"],
      [of.chainId, of.rounds, of.roundId, of.runner, keccak256(of.scores), of.bundleHash, of.salt],
    ),
  );
}

/** The hash of an entry's text with its salt, as `submit` takes it: without the salt nobody can try texts against it. */
export const entryHash = (text: string, salt: string): string =>
  solidityPackedKeccak256(["bytes32", "string"], [salt, text]);
