import { formatDuration, formatTimestamp } from "@polity/sdk/format";
import { readPauses, readRounds, readRoundsPrograms, requireRounds, roundText } from "@polity/sdk/rounds";
import { getBlock } from "@polity/sdk/provider";
import { formatTable } from "../../scripts/lib/table";
import { readingCommand } from "../core/context";
import { moneyOf } from "../parts/rounds";

export default readingCommand({
  words: "Lists the programs that votes have opened, and their rounds",
  options: {},
  async run(context) {
    const { network } = context;
    const rounds = requireRounds(network);
    const [programs, all, { number: block, timestamp: now }, isPaused] = await Promise.all([
      readRoundsPrograms(rounds),
      readRounds(rounds),
      getBlock(rounds.runner!.provider!, "latest"),
      readPauses(network.registry),
    ]);
    const rows = await Promise.all(
      programs.map(async ({ id, recipeKey, asset, pot, every, ended, dueAt, vestFor }) => [
        ...[`program ${id}`, recipeKey, (await moneyOf(context, asset))(pot)],
        vestFor > 0 ? `vests ${formatDuration(vestFor)}` : "paid out",
        ended
          ? "over"
          : now >= dueAt
            ? `due, every ${formatDuration(every)}`
            : `due ${formatTimestamp(dueAt)}`,
      ]),
    );
    const lines = all.map((round) => {
      const program = programs[Number(round.program) - 1]!;
      return `round ${round.id} of program ${round.program} ${roundText(round, program, { now, block, isPaused })}`;
    });
    return {
      text: [rows.length > 0 ? formatTable(rows) : "no vote has opened a program yet", ...lines].join("\n"),
      json: { programs, rounds: all },
    };
  },
});
