import { DisputedBudgets__factory } from "../../typechain-types/factories/contracts/court/DisputedBudgets__factory";
import { JurorCourt__factory } from "../../typechain-types/factories/contracts/court/JurorCourt__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  JurorCourt: { factory: JurorCourt__factory, presence: "many" },
  DisputedBudgets: { factory: DisputedBudgets__factory, presence: "many", spends: true },
} as const satisfies Contracts;
