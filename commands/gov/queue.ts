import { formatTimestamp } from "@polity/sdk/format";
import { queue } from "@polity/sdk/governor/queue";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { ID, proposalOf, titleOf } from "../parts/proposals";

export default signedCommand({
  words: "Schedules a proposal that has passed",
  options: { id: required(ID) },
  async run(context) {
    const proposal = await proposalOf(context, context.options.id);
    const { receipt, eta } = await queue(context.network.governor, context.signer, proposal);
    return done(
      receipt,
      `${titleOf(proposal)} is scheduled: it can be executed from ${formatTimestamp(eta)}`,
      { proposalId: proposal.id, eta },
    );
  },
});
