import type { Work } from "../../typechain-types/contracts/work/Work";
import { wordText } from "../calls/words";
import { PolityError } from "../errors";
import { findEvents } from "../events/find";
import type { ScanOptions } from "../events/scan";

/** What a task is about: the proposal that it implements, and where its terms are. */
export interface FoundBrief {
  proposal?: bigint;
  uri: string;
}

/** What tasks are about, by their ids. @param id Of one task; default all. */
export async function findBriefs(
  work: Work,
  options: ScanOptions,
  id?: bigint,
): Promise<Map<bigint, FoundBrief>> {
  const opened = await findEvents(work, work.filters.TaskOpened(id), options);
  return new Map(
    opened.map(({ args: { taskId, brief } }) => [
      taskId,
      { uri: brief.uri, ...(brief.proposalId > 0n && { proposal: brief.proposalId }) },
    ]),
  );
}

/** What somebody asks for. Amounts in base units, times in seconds. */
export interface Application {
  id: bigint;
  program: bigint;
  applicant: string;
  amounts: bigint[];
  dues: number[];
  terms: string;
  uri: string;
}

/** All applications, or one. */
export async function findApplications(
  work: Work,
  options: ScanOptions,
  id?: bigint,
): Promise<Application[]> {
  const asked = await findEvents(work, work.filters.Applied(id), options);
  return asked.map(({ args }) => ({
    ...{ id: args.applicationId, program: args.programId, applicant: args.applicant },
    ...{ amounts: [...args.amounts], dues: args.dues.map(Number), terms: args.terms, uri: args.uri },
  }));
}

/** An application. @throws PolityError for one that there is not. */
export async function findApplication(work: Work, options: ScanOptions, id: bigint): Promise<Application> {
  const [found] = await findApplications(work, options, id);
  if (found) return found;
  throw new PolityError(`there is no application ${id}`, {
    hint: "programs lists what was asked for",
  });
}

/** An answer that was shown for a task. */
export interface FoundAnswer {
  account: string;
  /** The hash of the answer. */
  answer: string;
  uri: string;
}

/** Who has entered an answer for a task, and which answers were shown. */
export async function findAnswers(
  work: Work,
  options: ScanOptions,
  task: bigint,
): Promise<{ entered: string[]; shown: FoundAnswer[] }> {
  const [entered, shown] = await Promise.all([
    findEvents(work, work.filters.Entered(task), options),
    findEvents(work, work.filters.Disclosed(task), options),
  ]);
  return {
    entered: [...new Set(entered.map(({ args }) => args.account))],
    shown: shown.map(({ args: { account, answer, uri } }) => ({ account, answer, uri })),
  };
}

/** What somebody says came of a task. */
export interface FoundOutcome {
  reporter: string;
  metric: string;
  value: bigint;
  uri: string;
}

/** What people say came of a task. */
export async function findOutcomes(work: Work, options: ScanOptions, task: bigint): Promise<FoundOutcome[]> {
  const found = await findEvents(work, work.filters.OutcomeReported(task), options);
  return found.map(({ args: { reporter, metric, value, uri } }) => ({
    ...{ reporter, metric: wordText(metric), value, uri },
  }));
}
