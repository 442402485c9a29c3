import { ZeroAddress } from "ethers";

import type { DeployPart } from "./part";

/** What hands the network's token out of budgets: to buyers, and by list. Both exclude their own votes by themselves. */
export const distribution: DeployPart<"distribution", ["escrow", "treasury", "vesting"]> = {
  name: "distribution",
  needs: ["escrow", "treasury", "vesting"],
  module: "Distribution",

  contracts(m, config, { GovernanceToken, Treasury, VestingFactory, VoteEscrow }) {
    if (!config.distribution || !Treasury) return {};
    const { sales, claims } = config.distribution;
    const common = [GovernanceToken, Treasury, VestingFactory ?? ZeroAddress];
    return {
      ...(sales && { Sale: m.contract("Sale", common) }),
      ...(claims && { Distributor: m.contract("Distributor", [...common, VoteEscrow ?? ZeroAddress]) }),
    };
  },
};
