import { advanceRound, requireRounds } from "@polity/sdk/rounds";
import { done } from "../core/answer";
import { signedCommand } from "../core/context";
import { dueOf, ROUND } from "../parts/rounds";
import { roundText } from "@polity/sdk/rounds";

const DONE = {
  freeze: "takes no more entries",
  seal: "has its seed, or the next block for it",
  tally: "is tallied, as far as a transaction goes",
  settle: "is settled with its runners",
  sweep: "has given its rest back to the budget",
} as const;

export default signedCommand({
  words: "Takes the next step of a round that anybody can take: freeze, seed, tally, settle, sweep",
  options: { round: ROUND },
  async run(context) {
    const { network, signer, options } = context;
    const rounds = requireRounds(network);
    const { round } = await dueOf(context, options.round);
    const { step, receipt } = await advanceRound(rounds, network.registry, signer, round.id);
    const { round: now, program, at } = await dueOf(context, options.round);
    return done(receipt, `round ${round.id} ${DONE[step]}; it ${roundText(now, program, at)}`, {
      ...{ round: round.id, step, status: now.status },
    });
  },
});
