import { ZeroAddress } from "ethers";

import { formatUnits, readTokenUnit } from "@polity/sdk/calls";
import { formatTokens } from "@polity/sdk/format";
import { disputeJob } from "@polity/sdk/work";
import { done } from "../core/answer";
import { text } from "../core/command";
import { signedCommand } from "../core/context";
import { JOB, jobOf } from "../parts/work";

export default signedCommand({
  words: "Disputes the decision about a job, with the program's bond and the arbitrator's fee",
  options: { job: JOB, evidence: text("Where the first evidence is: an address") },
  async run(context) {
    const { network, signer, options, nameOf } = context;
    const both = await jobOf(context, options.job);
    const { id } = both;
    const { caseId, disputeId, bond, cost, receipt } = await disputeJob(both, signer, id, options.evidence);
    const ether = await readTokenUnit(network, ZeroAddress);
    return done(
      receipt,
      `${nameOf(signer.address)} disputes the decision about job ${id}, with a bond of ${formatTokens(bond)} tokens ` +
        `and ${formatUnits(cost, ether)} for whoever rules\n` +
        `it is case ${caseId} there: choice 1 pays the job, choice 2 gives its money back`,
      { job: id, dispute: disputeId, case: caseId, bond, cost },
    );
  },
});
