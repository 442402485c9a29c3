import { formatTimestamp } from "@polity/sdk/format";
import { commitRun, requireRounds } from "@polity/sdk/rounds";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { dueOf, ROUND, SALT, saltOf } from "../parts/rounds";
import { revealedBy } from "../parts/rounds-run";

export default signedCommand({
  words: "Commits to a run, as a runner, and gives the bond; the scores stay secret until the reveal",
  options: {
    round: ROUND,
    bundle: required("The file that round run or round compute has written; keep it as it is"),
    salt: SALT,
  },
  async run(context) {
    const { network, signer, options, nameOf } = context;
    const { round, program } = await dueOf(context, options.round);
    const { result, bundleHash } = revealedBy(options.bundle, round, program);
    const salt = await saltOf(context, round.id, options.salt);
    const receipt = await commitRun(requireRounds(network), signer, round.id, { result, bundleHash, salt });
    return done(
      receipt,
      `${nameOf(signer.address)} has committed to a run of round ${round.id}: reveal it between ${formatTimestamp(round.commitUntil)} and ${formatTimestamp(round.revealUntil)}, or the bond goes to the others`,
      { round: round.id, bundleHash },
    );
  },
});
