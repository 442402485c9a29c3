import { requireRounds, revealRun } from "@polity/sdk/rounds";
import { done } from "../core/answer";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { dueOf, ROUND, SALT, saltOf } from "../parts/rounds";
import { revealedBy } from "../parts/rounds-run";

export default signedCommand({
  words: "Reveals a run that was committed to",
  options: {
    round: ROUND,
    bundle: required("The file that the run was committed with"),
    uri: text("Where that file is, for everybody: an address of 256 bytes at the most"),
    salt: SALT,
  },
  async run(context) {
    const { network, signer, options, nameOf } = context;
    const { round, program } = await dueOf(context, options.round);
    const { result, bundleHash } = revealedBy(options.bundle, round, program);
    const salt = await saltOf(context, round.id, options.salt);
    const revelation = { result, bundleHash, salt };
    const receipt = await revealRun(requireRounds(network), signer, round.id, revelation, options.uri ?? "");
    return done(receipt, `${nameOf(signer.address)} has revealed a run of round ${round.id}`, {
      ...{ round: round.id, bundleHash },
    });
  },
});
