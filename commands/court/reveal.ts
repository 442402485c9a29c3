import { requireCourt, revealVote } from "@polity/sdk/court";
import { rulingText } from "@polity/sdk/court/phases";
import { formatCount } from "@polity/sdk/format";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { CASE, caseId, SALTS, saltsIn, SEAT, seatOf } from "../parts/court";

export default signedCommand({
  words: "Reveals a juror's votes on a bench; what was voted need not be remembered",
  options: { id: required(CASE), seat: text(SEAT), salts: text(SALTS) },
  async run({ network, signer, options, nameOf }) {
    const id = caseId(options.id);
    const revealed = await revealVote(requireCourt(network), signer, {
      ...{ caseId: id, seat: seatOf(options.seat), salts: saltsIn(options.salts) },
    });
    return {
      text: revealed
        .map(
          ({ seat, choice, receipt }) =>
            `${nameOf(signer.address)}, seat ${seat}: ${rulingText(choice)}\ntx ${receipt.hash}, ${formatCount(receipt.gasUsed)} gas`,
        )
        .join("\n"),
      json: {
        case: id,
        seats: revealed.map(({ seat, choice, receipt }) => ({ seat, choice, transaction: receipt.hash })),
      },
    };
  },
});
