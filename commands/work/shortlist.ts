import { findBriefs, readProgram, readTask, requireWork, shortlistCall } from "@polity/sdk/work";
import { eventOf } from "@polity/sdk/transaction";
import { WORK_BOUNDS } from "@polity/sdk/work/bounds";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { act, ACTING } from "../parts/acting";
import { scanOf } from "../parts/proposals";
import { numberOf } from "../parts/treasury";
import { accountsOf, reviewing, TASK } from "../parts/work";

export default signedCommand({
  words: "Opens the ballot about a challenge, as its reviewers: between the best answers, and nobody",
  options: {
    task: required(TASK),
    accounts: required(
      `Who has shown the best answers, like "eva,hana"; ${WORK_BOUNDS.shortlist} at the most`,
    ),
    uri: text("Where the text of the ballot is; default where the task's is"),
    ...ACTING,
  },
  async run(context) {
    const both = requireWork(context.network);
    const { options } = context;
    const task = await readTask(both, numberOf("task", options.task));
    const program = await readProgram(both.work, task.program);
    const accounts = accountsOf(context, options.accounts);
    const briefs =
      options.uri === undefined ? await findBriefs(both.work, scanOf(context), task.id) : undefined;
    const uri = options.uri ?? briefs?.get(task.id)?.uri ?? "";
    return act(context, {
      ...{ who: program.reviewers, what: reviewing(program) },
      call: await shortlistCall(both, task.id, accounts, uri),
      said: async (receipt) => {
        const { ballot } = await eventOf(both.verdicts, receipt, "Shortlisted");
        return {
          text: `ballot ${ballot as bigint} gives the prizes of task ${task.id}: vote with ballot cast`,
          json: { task: task.id, ballot: ballot as bigint, accounts },
        };
      },
    });
  },
});
