import { PolityError } from "@polity/sdk/errors";
import { formatTimestamp, parseDuration } from "@polity/sdk/format";
import { command, required } from "../core/command";
import { goTo, nowOf, requireLocal } from "../parts/local";

const hint = "say how long, like --for 7d";

export default command({
  words: "On a local chain: lets time pass",
  options: { for: required('How long, like "7d" or "36h"', hint) },
  async run(context) {
    await requireLocal(context.host, "time passes by itself");
    const { for: length } = context.options;
    const seconds = parseDuration(length);
    if (seconds === 0) throw new PolityError("no time would pass", { hint });
    const now = await goTo(context.host, (await nowOf(context.host)) + seconds);
    return { text: `${length} later: on the chain it is ${formatTimestamp(now)}`, json: { now } };
  },
});
