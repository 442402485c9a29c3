import { ZeroAddress } from "ethers";

import type { DeployPart } from "./part";

/**
 * Rounds, with the libraries that they link. The treasury's budgets, programs, and who rules about shares, come by votes:
 * until then no round can be opened.
 */
export const rounds: DeployPart<"rounds", ["treasury", "registry", "people", "vesting"]> = {
  name: "rounds",
  needs: ["treasury", "registry", "people", "vesting"],
  module: "Rounds",

  contracts(m, config, { GovernanceToken, Treasury, ProtocolRegistry, Credentials, VestingFactory }) {
    if (!config.rounds) return {};
    const libraries = { Programs: m.library("Programs"), Runs: m.library("Runs") };
    const parts = [
      ...[GovernanceToken, Treasury!, ProtocolRegistry, Credentials!, VestingFactory ?? ZeroAddress],
    ];
    return { Rounds: m.contract("Rounds", parts, { libraries }) };
  },
};
