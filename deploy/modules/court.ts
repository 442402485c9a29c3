import { ZeroAddress } from "ethers";

import type { DeployPart } from "./part";

/**
 * The court, and what brings payments of budgets before it, admitted from the start. Who instructs the budgets, a vote says
 * when it grants the first, and that they ask the court: until then they pay nothing that would have to wait. An arbitrator
 * from elsewhere is there before them, and asked from the start.
 */
export const court: DeployPart<"court", ["treasury"]> = {
  name: "court",
  needs: ["treasury"],
  module: "Court",

  contracts(m, config, { GovernanceToken, TimelockController, Treasury }) {
    const { arbitrator } = config;
    const disputes = config.treasury?.disputes;
    const budgets =
      disputes && Treasury
        ? m.contract("DisputedBudgets", [
            GovernanceToken,
            Treasury,
            { above: disputes.above, bond: disputes.bond, window: disputes.for },
            ...(arbitrator
              ? [arbitrator.address, arbitrator.extraData, arbitrator.metaEvidence]
              : [ZeroAddress, "0x", ""]),
          ])
        : undefined;
    if (!config.court) return { ...(budgets && { DisputedBudgets: budgets }) };
    const { unit, ...parameters } = config.court;
    const jurors = m.contract("JurorCourt", [
      ...[GovernanceToken, TimelockController, unit, parameters, budgets ? [budgets] : []],
    ]);
    return { ...(budgets && { DisputedBudgets: budgets }), JurorCourt: jurors };
  },
};
