import { existsSync } from "node:fs";
import { join } from "node:path";

import { LOCAL_CHAIN } from "../../config/local";
import { writeAtOnce } from "../../deploy/files";
import { readText } from "../../scripts/lib/text";
import { PolityError } from "@polity/sdk/errors";
import { DAY } from "@polity/sdk/format";
import { readHistory } from "@polity/sdk/history";
import { FINALITY } from "@polity/sdk/history/source";
import {
  appointmentsOf,
  CALENDAR_ENTRIES,
  entryOf,
  FEED_ENTRIES,
  messageOf,
  noticesOf,
  toAtom,
  toCalendar,
} from "@polity/sdk/notices";
import { getBlock } from "@polity/sdk/provider";
import { required, text, wholeNumber } from "../core/command";
import { readingCommand } from "../core/context";
import { DEPTH } from "../parts/watch";

const FEED = "feed.xml";
const CALENDAR = "calendar.ics";
const NETWORK = "network.json";
/** How long what is over stands in the calendar. */
const KEPT = 30 * DAY;

/** For a schedule: the same chain gives the same files. */
export default readingCommand({
  words:
    "Writes an Atom feed and a calendar into the app's folder, where subscribers find them; see docs/watch.md",
  options: {
    folder: required("The folder of the app's files: feed.xml and calendar.ics are written into it"),
    depth: text("Blocks that a block waits for others to follow it; default 12, on a local chain 0"),
  },
  async run({ network, deployment, host, options }) {
    const { folder } = options;
    const { number } = await getBlock(host.provider, "latest");
    const depth = wholeNumber(
      "depth",
      options.depth ?? String(deployment.chainId === LOCAL_CHAIN ? 0 : DEPTH),
      0,
      10 * FINALITY,
    );
    const toBlock = Math.max(deployment.block, number - depth);
    const history = await readHistory(network, { fromBlock: deployment.block, toBlock });
    const { time: now } = history.head;
    const where = {
      ...{ name: deployment.name, chainId: deployment.chainId },
      governor: network.addresses.NetworkGovernor,
    };
    const [notices, appointments] = await Promise.all([
      noticesOf(network, history),
      appointmentsOf(network, history, now - KEPT),
    ]);
    const newest = notices.filter(({ time }) => time <= now).slice(-FEED_ENTRIES);
    const [messages, entries] = await Promise.all([
      Promise.all(newest.map((notice) => messageOf(notice, where))),
      Promise.all(appointments.slice(0, CALENDAR_ENTRIES).map((one) => entryOf(one, where))),
    ]);
    try {
      writeAtOnce(join(folder, FEED), toAtom({ network: deployment.name, ...where, messages }));
      writeAtOnce(join(folder, CALENDAR), toCalendar(deployment.name, entries));
    } catch (cause) {
      throw new PolityError(`${folder} cannot be written to`, { hint: "name a folder that is there", cause });
    }
    const named = nameIn(join(folder, NETWORK));
    return {
      text: [
        `${messages.length} entries are in ${join(folder, FEED)}, ${entries.length} in ${join(folder, CALENDAR)}`,
        ...(named ? [`${NETWORK} names both: the app links them`] : []),
      ].join("\n"),
      json: { feed: messages.length, calendar: entries.length, named },
    };
  },
});

/** Names both files in the app's own, where it is there and does not. @returns Whether it names them. */
function nameIn(file: string): boolean {
  if (!existsSync(file)) return false;
  let content: unknown;
  try {
    content = JSON.parse(readText(file, "check who may read it"));
  } catch (cause) {
    throw new PolityError(`${file} is not JSON`, { hint: "mend it: the app cannot read it either", cause });
  }
  const names = { feed: FEED, calendar: CALENDAR, ...(content as object) };
  if (JSON.stringify(names) !== JSON.stringify({ ...(content as object) }))
    writeAtOnce(file, `${JSON.stringify({ ...(content as object), ...names }, null, 2)}\n`);
  return true;
}
