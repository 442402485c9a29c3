import { VestingFactory__factory } from "../../typechain-types/factories/contracts/vesting/VestingFactory__factory";
import { VestingVault__factory } from "../../typechain-types/factories/contracts/vesting/VestingVault__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  VestingFactory: { factory: VestingFactory__factory, presence: "optional", as: "vesting", scopable: {} },
  VestingVault: { factory: VestingVault__factory, presence: "many" },
} as const satisfies Contracts;
