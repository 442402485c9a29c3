import { FeeTill__factory } from "../../typechain-types/factories/contracts/market/FeeTill__factory";
import { Market__factory } from "../../typechain-types/factories/contracts/market/Market__factory";
import { Till__factory } from "../../typechain-types/factories/contracts/market/Till__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  Market: {
    factory: Market__factory,
    presence: "optional",
    as: "market",
    scopable: { onlyTakes: ["delist"] },
  },
  /** One for each service, which the market makes. */
  Till: { factory: Till__factory, presence: "many" },
  FeeTill: { factory: FeeTill__factory, presence: "optional", as: "feeTill", usedBy: "votes" },
} as const satisfies Contracts;
