import { formatTimestamp, formatTokens } from "@polity/sdk/format";
import { propose } from "@polity/sdk/governor/propose";
import { readProposal } from "@polity/sdk/governor/timeline";
import { done } from "../core/answer";
import { signedCommand } from "../core/context";
import { titleOf } from "../parts/proposals";
import { PROPOSING, readyToPropose } from "../parts/ready";

export default signedCommand({
  words: "Checks, explains and simulates a NEP, then proposes it and pays its fee",
  options: PROPOSING,
  async run(context) {
    const { network, signer, nameOf } = context;
    const { nep, proposal, check } = await readyToPropose(context, signer.address);
    // What was checked is the bound: rules that change meanwhile cannot take more.
    const { proposalId, fee, receipt, approval } = await propose(network, signer, proposal, {
      maxFee: check.fee,
    });
    const { stage, snapshot } = await readProposal(network.governor, proposalId);
    const text = [
      `${nameOf(signer.address)} proposed ${titleOf({ id: proposalId, nep: nep.number, title: nep.title })}`,
      `id ${proposalId}`,
      `burned a fee of ${formatTokens(fee)} tokens${approval ? ", approved exactly" : ""}; in review until ${formatTimestamp(snapshot)}`,
    ];
    return done(receipt, text.join("\n"), { proposalId, fee, stage, snapshot, approval: approval?.hash });
  },
});
