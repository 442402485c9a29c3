import { formatTimestamp } from "@polity/sdk/format";
import { describeStatus, readStatus, type StatusWords } from "@polity/sdk/status";
import { formatTable } from "../../scripts/lib/table";
import { readingCommand } from "../core/context";

/** The network at a glance; it never writes. */
export default readingCommand({
  words: "Shows the network at a glance: version, parameters, proposals, totals, mandates",
  options: {},
  async run({ network, deployment }) {
    const status = await readStatus(network, deployment.block);
    const words = await describeStatus(network, status);
    const { now, block } = status;
    const headlines = words.flatMap(({ headline }) => headline ?? []);
    const lines = [
      `${[deployment.name, ...headlines].join(", ")}, at ${formatTimestamp(now)}, block ${block}`,
      ...words.flatMap(({ summary = [] }) => summary),
      ...words.flatMap(({ details = [] }) => details.flatMap((detail) => ["", ...linesOf(detail)])),
    ];
    return { text: lines.join("\n"), json: status };
  },
});

function linesOf(detail: NonNullable<StatusWords["details"]>[number]): readonly string[] {
  if (!("table" in detail)) return detail;
  return detail.table.length > 0 ? [formatTable(detail.table)] : [];
}
