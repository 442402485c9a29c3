import { cancelCall } from "@polity/sdk/council/calls";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { ID, proposalOf } from "../parts/proposals";
import { goRound, ROUND } from "../parts/safe-round";

export default signedCommand({
  words: "Stops a proposal, while the council is guardian",
  options: { ...ROUND, id: required(ID) },
  run: (context) =>
    goRound(context, async () => cancelCall(context.network, await proposalOf(context, context.options.id))),
});
