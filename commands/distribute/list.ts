import { readDistributions, requireDistributor } from "@polity/sdk/distribution";
import { formatDate, formatTokens } from "@polity/sdk/format";
import { formatTable } from "../../scripts/lib/table";
import { readingCommand } from "../core/context";

export default readingCommand({
  words: "Lists the distributions, with what is left to claim of each",
  options: {},
  async run({ network }) {
    const distributions = await readDistributions(requireDistributor(network));
    const rows = distributions.map(({ id, status, amount, left, delivery, end, listHash }) => [
      ...[
        id.toString(),
        status,
        formatTokens(amount),
        formatTokens(left),
        delivery.destination,
        formatDate(end),
        listHash,
      ],
    ]);
    const head = ["distribution", "status", "tokens", "left", "into", "ends", "sha256 of the list"];
    return {
      text: rows.length ? formatTable([head, ...rows]) : "no vote has opened a distribution yet",
      json: { distributions },
    };
  },
});
