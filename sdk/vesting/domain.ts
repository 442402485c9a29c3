import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import type { VestingHistory } from "./history";
import type { VestingStatus } from "./status";

/** Grants that vest. */
export const vesting: Domain<
  "vesting",
  typeof contracts,
  { config: Expected; history: VestingHistory; status: VestingStatus }
> = {
  name: "vesting",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
  status: () => import("./status"),
  words: () => import("./words"),
  reverts: () => import("./reverts"),
};
