import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import type { VestingHistory } from "./history";
import { reverts } from "./reverts";

/** Grants that vest. */
export const vesting: Domain<"vesting", typeof contracts, { config: Expected; history: VestingHistory }> = {
  name: "vesting",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
  words: () => import("./words"),
  reverts,
};
