import { requireCourt, seatJurors } from "@polity/sdk/court";
import { formatTable } from "../../scripts/lib/table";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { CASE, caseId } from "../parts/court";

export default signedCommand({
  words: "Seats every juror who was drawn for a case and has no seat yet",
  options: { id: required(CASE) },
  async run({ network, deployment, signer, options, nameOf }) {
    const id = caseId(options.id);
    const { tickets, receipt } = await seatJurors(requireCourt(network), signer, id, deployment.block);
    const rows = tickets.map(({ juror, index }) => [nameOf(juror), `ticket ${index}`]);
    return done(receipt, `seated on the bench of case ${id}:\n${formatTable(rows)}`, {
      ...{ case: id },
      seated: tickets.map(({ juror, index }) => ({ juror, ticket: index })),
    });
  },
});
