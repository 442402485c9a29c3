import { denounceVote, requireCourt } from "@polity/sdk/court";
import { rulingText } from "@polity/sdk/court/phases";
import { PolityError } from "@polity/sdk/errors";
import { formatTokens } from "@polity/sdk/format";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { CASE, caseId } from "../parts/court";
import { numberOf } from "../parts/treasury";

export default signedCommand({
  words: "Shows that a juror let somebody know a vote too early: half of the slice for who shows it first",
  options: {
    id: required(CASE),
    seat: required("The seat whose vote is known"),
    salt: required("What the vote hides behind, as its juror has shown it: 32 bytes in hex"),
  },
  async run({ network, signer, options, nameOf }) {
    const id = caseId(options.id);
    const seat = Number(numberOf("seat", options.seat));
    const { salt } = options;
    if (!/^0x[0-9a-f]{64}$/i.test(salt))
      throw new PolityError("this is no salt", { hint: "give --salt as 0x and 64 digits" });
    const court = requireCourt(network);
    const { juror, choice, reward, receipt } = await denounceVote(court, signer, { caseId: id, seat, salt });
    const what =
      `${nameOf(juror)} has let seat ${seat} of case ${id} be known as ${rulingText(choice)} and loses the slice\n` +
      `${nameOf(signer.address)} gets ${formatTokens(reward)} tokens of it: claim sends them`;
    return done(receipt, what, { case: id, seat, juror, choice, reward });
  },
});
