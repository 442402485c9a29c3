import { proposeCall, requireOffice } from "@polity/sdk/council/calls";
import { signedCommand } from "../core/context";
import { PROPOSING, readyToPropose } from "../parts/ready";
import { goRound, ROUND } from "../parts/safe-round";

/** The council proposes without votes of its own: the Safe's transaction. */
export default signedCommand({
  words: "Proposes a NEP of a type that is open to the council, like an emergency",
  options: { ...ROUND, ...PROPOSING },
  run: (context) =>
    goRound(context, async () => {
      const { network } = context;
      await requireOffice(network);
      const { proposal, check } = await readyToPropose(context, network.addresses.Council!);
      return proposeCall(network, proposal, check);
    }),
});
