import { readdirSync } from "node:fs";
import { join } from "node:path";

import { getAddress } from "ethers";

import { presets } from "../../config";
import { readTokenUnit, type TokenUnit } from "@polity/sdk/calls";
import { contentHash } from "@polity/sdk/core/content";
import { PolityError } from "@polity/sdk/errors";
import { formatAmount, TOKEN_DECIMALS } from "@polity/sdk/format";
import type { ActionArgument } from "@polity/sdk/nep/actions";
import { getBlock } from "@polity/sdk/provider";
import {
  findBriefs,
  jobText,
  readProgram,
  readPrograms,
  readTask,
  readTaskOf,
  requireWork,
  type Brief,
  type ProgramView,
  type TaskView,
} from "@polity/sdk/work";
import { WORK_BOUNDS } from "@polity/sdk/work/bounds";
import { checkCriteria, MOST_POINTS } from "@polity/sdk/work/scores";
import { readBytes, readText } from "../../scripts/lib/text";
import { missing, required, text, type Values } from "../core/command";
import type { Context } from "../core/context";
import { proposalOf, scanOf } from "./proposals";
import { numberOf, tellAccount } from "./treasury";

/** Words of options that several commands have. */
export const PROGRAM_ID = "The program; programs lists them";
export const JOB = required("The job; list shows those that are open");
export const TASK = "The task; list shows those that are open";
export const MILESTONES =
  'What each milestone pays, in whole tokens, and until when it is due, like "500 by 40d; 1500 by 2027-06-30"';

/** What a promise is about, as options have it. */
export const BRIEF = {
  terms: text("A file that says what is to be done and how it is judged; its hash goes on the chain"),
  uri: text(`Where that file can be read: an address of ${WORK_BOUNDS.text} bytes at the most`),
};
/** How well an award met the criteria of its program. */
export const SCORING = {
  scores: text(
    `A score of 0 to ${MOST_POINTS} for each criterion of the program, like "Is it new=8; can others repeat it=10"`,
  ),
  criteria: text("With --scores: the file of the program's criteria; default those of a preset"),
  to: text("With --scores: where the terms with the scores are written; --uri says where they are published"),
};
export const IMPLEMENTS = text("The proposal that it implements: its NEP's number, or its id");

/** Who is to decide about a job, in words that follow "the council": for refusals. */
export const reviewing = ({ id }: ProgramView): string => `reviews program ${id}`;

export const programOf = ({ network }: Context, option: string): Promise<ProgramView> =>
  readProgram(requireWork(network).work, numberOf("program", option));

/** A job, its task and its program, as they are now. */
export async function jobOf({ network }: Context, option: string) {
  const both = requireWork(network);
  const id = numberOf("job", option);
  const { task, job } = await readTaskOf(both, id);
  return { ...both, id, task, job, program: await readProgram(both.work, task.program) };
}

export const nowOf = async ({ network }: Context): Promise<number> =>
  (await getBlock(network.governor.runner!.provider!, "latest")).timestamp;

export const unitOf = ({ network }: Context, { token }: Pick<ProgramView, "token">): Promise<TokenUnit> =>
  readTokenUnit(network, token);

/** An amount as an action of a NEP has it. */
export const unitsText = (units: bigint, { decimals }: TokenUnit): string =>
  decimals === TOKEN_DECIMALS ? `tokens(${formatAmount(units)})` : units.toString();

/** The hash of a file's content, as the chain has it. */
export const hashOf = (file: string): string => contentHash(readBytes(file, "give a file that can be read"));

/** What a promise is about. @param proposal As a person wrote it. */
export async function briefOf(context: Context<Values<typeof BRIEF>>, proposal?: string): Promise<Brief> {
  const { terms = missing("terms", "say what is to be done, in a file"), uri = "" } = context.options;
  return {
    ...{ terms: hashOf(terms), uri },
    ...(proposal !== undefined && { proposalId: (await proposalOf(context, proposal)).id }),
  };
}

/** A brief as an action of a NEP has it. */
export const briefArgument = ({ terms, proposalId = 0n, uri }: Brief): ActionArgument[] => [
  ...[terms, proposalId.toString(), uri],
];

/** Why something was decided: the hash of a file, or nothing. */
export const REASON = text("A file that says why; its hash goes on the chain, the file stays with you");
export const reasonOf = (file: string | undefined) => (file === undefined ? {} : { reason: hashOf(file) });

/** The text of a program's criteria: in a file, or in the preset that has it. */
export function criteriaTextOf({ id, criteria }: ProgramView, file: string | undefined): string {
  if (file !== undefined) {
    const written = readText(file, "give the file with the program's criteria");
    checkCriteria(written, criteria, file);
    return written;
  }
  const known = Object.values(presets).flatMap(({ work }) => work?.programs ?? []);
  const found = known.find((program) => contentHash(program.criteria) === criteria);
  if (found) return found.criteria;
  throw new PolityError(`no preset has the criteria of program ${id}`, {
    hint: "give the file that has them: --criteria",
  });
}

/** The files of awards in a folder, by their hashes. */
export const filesIn = (folder: string): Map<string, { name: string; text: string }> =>
  new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => {
        const content = readText(join(folder, name), "give a folder with the files of awards");
        return [contentHash(content), { name, text: content }];
      }),
  );

/** Accounts in a list, as a person writes it. */
export const accountsOf = ({ addressOf }: Pick<Context, "addressOf">, list: string): string[] =>
  list.split(",").map((name) => getAddress(addressOf(name.trim())));

/** The jobs that implement a proposal, and how far each is. */
export async function implementing(
  context: Context,
  proposal: bigint,
): Promise<{ lines: string[]; tasks: TaskView[] }> {
  const { work, verdicts } = context.network;
  if (!work || !verdicts) return { lines: [], tasks: [] };
  const briefs = await findBriefs(work, scanOf(context));
  const ids = [...briefs].filter(([, brief]) => brief.proposal === proposal).map(([id]) => id);
  const tasks = await Promise.all(ids.map((id) => readTask({ work, verdicts }, id)));
  const [programs, now] = await Promise.all([readPrograms(work), nowOf(context)]);
  const lines = tasks.flatMap((task) => {
    const program = programs[Number(task.program) - 1]!;
    return task.jobs.map(
      (job) => `job ${job.id}, a ${task.kind} of ${program.category}, ${jobText(task, job, program, now)}`,
    );
  });
  return { lines, tasks };
}

export const who = (context: Context, account: string | undefined): string =>
  account === undefined ? "nobody yet" : tellAccount(context, account);
