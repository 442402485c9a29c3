import { PolityError } from "@polity/sdk/errors";
import { reviewCall } from "@polity/sdk/work";
import { judgedText, VERDICTS } from "@polity/sdk/work/told";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { act, ACTING } from "../parts/acting";
import { accountOf } from "../parts/treasury";
import { JOB, jobOf, REASON, reasonOf, reviewing } from "../parts/work";

export default signedCommand({
  words: "Judges a job, as its reviewers: accepts it, refuses it, or sends it back to be done better",
  options: {
    job: JOB,
    verdict: required(`One of ${VERDICTS.join(", ")}`),
    winner: text("Of a prize that is accepted: who has won it"),
    reason: REASON,
    ...ACTING,
  },
  async run(context) {
    const { options } = context;
    const both = await jobOf(context, options.job);
    const { id, program } = both;
    const verdict = VERDICTS.find((each) => each === options.verdict);
    if (verdict === undefined)
      throw new PolityError(`"${options.verdict}" is no verdict`, {
        hint: `give one of ${VERDICTS.join(", ")}`,
      });
    const call = await reviewCall(both, id, {
      verdict,
      winner: options.winner === undefined ? undefined : accountOf(context, options.winner),
      ...reasonOf(options.reason),
    });
    return act(context, {
      ...{ who: program.reviewers, what: reviewing(program), call },
      said: () =>
        Promise.resolve({
          text: judgedText(id, verdict, program),
          json: { job: id, verdict },
        }),
    });
  },
});
