import { PolityError } from "@polity/sdk/errors";
import { formatDuration } from "@polity/sdk/format";
import { reviewCall, type Verdict } from "@polity/sdk/work";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { act, ACTING } from "../parts/acting";
import { accountOf } from "../parts/treasury";
import { JOB, jobOf, REASON, reasonOf, reviewing } from "../parts/work";

const VERDICTS: Record<Verdict, string> = {
  accept: "is accepted: it is paid when nobody disputes that",
  reject: "is refused: its money goes back when nobody disputes that",
  "send-back": "is sent back, to be done better",
};

export default signedCommand({
  words: "Judges a job, as its reviewers: accepts it, refuses it, or sends it back to be done better",
  options: {
    job: JOB,
    verdict: required(`One of ${Object.keys(VERDICTS).join(", ")}`),
    winner: text("Of a prize that is accepted: who has won it"),
    reason: REASON,
    ...ACTING,
  },
  async run(context) {
    const { options } = context;
    const both = await jobOf(context, options.job);
    const { id, program } = both;
    const { verdict } = options;
    if (!Object.hasOwn(VERDICTS, verdict))
      throw new PolityError(`"${verdict}" is no verdict`, {
        hint: `give one of ${Object.keys(VERDICTS).join(", ")}`,
      });
    const call = await reviewCall(both, id, {
      verdict: verdict as Verdict,
      winner: options.winner === undefined ? undefined : accountOf(context, options.winner),
      ...reasonOf(options.reason),
    });
    const window = verdict === "send-back" ? "" : `, within ${formatDuration(program.disputeFor)}`;
    return act(context, {
      ...{ who: program.reviewers, what: reviewing(program), call },
      said: () =>
        Promise.resolve({
          text: `job ${id} ${VERDICTS[verdict as Verdict]}${window}`,
          json: { job: id, verdict },
        }),
    });
  },
});
