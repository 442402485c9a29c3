import { formatCount, formatDuration, formatTimestamp } from "@polity/sdk/format";
import {
  reachLines,
  readClasses,
  readCredentials,
  readReach,
  readStanding,
  requireCredentials,
} from "@polity/sdk/people";
import { formatPoints, formatWeek } from "@polity/sdk/people/points";
import { getBlock } from "@polity/sdk/provider";
import { formatTable } from "../../scripts/lib/table";
import type { Answer } from "../core/answer";
import { text } from "../core/command";
import { readingCommand, type Context } from "../core/context";
import { accountOf, tellAccount } from "../parts/treasury";

export default readingCommand({
  words: "Shows who issues which credentials, and what persons could cast; or what an account has",
  options: { account: text("Whose credentials and reputation are shown; left out, the network's") },
  run: (context) => {
    const { account } = context.options;
    return account === undefined ? ofNetwork(context) : ofAccount(context, accountOf(context, account));
  },
});

async function ofNetwork(context: Context): Promise<Answer> {
  const { network, deployment } = context;
  const credentials = requireCredentials(network);
  const { number, timestamp } = await getBlock(network.governor.runner!.provider!, "latest");
  const [classes, reach, points] = await Promise.all([
    readClasses(credentials, number),
    readReach(network, deployment.block, timestamp - 1, number),
    network.reputation?.getPastTotalSupply(timestamp - 1, { blockTag: number }),
  ]);
  const rows = classes.map(({ name, issuer, term, revocable, total }) => [
    ...[name, formatCount(total), `by ${tellAccount(context, issuer)}`, `for ${formatDuration(term)}`],
    revocable ? "revocable" : "not revoked by its issuer",
  ]);
  return {
    text: [
      formatTable(rows),
      ...(points === undefined ? [] : [`reputation: ${formatPoints(points)} as they weigh now`]),
      ...(reach ? reachLines(reach) : []),
    ].join("\n"),
    json: { classes, ...(points !== undefined && { reputation: points }), ...(reach && { reach }) },
  };
}

async function ofAccount(context: Context, account: string): Promise<Answer> {
  const { network } = context;
  const { timestamp: now } = await getBlock(network.governor.runner!.provider!, "latest");
  const [held, standing] = await Promise.all([
    readCredentials(requireCredentials(network), account),
    network.reputation && readStanding(network.reputation, account),
  ]);
  const lines = [
    ...held.map(({ name, until }) =>
      until > now
        ? `${name} until ${formatTimestamp(until)}`
        : `${name} lapsed at ${formatTimestamp(until)}, and is counted until somebody trims it`,
    ),
    ...(standing
      ? [
          `reputation: ${formatPoints(standing.votes)} as they weigh now`,
          ...standing.points.map(
            ({ week, points }) => `  ${formatPoints(points)} that end on ${formatWeek(week)}`,
          ),
        ]
      : []),
  ];
  const name = tellAccount(context, account);
  return {
    text:
      held.length === 0 ? [`${name} has no credentials`, ...lines].join("\n") : [name, ...lines].join("\n"),
    json: { account, credentials: held, ...(standing && { reputation: standing }) },
  };
}
