import { formatUnits, readTokenUnit } from "@polity/sdk/calls";
import { PolityError } from "@polity/sdk/errors";
import { flagShare, requireRounds } from "@polity/sdk/rounds";
import { done } from "../core/answer";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { dueOf, ROUND } from "../parts/rounds";

export default signedCommand({
  words: "Disputes one share: the court rules whether it stands; no other share waits",
  options: {
    round: ROUND,
    entry: required("The entry; show lists them"),
    evidence: text("Why, or where that is written; everybody can read it for ever"),
  },
  async run(context) {
    const { network, signer, options } = context;
    const rounds = requireRounds(network);
    const { round } = await dueOf(context, options.round);
    if (!/^\d{1,5}$/.test(options.entry))
      throw new PolityError(`"${options.entry}" is no entry`, { hint: "they are numbered from 0" });
    const entry = Number(options.entry);
    const { dispute, bond, cost, receipt } = await flagShare(
      ...([rounds, signer, round.id, entry, options.evidence] as const),
    );
    const { disputeId: caseId } = await rounds.disputeOf(dispute);
    const unit = await readTokenUnit(network, network.addresses.GovernanceToken);
    return done(
      receipt,
      `share ${entry} of round ${round.id} is before the court as case ${caseId}, with a bond of ${formatUnits(bond, unit)}`,
      { round: round.id, entry, dispute, case: caseId, bond, cost },
    );
  },
});
