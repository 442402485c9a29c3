import { DisputedBudgets__factory } from "../../typechain-types/factories/contracts/court/DisputedBudgets__factory";
import { JurorCourt__factory } from "../../typechain-types/factories/contracts/court/JurorCourt__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  JurorCourt: {
    factory: JurorCourt__factory,
    presence: "optional",
    as: "court",
    scopable: { onlyDecides: ["overrule"] },
  },
  DisputedBudgets: {
    factory: DisputedBudgets__factory,
    presence: "optional",
    as: "disputedBudgets",
    spends: true,
    ordinary: ["disburse", "cancel"],
    handsOver: ["setInstructor"],
    scopable: {},
  },
} as const satisfies Contracts;
