import { PolityError } from "@polity/sdk/errors";
import { submitJob } from "@polity/sdk/work";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { hashOf, JOB, jobOf } from "../parts/work";

export default signedCommand({
  words: "Delivers a milestone, as its payee: the hash of what is delivered",
  options: {
    job: JOB,
    content: required("The file that is delivered, or one that says where everything is"),
  },
  async run(context) {
    const { signer, options, nameOf } = context;
    const { work, id, task } = await jobOf(context, options.job);
    if (task.kind !== "grant")
      throw new PolityError(`job ${id} is a prize, and answers are entered in secret`, {
        hint: "enter does that; disclose shows the answer after the deadline",
      });
    const deliverable = hashOf(options.content);
    const receipt = await submitJob(work, signer, id, deliverable);
    return done(receipt, `${nameOf(signer.address)} has delivered job ${id}: ${deliverable}`, {
      job: id,
      deliverable,
    });
  },
});
