import { bundleHash, bundleText, judgeAll, outcomeOf, scoresOf } from "@polity/sdk/rounds";
import { writeNew } from "../../scripts/lib/text";
import { command, required } from "../core/command";
import { ENDPOINT, judgeOf, parallelOf, readTask } from "../parts/rounds";

/** Judges, and knows no chain: whatever a text makes a model say, there is no key, account or node within its reach. */
export default command({
  words:
    "Has models judge a task, one entry a question; writes the bundle. It knows no chain and no key of one",
  options: {
    task: required("The file that round collect has written"),
    ...ENDPOINT,
    out: required("Where the bundle is written: every answer, to be published"),
  },
  async run({ options }) {
    const task = readTask(options.task);
    const bundle = await judgeAll(task, judgeOf(options), parallelOf(options));
    const outcome = outcomeOf(bundle);
    writeNew(options.out, bundleText(bundle));
    const scores = [...scoresOf(outcome)];
    const { closed, alpha, controlError, influence } = outcome.gauges;
    const listed = outcome.judgements.flatMap((of, i) => {
      const odd = [...new Set(of.map((each) => each.outcome))].filter((each) => each !== "scored");
      return odd.length > 0 ? [`entry ${i}: ${odd.join(", ")}`] : [];
    });
    return {
      text: [
        `controls: agreement ${alpha.toFixed(2)}, error ${controlError.toFixed(2)} half-steps, most moved by ${influence.family} (${influence.halfSteps.toFixed(2)})`,
        ...closed.map((each) => `a gate is closed: ${each}`),
        ...listed,
        closed.length > 0
          ? "the run is empty: commit it as it is, so that the round knows"
          : `scores of entries 0 to ${scores.length - 1}: ${scores.join(" ")}`,
        `the bundle is in ${options.out}, sha256 ${bundleHash(bundle)}`,
      ].join("\n"),
      json: { scores, gauges: outcome.gauges, bundleHash: bundleHash(bundle) },
      failed: closed.length > 0,
    };
  },
});
