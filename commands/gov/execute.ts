import { execute } from "@polity/sdk/governor/execute";
import { parseParameter } from "@polity/sdk/nep";
import { done } from "../core/answer";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { ID, proposalOf, titleOf } from "../parts/proposals";

export default signedCommand({
  words: "Carries out a proposal whose grace period is over",
  options: { id: required(ID), value: text("Wei to send along; default 0") },
  async run(context) {
    const { network, signer, options } = context;
    const proposal = await proposalOf(context, options.id);
    const value = parseParameter("uint", options.value ?? "0") as bigint;
    const { receipt } = await execute(network.governor, signer, { ...proposal, value });
    const version = await network.registry.semver();
    return done(receipt, `${titleOf(proposal)} is active; the network runs version ${version}`, {
      proposalId: proposal.id,
      version,
    });
  },
});
