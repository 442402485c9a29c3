import { requireCourt, sealCase } from "@polity/sdk/court";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { CASE, caseId } from "../parts/court";

export default signedCommand({
  words: "Chooses the block that draws the jurors of a case, and called again takes its hash",
  options: { id: required(CASE) },
  async run({ network, signer, options }) {
    const id = caseId(options.id);
    const { target, receipt } = await sealCase(requireCourt(network), signer, id);
    const what =
      target === undefined
        ? `the jurors of case ${id} are drawn: seat them`
        : `block ${target} draws the jurors of case ${id}: seal again after it`;
    return done(receipt, what, { case: id, target });
  },
});
