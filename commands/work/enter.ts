import { enterAnswer, entryPlace, entrySalt } from "@polity/sdk/work";
import { enteredText } from "@polity/sdk/work/told";
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
    return done(receipt, `${nameOf(signer.address)} has ${enteredText(task)}`, {
      job: id,
      task: task.id,
      answer,
    });
  },
});
