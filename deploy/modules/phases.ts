import type { DeployPart } from "./part";

/**
 * What says how far the network has come from its founders. It begins before the rulebook that asks it, and learns of the
 * governor, whose decisions are its evidence, once that has its roles.
 */
export const phases: DeployPart<"phases"> = {
  name: "phases",
  needs: [],
  module: "Phases",

  contracts(m, config, { TimelockController }) {
    if (!config.phases) return {};
    const { gates, founders } = config.phases;
    return { Phases: m.contract("Phases", [TimelockController, gates, founders]) };
  },

  finish(m, _config, { Phases, NetworkGovernor }, roles) {
    if (Phases)
      m.call(Phases, "adoptGovernor", [NetworkGovernor], { id: "adopt_governor_phases", after: roles });
  },
};
