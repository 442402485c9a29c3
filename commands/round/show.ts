import { visible } from "@polity/sdk/nep/text";
import {
  findEntries,
  findFlags,
  findRuns,
  readRuns,
  readShares,
  requireRounds,
  roundText,
} from "@polity/sdk/rounds";
import { formatTable } from "../../scripts/lib/table";
import { readingCommand } from "../core/context";
import { scanOf } from "../parts/proposals";
import { dueOf, moneyOf, ROUND } from "../parts/rounds";

export default readingCommand({
  words: "Shows a round: its recipe, entries with scores and shares, runs, flags, and what it waits for",
  options: { round: ROUND },
  async run(context) {
    const { network, options, nameOf } = context;
    const rounds = requireRounds(network);
    const scan = scanOf(context);
    const { round, program, at } = await dueOf(context, options.round);
    const [entries, shares, runs, found, flags, money] = await Promise.all([
      findEntries(rounds, round.id, scan),
      readShares(rounds, round),
      readRuns(rounds, round),
      findRuns(rounds, round.id, scan),
      findFlags(rounds, round.id, scan),
      moneyOf(context, program.asset),
    ]);
    const rows = entries.map(({ index, beneficiary, uri }) => {
      const { score, share, closed } = shares[index]!;
      const flag = flags.filter((each) => each.index === index).at(-1);
      const state =
        flag && flag.struck === undefined
          ? `flagged, dispute ${flag.dispute}`
          : flag?.struck
            ? "struck"
            : closed
              ? "claimed"
              : "";
      return [`entry ${index}`, nameOf(beneficiary), `${score}`, money(share), state, visible(uri)];
    });
    const runLines = runs.map(({ index, runner, revealed, result }) => {
      const where = found.find((each) => each.run === index);
      const what = !revealed ? "not revealed" : result === "0x" ? "revealed nothing" : "revealed";
      return `run ${index} of ${nameOf(runner)}: ${what}${where?.uri ? `, its bundle at ${visible(where.uri)}` : ""}`;
    });
    return {
      text: [
        `round ${round.id} of program ${round.program}, by ${program.recipeKey}, ${roundText(round, program, at)}`,
        `recipe  ${round.recipe}`,
        `pot     ${money(round.pot)}; one share is at most ${round.capBps / 100} % of it`,
        ...(rows.length > 0
          ? [formatTable([["", "for", "score", "share", "", "where its text is"], ...rows])]
          : []),
        ...runLines,
      ].join("\n"),
      json: { round, program, entries, shares, runs, found, flags },
    };
  },
});
