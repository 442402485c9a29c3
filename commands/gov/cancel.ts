import { cancel, CANCEL_RIGHTS } from "@polity/sdk/governor/cancel";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { ID, proposalOf, titleOf } from "../parts/proposals";

export default signedCommand({
  words: "Cancels a proposal, and says by which right",
  options: { id: required(ID) },
  async run(context) {
    const { network, signer, options, nameOf } = context;
    const proposal = await proposalOf(context, options.id);
    const { receipt, right } = await cancel(network, signer, proposal);
    return done(receipt, `${nameOf(signer.address)} canceled ${titleOf(proposal)}, ${CANCEL_RIGHTS[right]}`, {
      proposalId: proposal.id,
      right,
    });
  },
});
