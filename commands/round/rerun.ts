import { exactDepartures, judgeAll, outcomeOf, type Bundle } from "@polity/sdk/rounds";
import { command, required } from "../core/command";
import { ENDPOINT, judgeOf, parallelOf, readBundle } from "../parts/rounds";

/**
 * Asks the models of a bundle again: what comes of it is a measure, and proves nothing about a hosted model. Only what the
 * recipe calls exact has to be the same, word for word.
 */
export default command({
  words:
    "Asks the models of a bundle the same questions again, and says how far the scores agree. Needs no chain",
  options: { bundle: required("The bundle's file"), ...ENDPOINT },
  async run({ options }) {
    const { bundle } = readBundle(options.bundle);
    const { answers: _, format: _format, ...task } = bundle;
    const again: Bundle = await judgeAll(task, judgeOf(options), parallelOf(options));
    const [before, now] = [bundle, again].map((each) => outcomeOf(each).scores) as [number[], number[]];
    const apart = before.map((score, i) => Math.abs(score - now[i]!));
    const same = apart.filter((each) => each === 0).length;
    const mean = apart.reduce((sum, each) => sum + each, 0) / Math.max(1, apart.length);
    const most = apart.indexOf(Math.max(...apart));
    const { exact, departures } = exactDepartures(bundle, again.answers);
    const first = departures[0];
    const about = ({ subject }: { subject: number }) =>
      subject < before.length ? `entry ${subject}` : `control ${subject - before.length}`;
    const measured = `${same} of ${before.length} scores are the same again; on average they are ${mean.toFixed(2)} half-steps apart${same < before.length ? `, most in entry ${most}: ${before[most]} then, ${now[most]} now` : ""}.`;
    const compared =
      exact === 0
        ? []
        : [
            first
              ? `${departures.length} of ${exact} answers of exact models are others, the first of ${first.model} about ${about(first)}: engine, version, weights or GPU here are not those of the recipe, or the runner's were not.`
              : `All ${exact} answers of exact models are the same, word for word.`,
          ];
    return {
      text: [measured, ...compared].join("\n"),
      json: { before, now, same, mean, exact, departures },
      failed: departures.length > 0,
    };
  },
});
