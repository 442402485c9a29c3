import { discloseAnswer, entryPlace, entrySalt } from "@polity/sdk/work";
import { WORK_BOUNDS } from "@polity/sdk/work/bounds";
import { done } from "../core/answer";
import { text } from "../core/command";
import { signedCommand } from "../core/context";
import { hashOf, JOB, jobOf } from "../parts/work";
import { ANSWER, keptSalt, SALT } from "../parts/work-salt";

export default signedCommand({
  words: "Shows an answer that was entered, in the week after the deadline",
  options: {
    ...{ job: JOB, content: ANSWER, salt: SALT },
    uri: text(`Where the answer can be read: an address of ${WORK_BOUNDS.text} bytes at the most`),
  },
  async run(context) {
    const { signer, options, nameOf } = context;
    const both = await jobOf(context, options.job);
    const { id, task, work } = both;
    const place = await entryPlace(both, id);
    const answer = hashOf(options.content);
    const salt = keptSalt(options.salt, place) ?? (await entrySalt(signer, place))!;
    const receipt = await discloseAnswer(work, signer, id, { answer, salt, uri: options.uri ?? "" });
    return done(receipt, `${nameOf(signer.address)} shows the answer for task ${task.id}: ${answer}`, {
      ...{ job: id, task: task.id, answer },
    });
  },
});
