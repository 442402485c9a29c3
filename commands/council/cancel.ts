import { cancelRight } from "@polity/sdk/governor/cancel";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { ID, proposalOf } from "../parts/proposals";
import { goRound, ROUND } from "../parts/safe-round";

export default signedCommand({
  words: "Stops a proposal, while the council is guardian",
  options: { ...ROUND, id: required(ID) },
  run: (context) =>
    goRound(context, async () => {
      const { network } = context;
      const proposal = await proposalOf(context, context.options.id);
      await cancelRight(network, network.addresses.Council!, proposal);
      const data = network.governor.interface.encodeFunctionData("cancel(uint256)", [proposal.id]);
      return { to: network.addresses.NetworkGovernor, data };
    }),
});
