import { GovernanceToken__factory } from "../../typechain-types/factories/contracts/token/GovernanceToken__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  GovernanceToken: { factory: GovernanceToken__factory, presence: "required", as: "token", scopable: {} },
} as const satisfies Contracts;
