import { Reputation__factory } from "../../typechain-types/factories/contracts/people/Reputation__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  Reputation: { factory: Reputation__factory, presence: "many" },
} as const satisfies Contracts;
