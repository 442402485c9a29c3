import { formatTimestamp } from "@polity/sdk/format";
import { contestRound, readRound, requireRounds } from "@polity/sdk/rounds";
import { done } from "../core/answer";
import { signedCommand } from "../core/context";
import { dueOf, moneyOf, ROUND } from "../parts/rounds";

export default signedCommand({
  words: "Asks the holders to look at a whole round, for 2.5 % of its pot: the window is 45 days longer",
  options: { round: ROUND },
  async run(context) {
    const { network, signer, options } = context;
    const rounds = requireRounds(network);
    const { round, program } = await dueOf(context, options.round);
    const { bond, receipt } = await contestRound(rounds, signer, round.id);
    const [money, { windowUntil }] = await Promise.all([
      moneyOf(context, program.asset),
      readRound(rounds, round.id),
    ]);
    return done(
      receipt,
      `round ${round.id} is contested, with a bond of ${money(bond)}: a vote can strike it until ${formatTimestamp(windowUntil)}, else the bond is the runners'`,
      { round: round.id, bond, windowUntil },
    );
  },
});
