import { Credentials__factory } from "../../typechain-types/factories/contracts/people/Credentials__factory";
import { Reputation__factory } from "../../typechain-types/factories/contracts/people/Reputation__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  Credentials: { factory: Credentials__factory, presence: "many" },
  Reputation: { factory: Reputation__factory, presence: "many" },
} as const satisfies Contracts;
