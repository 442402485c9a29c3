import { formatCount } from "@polity/sdk/format";
import { readTask, reportOutcome, requireWork } from "@polity/sdk/work";
import { WORK_BOUNDS } from "@polity/sdk/work/bounds";
import { done } from "../core/answer";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { numberOf, wordOf } from "../parts/treasury";
import { TASK } from "../parts/work";

export default signedCommand({
  words: "Says what came of a task, long after it: whoever says it answers for it",
  options: {
    task: required(TASK),
    metric: required("What was counted: a word of up to 31 characters, like users"),
    value: required("How much, as a whole number"),
    uri: text(`Where the figures come from: an address of ${WORK_BOUNDS.text} bytes at the most`),
  },
  async run(context) {
    const { network, signer, options, nameOf } = context;
    const both = requireWork(network);
    const { id: task } = await readTask(both, numberOf("task", options.task));
    const value = numberOf("value", options.value);
    const receipt = await reportOutcome(both.work, signer, {
      ...{ task, metric: wordOf("metric", options.metric), value, uri: options.uri ?? "" },
    });
    return done(
      receipt,
      `${nameOf(signer.address)} says of task ${task}: ${options.metric} is ${formatCount(value)}`,
      { task, metric: options.metric, value },
    );
  },
});
