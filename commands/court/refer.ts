import { referCase, requireCourt } from "@polity/sdk/court";
import { formatTokens } from "@polity/sdk/format";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { CASE, caseId } from "../parts/court";

export default signedCommand({
  words: "Asks for a vote after the largest bench, with a bond that is burned if no vote rules",
  options: { id: required(CASE) },
  async run({ network, signer, options, nameOf }) {
    const id = caseId(options.id);
    const { bond, receipt } = await referCase(requireCourt(network), signer, id);
    const what =
      `${nameOf(signer.address)} gives a bond of ${formatTokens(bond)} tokens: ` +
      `now a proposal that calls JurorCourt.overrule rules case ${id}`;
    return done(receipt, what, { case: id, bond });
  },
});
