import { ISafe__factory } from "../../typechain-types/factories/@safe-global/safe-smart-account/contracts/interfaces/ISafe__factory";
import type { Contracts } from "../core/domain";

export const contracts = {
  /** The council's Safe. */
  Council: { factory: ISafe__factory, presence: "optional", as: "council", usedBy: "members" },
} as const satisfies Contracts;
