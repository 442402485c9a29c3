import { PhasedRulebook__factory } from "../../typechain-types/factories/contracts/phases/PhasedRulebook__factory";
import { Phases__factory } from "../../typechain-types/factories/contracts/phases/Phases__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  Phases: {
    factory: Phases__factory,
    presence: "optional",
    as: "phases",
    scopable: {},
    follows: { set: "setGovernor(address newGovernor)", get: "governor" },
  },
  /** The network's rulebook, where there are phases: the deployment's file calls it Rulebook, as every other. */
  PhasedRulebook: { factory: PhasedRulebook__factory, presence: "many" },
} as const satisfies Contracts;
