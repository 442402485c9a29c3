import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

import { formatUnits, readTokenUnit } from "@polity/sdk/calls";
import { canonicalJson, contentHash } from "@polity/sdk/core/content";
import { randomSalt } from "@polity/sdk/court/salt";
import { PolityError } from "@polity/sdk/errors";
import { checkDocument, isBeside } from "@polity/sdk/nep";
import {
  collectEntries,
  endpointJudge,
  isBundle,
  parseControls,
  parseRecipe,
  readDue,
  recipeText,
  requireRounds,
  runSalt,
  type Bundle,
  type Control,
  type Judge,
  type JudgeRecipe,
  type Task,
} from "@polity/sdk/rounds";
import { readText, writeNew } from "../../scripts/lib/text";
import { missing, required, text, type Values } from "../core/command";
import type { Context } from "../core/context";
import { scanOf } from "./proposals";
import { numberOf } from "./treasury";

/** Words of options that several commands have. */
export const ROUND = required("The round; list shows them");
export const RECIPE = required("A recipe's file, as prompt new writes it");
export const CONTROLS = text("The file with the controls, whose hash the recipe has");
export const ENTRIES = text(
  "A folder with entries as <index>.json, for those that are not to be asked for at their addresses",
);
/** Who is asked to judge. No option takes a key: options stand in histories of shells and lists of processes. */
export const ENDPOINT = {
  endpoint: text(
    "Where the models answer, like http://127.0.0.1:8000/v1; a key is taken from the environment's JUDGE_KEY",
  ),
  parallel: text("How many questions are out at once; default 4"),
};

/** A judge behind the endpoint that options name. */
export function judgeOf({ endpoint }: Pick<Values<typeof ENDPOINT>, "endpoint">): Judge {
  const at =
    endpoint ?? missing("endpoint", "name one that speaks as OpenAI's does, like http://127.0.0.1:8000/v1");
  if (!/^https?:\/\//.test(at))
    throw new PolityError(`"${at}" is no address`, { hint: "write http://… or https://…" });
  return endpointJudge(at, { key: process.env.JUDGE_KEY });
}

export function parallelOf({ parallel = "4" }: Pick<Values<typeof ENDPOINT>, "parallel">): number {
  if (!/^(?:[1-9]|[1-9]\d)$/.test(parallel))
    throw new PolityError(`"${parallel}" questions cannot be out at once`, { hint: "write 1 to 99" });
  return Number(parallel);
}

/** A round's program, and what is due in it. */
export const dueOf = ({ network }: Context, option: string) =>
  readDue(requireRounds(network), network.registry, numberOf("round", option));

export const readRecipe = (file: string): string =>
  recipeText(parseRecipe(readText(file, "prompt new writes one to begin with")));

/** A recipe that judges. @throws PolityError for one that computes. */
export function judgingRecipe(source: string): JudgeRecipe {
  const recipe = parseRecipe(source);
  if (recipe.kind === "judge") return recipe;
  throw new PolityError("the recipe computes, and asks no model", {
    hint: "round run computes it from the chain",
  });
}

export const readControls = (file: string | undefined): Control[] =>
  parseControls(readText(file ?? missing("controls"), "prompt new writes a file to begin with"));

/** A bundle, with the text whose hash the chain has. */
export function readBundle(file: string): { bundle: Bundle; text: string } {
  const source = readText(file, "round run writes one");
  let read: unknown;
  try {
    read = JSON.parse(source);
  } catch (cause) {
    throw new PolityError(`${file} is no JSON`, { hint: "round run writes one", cause });
  }
  if (!isBundle(read)) throw new PolityError(`${file} is no bundle`, { hint: "round run writes one" });
  return { bundle: read, text: source };
}

/** What was submitted to a round, read from its addresses or from a folder. */
export const entriesOf = (context: Context, id: bigint, folder: string | undefined) =>
  collectEntries(requireRounds(context.network), id, scanOf(context), {
    given: async ({ index }) => {
      if (folder === undefined) return undefined;
      const file = join(folder, `${index}.json`);
      return existsSync(file) ? Uint8Array.from(await readFile(file)) : undefined;
    },
  });

/** Texts and salts of entries, in the order of the chain; `null` for what cannot be read. */
export const textsOf = (entries: Awaited<ReturnType<typeof entriesOf>>) => ({
  entries: entries.map(({ file }) => file?.text ?? null),
  salts: entries.map(({ file }) => file?.salt ?? null),
});

/** Entries that have no text, a line each. */
export const unreadLines = (entries: Awaited<ReturnType<typeof entriesOf>>): string[] =>
  entries.flatMap(({ index, problem }) =>
    problem === undefined ? [] : [`entry ${index} will have a score of 0: ${problem}`],
  );

/** A task as a file: everything that a judging process is given. */
export const taskText = (task: Task): string => `${canonicalJson(task as never)}\n`;

export function readTask(file: string): Task {
  const hint = "round collect writes one";
  let read: unknown;
  try {
    read = JSON.parse(readText(file, hint));
  } catch (cause) {
    if (cause instanceof PolityError) throw cause;
    throw new PolityError(`${file} is no JSON`, { hint, cause });
  }
  const { answers: _, ...task } = {
    ...(Object(read) as object),
    ...{ format: "polity-run-v1", answers: [] },
  } as unknown as Bundle;
  if (!isBundle({ ...task, answers: [] })) throw new PolityError(`${file} is no task`, { hint });
  const { format: _format, ...rest } = task;
  return rest;
}

const OWNER_ONLY = 0o600;
export const SALT = text(
  "A file for the salt: only for wallets that sign differently each time, which could not find it again",
);

/** The salt of a run: from the signer's wallet, or kept in a file. */
export async function saltOf(
  { network, signer }: Context,
  id: bigint,
  file: string | undefined,
): Promise<string> {
  const rounds = requireRounds(network);
  if (file !== undefined && existsSync(file)) {
    const kept = Object(JSON.parse(readText(file, "give the file that round commit has written"))) as {
      round?: unknown;
      salt?: unknown;
    };
    if (kept.round === `${id}` && /^0x[0-9a-f]{64}$/.test(String(kept.salt))) return String(kept.salt);
    throw new PolityError(`${file} has the salt of another run`, {
      hint: "give the file that round commit has written for this round",
    });
  }
  const derived = await runSalt(rounds, signer, id);
  if (derived !== undefined) return derived;
  if (file === undefined)
    throw new PolityError("this wallet signs differently each time, and could not reveal the run", {
      hint: "give --salt, a file in which the salt is kept; show it to nobody",
    });
  const salt = randomSalt();
  writeNew(file, `${JSON.stringify({ round: `${id}`, salt }, null, 2)}\n`, OWNER_ONLY);
  return salt;
}

/** A file that a NEP names: its hash, and its path from the NEP's folder. */
export function beside(nep: string, file: string): { hash: string; at: string } {
  const at = relative(dirname(nep), file).replaceAll("\\", "/");
  if (!isBeside(at))
    throw new PolityError(`${file} does not lie beside ${nep}`, {
      hint: "keep it in a folder there, like contents/, so that whoever has the NEPs has it",
    });
  return { hash: contentHash(readText(file, "give a file that can be read")), at: checkDocument(at) };
}

/** Sums of a program in its asset, for people. */
export async function moneyOf({ network }: Context, asset: string): Promise<(amount: bigint) => string> {
  const unit = await readTokenUnit(network, asset);
  return (amount) => formatUnits(amount, unit);
}
