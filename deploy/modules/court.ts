import type { DeployPart } from "./part";

/**
 * The court, and what brings payments of budgets before it, admitted from the start. Whom the budgets ask, and who instructs
 * them, a vote says when it grants the first: until then they pay nothing that would have to wait.
 */
export const court: DeployPart<"court", ["treasury"]> = {
  name: "court",
  needs: ["treasury"],
  module: "Court",

  contracts(m, config, { GovernanceToken, TimelockController, Treasury }) {
    const disputes = config.treasury?.disputes;
    const budgets =
      disputes && Treasury
        ? m.contract("DisputedBudgets", [
            GovernanceToken,
            Treasury,
            { above: disputes.above, bond: disputes.bond, window: disputes.for },
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
