import { formatTimestamp } from "@polity/sdk/format";
import { enterAnswer, entryPlace, entrySalt } from "@polity/sdk/work";
import { done } from "../core/answer";
import { signedCommand } from "../core/context";
import { hashOf, JOB, jobOf } from "../parts/work";
import { ANSWER, keepSalt, SALT } from "../parts/work-salt";

export default signedCommand({
  words: "Enters an answer for a prize, in secret; again in place of an earlier one",
  options: { job: JOB, content: ANSWER, salt: SALT },
  async run(context) {
    const { signer, options, nameOf } = context;
    const both = await jobOf(context, options.job);
    const { id, task } = both;
    const place = await entryPlace(both, id);
    const answer = hashOf(options.content);
    const salt = (await entrySalt(signer, place)) ?? keepSalt(options.salt, place);
    const receipt = await enterAnswer(both, signer, id, { answer, salt });
    return done(
      receipt,
      `${nameOf(signer.address)} has entered an answer for task ${task.id}, in secret: disclose it within 7 days of ${formatTimestamp(task.deadline)}, or it counts for nothing`,
      { job: id, task: task.id, answer },
    );
  },
});
