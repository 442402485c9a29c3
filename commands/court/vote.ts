import { commitVote, requireCourt } from "@polity/sdk/court";
import { formatCount } from "@polity/sdk/format";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { CASE, caseId, SALTS, saltsIn, SEAT, seatOf } from "../parts/court";
import { numberOf } from "../parts/treasury";

export default signedCommand({
  words: "Votes in secret on a bench; again in place of an earlier vote, until votes are revealed",
  options: {
    id: required(CASE),
    choice: required("One of the case's choices, from 1; 0 leaves everything as it was"),
    seat: text(SEAT),
    salts: text(SALTS),
  },
  async run({ network, signer, options, nameOf }) {
    const id = caseId(options.id);
    const voted = await commitVote(requireCourt(network), signer, {
      ...{ caseId: id, choice: numberOf("choice", options.choice) },
      ...{ seat: seatOf(options.seat), salts: saltsIn(options.salts) },
    });
    const kept = voted.filter((each) => each.kept).map(({ seat }) => seat);
    return {
      text: [
        `${nameOf(signer.address)} has voted in case ${id}, in secret: reveal it when votes are revealed`,
        ...voted.map(
          ({ seat, receipt }) => `seat ${seat}: tx ${receipt.hash}, ${formatCount(receipt.gasUsed)} gas`,
        ),
        ...(kept.length > 0
          ? [
              `the salt of seat ${kept.join(", ")} is in a file of ${options.salts ?? "this folder"}: keep it and show it to nobody; without it the slice is lost`,
            ]
          : []),
      ].join("\n"),
      json: {
        case: id,
        seats: voted.map(({ seat, kept, receipt }) => ({ seat, kept, transaction: receipt.hash })),
      },
    };
  },
});
