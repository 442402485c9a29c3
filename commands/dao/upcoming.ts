import { formatTimestamp } from "@polity/sdk/format";
import { readUpcoming, type CurrentVersion, type UpcomingVersion } from "@polity/sdk/registry/upcoming";
import { readingCommand } from "../core/context";
import { allProposals, countdown, indent, titleOf } from "../parts/proposals";

/** What nodes have to be ready for. */
export default readingCommand({
  words: "Lists the versions that are scheduled: when they can become active, and what they change",
  options: {},
  async run(context) {
    const { network } = context;
    const upcoming = await readUpcoming(network, await allProposals(context));
    const now = Number(await network.governor.clock());
    const { current, scheduled, block } = upcoming;
    const lines = [
      ...currentLines(current, block),
      ...(scheduled.length === 0 ? ["", "no version is scheduled"] : []),
      ...scheduled.flatMap((version) => ["", ...versionLines(version, now)]),
    ];
    return { text: lines.join("\n"), json: upcoming };
  },
});

function currentLines(current: CurrentVersion, block: number): string[] {
  const { version, activatedAt, activatedBlock, switchBlock, switchBlocks, followed } = current;
  const since = `version ${version}, active since ${formatTimestamp(activatedAt)}, block ${activatedBlock}`;
  if (switchBlocks === undefined) return [since];
  const left = switchBlock - block;
  return [
    since,
    followed
      ? `nodes follow it since block ${switchBlock}`
      : `nodes follow it from block ${switchBlock} on, ${left === 1 ? "in the next block" : `in ${left} blocks`}`,
  ];
}

function versionLines(version: UpcomingVersion, now: number): string[] {
  const { earliest, until, backwardCompatible, changes, restores } = version;
  const due =
    now < earliest
      ? `can become active from ${formatTimestamp(earliest)} on, in ${countdown(earliest - now)}`
      : `can become active now: anyone can execute it, within ${countdown(Math.max(0, until - now))}`;
  return [
    `version ${version.version} by ${titleOf({ ...version, id: version.proposalId })} (${version.type})`,
    ...indent([
      due,
      `expires at ${formatTimestamp(until)} if nobody executes it`,
      backwardCompatible
        ? "works with nodes of the version before"
        : "nodes of the version before do not work with it: upgrade first",
      ...(restores === undefined ? [] : [`brings back the values of ${restores}`]),
      ...changes.map(({ key, now: before, next }) => `${key}: ${before ?? "no such parameter"} → ${next}`),
    ]),
  ];
}
