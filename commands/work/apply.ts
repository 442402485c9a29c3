import { formatUnits } from "@polity/sdk/calls";
import { applyForGrant, requireWork } from "@polity/sdk/work";
import { appliedText } from "@polity/sdk/work/told";
import { milestonesOf } from "@polity/sdk/work/milestones";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { BRIEF, briefOf, MILESTONES, nowOf, PROGRAM_ID, programOf, unitOf } from "../parts/work";

export default signedCommand({
  words: "Asks for a grant, which binds nobody: award promises it, by the reviewers or by a vote",
  options: { program: required(PROGRAM_ID), milestones: required(MILESTONES), ...BRIEF },
  async run(context) {
    const { network, signer, options, nameOf } = context;
    const { work } = requireWork(network);
    const program = await programOf(context, options.program);
    const unit = await unitOf(context, program);
    const asked = milestonesOf(options.milestones, unit, await nowOf(context));
    const brief = await briefOf(context);
    const { id, receipt } = await applyForGrant(work, signer, { program: program.id, ...asked, ...brief });
    const sum = formatUnits(
      asked.amounts.reduce((all, one) => all + one, 0n),
      unit,
    );
    return done(
      receipt,
      `application ${id}: ${nameOf(signer.address)} asks for ${sum} in program ${program.id}; ${appliedText(id, program)}`,
      { application: id, program: program.id, ...asked, ...brief },
    );
  },
});
