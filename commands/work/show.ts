import { formatUnits } from "@polity/sdk/calls";
import { formatCount, formatDuration, formatTimestamp } from "@polity/sdk/format";
import { visible } from "@polity/sdk/nep/text";
import {
  findAnswers,
  findBriefs,
  findOutcomes,
  jobText,
  readProgram,
  readTask,
  requireWork,
  type ProgramView,
  type TaskView,
} from "@polity/sdk/work";
import { MOST_POINTS, parseAward, readAward, type AwardTerms } from "@polity/sdk/work/scores";
import { formatTable } from "../../scripts/lib/table";
import { readText } from "../../scripts/lib/text";
import { flag, required, text } from "../core/command";
import { readingCommand } from "../core/context";
import { allProposals, scanOf, shortId, titleOf } from "../parts/proposals";
import { numberOf, tellAccount } from "../parts/treasury";
import { nowOf, TASK, unitOf, who } from "../parts/work";

export default readingCommand({
  words: "Shows a task: its terms, its jobs, who has answered, what waits for whom, and what came of it",
  options: {
    task: required(TASK),
    award: text("The file with the terms of a grant: shows its scores by criterion"),
    fetch: flag("Reads that file where its promise says that it is, with ipfs:// or https://"),
  },
  async run(context) {
    const both = requireWork(context.network);
    const scan = scanOf(context);
    const task = await readTask(both, numberOf("task", context.options.task));
    const program = await readProgram(both.work, task.program);
    const [unit, now, briefs, answers, outcomes] = await Promise.all([
      unitOf(context, program),
      nowOf(context),
      findBriefs(both.work, scan, task.id),
      findAnswers(both.work, scan, task.id),
      findOutcomes(both.work, scan, task.id),
    ]);
    const brief = briefs.get(task.id);
    const scored = await scoredTerms(context.options, task, program, brief?.uri ?? "");
    const implemented =
      brief?.proposal === undefined
        ? undefined
        : (await allProposals(context)).find(({ id }) => id === brief.proposal);
    const rows = task.jobs.map((job) => [
      ...[`job ${job.id}`, formatUnits(job.budget, unit), who(context, job.provider)],
      jobText(task, job, program, now),
    ]);
    const judge = task.votingFor === undefined ? tellAccount(context, program.reviewers) : "a ballot";
    return {
      text: [
        `task ${task.id}, a ${task.kind} of program ${program.id}, ${program.category}`,
        `terms       ${task.terms}${brief?.uri ? ` at ${visible(brief.uri)}` : ""}`,
        ...(brief?.proposal === undefined
          ? []
          : [`implements  ${implemented ? titleOf(implemented) : `proposal ${shortId(brief.proposal)}`}`]),
        ...(scored?.scores ?? []).map(
          ({ criterion, points }) => `scored      ${points} of ${MOST_POINTS}: ${visible(criterion)}`,
        ),
        `judged by   ${judge}, within ${formatDuration(program.reviewFor)}; then by silence`,
        `disputed    within ${formatDuration(program.disputeFor)} of a decision`,
        ...(task.kind === "grant" ? [] : [`answers     until ${formatTimestamp(task.deadline)}`]),
        ...(task.ballot === undefined ? [] : [`ballot      ${task.ballot}`]),
        formatTable(rows),
        ...(answers.entered.length > 0
          ? [`${answers.entered.length} have entered an answer; ${answers.shown.length} have shown it`]
          : []),
        ...answers.shown.map(
          ({ account, answer, uri }) =>
            `answer of ${tellAccount(context, account)}: ${answer} ${visible(uri)}`,
        ),
        ...outcomes.map(
          ({ reporter, metric, value, uri }) =>
            `outcome, says ${tellAccount(context, reporter)}: ${visible(metric)} is ${formatCount(value)} ${visible(uri)}`,
        ),
      ].join("\n"),
      json: { task, program, brief, answers, outcomes, ...(scored && { award: scored }) },
    };
  },
});

/** The terms of an award that was scored, as they were promised; nothing where nobody asks for them. */
async function scoredTerms(
  { award, fetch: isAsked }: { award: string | undefined; fetch: boolean },
  { terms }: TaskView,
  { criteria }: ProgramView,
  uri: string,
): Promise<AwardTerms | undefined> {
  const promised = { terms, criteria };
  if (award !== undefined)
    return parseAward(readText(award, "give the file with the terms of the award"), award, promised);
  return isAsked ? readAward(uri, promised) : undefined;
}
