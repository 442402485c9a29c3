import { ZeroAddress } from "ethers";

import { formatUnits, readTokenUnit } from "@polity/sdk/calls";
import { appealCase, requireCourt } from "@polity/sdk/court";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { CASE, caseId } from "../parts/court";

export default signedCommand({
  words: "Asks for the next larger bench, at one's own cost",
  options: { id: required(CASE) },
  async run({ network, signer, options, nameOf }) {
    const id = caseId(options.id);
    const { cost, size, receipt } = await appealCase(requireCourt(network), signer, id);
    const ether = await readTokenUnit(network, ZeroAddress);
    const what = `${nameOf(signer.address)} pays ${formatUnits(cost, ether)} for a bench of ${size} in case ${id}`;
    return done(receipt, what, { case: id, cost, size });
  },
});
