import { Market__factory } from "../../typechain-types/factories/contracts/market/Market__factory";
import { Till__factory } from "../../typechain-types/factories/contracts/market/Till__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  Market: { factory: Market__factory, presence: "many" },
  Till: { factory: Till__factory, presence: "many" },
} as const satisfies Contracts;
