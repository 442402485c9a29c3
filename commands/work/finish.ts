import { finishJob, type Finished } from "@polity/sdk/work";
import { done } from "../core/answer";
import { signedCommand } from "../core/context";
import { JOB, jobOf } from "../parts/work";

const WORDS: Record<Finished, string> = {
  settle: "its ballot has given the prizes",
  complete: "its reviewers were silent: it is accepted",
  pay: "it is paid",
  refund: "its money is back in its budget",
};

export default signedCommand({
  words:
    "Does what time alone has allowed: pays a job, accepts it by silence, settles its ballot, or refunds it",
  options: { job: JOB },
  async run(context) {
    const both = await jobOf(context, context.options.job);
    const { id } = both;
    const { step, receipt } = await finishJob(
      { ...both, ballots: context.network.ballots },
      context.signer,
      id,
    );
    return done(receipt, `job ${id}: ${WORDS[step]}`, { job: id, step });
  },
});
