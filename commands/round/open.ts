import { formatTimestamp } from "@polity/sdk/format";
import { openRound, readRound, requireRounds } from "@polity/sdk/rounds";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { numberOf } from "../parts/treasury";

export default signedCommand({
  words: "Opens the next round of a program, which anybody can do when it is due",
  options: { program: required("The program; list shows them") },
  async run({ network, signer, options }) {
    const rounds = requireRounds(network);
    const { id, receipt } = await openRound(rounds, signer, numberOf("program", options.program));
    const { closes, recipe } = await readRound(rounds, id);
    return done(receipt, `round ${id} is open until ${formatTimestamp(closes)}, by the recipe ${recipe}`, {
      round: id,
      closes,
      recipe,
    });
  },
});
