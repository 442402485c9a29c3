import { Treasury__factory } from "../../typechain-types/factories/contracts/treasury/Treasury__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  Treasury: {
    factory: Treasury__factory,
    presence: "optional",
    as: "treasury",
    follows: { set: "setGovernor(address governor_)", get: "governor" },
    ordinary: ["disburse", "refund"],
    usedBy: "votes",
    handsOver: ["setBudgetSpender"],
    scopable: {
      onlyTakes: ["endBudget", "lowerBudget"],
      // What it freezes, a vote unfreezes.
      emergency: [{ name: "freezeBudget" }],
    },
  },
} as const satisfies Contracts;
