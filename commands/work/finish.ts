import { finishJob } from "@polity/sdk/work";
import { FINISHED } from "@polity/sdk/work/told";
import { done } from "../core/answer";
import { signedCommand } from "../core/context";
import { JOB, jobOf } from "../parts/work";

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
    return done(receipt, `job ${id}: ${FINISHED[step]}`, { job: id, step });
  },
});
