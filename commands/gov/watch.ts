import { PolityError } from "@polity/sdk/errors";
import { parseDate, parseDuration } from "@polity/sdk/format";
import { FINALITY } from "@polity/sdk/history/source";
import { flag, text } from "../core/command";
import { readingCommand } from "../core/context";
import { receiverOf, watchNetwork } from "../parts/watch";

const options = {
  webhookEnv: text(
    "Environment variable that holds a webhook's address; default POLITY_WEBHOOK_URL, if it is set",
  ),
  webhookFile: text("In its place a file that holds nothing but the address"),
  kind: text("What the webhook is of: discord, telegram or json; default by its address"),
  chat: text("Telegram's chat: its id, or @channel"),
  feed: text("File to keep as a feed: Atom, or JSON Feed where its name ends with .json"),
  since: text("At the first start: from this day on (YYYY-MM-DD); default from now on"),
  state: text("Where it remembers what it has sent; default beside the deployment file"),
  depth: text("Blocks that a block waits for others to follow it; default 12, on a local chain 0"),
  every: text('Time between two looks at the chain; default "12s"'),
  once: flag("Looks once and ends, for schedules"),
};

/** Tells people what happens to proposals and what the treasury pays, where they are. Sends no transaction. */
export default readingCommand({
  words:
    "Posts what happens to Discord, Telegram or any receiver of JSON, and keeps a feed; see docs/watch.md",
  options,
  async run(context) {
    const given = context.options;
    const webhook = receiverOf(given);
    if (!webhook && given.feed === undefined)
      throw new PolityError("nobody would hear of anything", {
        hint: "name a webhook (--webhook-env, --webhook-file) or a feed (--feed)",
      });
    return watchNetwork(context, {
      ...{ webhook, feed: given.feed, once: given.once },
      ...(given.since !== undefined && { since: parseDate(given.since) }),
      ...(given.depth !== undefined && { depth: depthOf(given.depth) }),
      ...(given.state !== undefined && { state: given.state }),
      every: parseDuration(given.every ?? "12s") * 1000,
    });
  },
});

function depthOf(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) <= 10 * FINALITY) return Number(text);
  throw new PolityError(`"${text}" is no number of blocks`, { hint: `write 0 to ${10 * FINALITY}` });
}
