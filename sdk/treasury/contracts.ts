import { Treasury__factory } from "../../typechain-types/factories/contracts/treasury/Treasury__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  Treasury: { factory: Treasury__factory, presence: "optional", as: "treasury", scopable: true },
} as const satisfies Contracts;
