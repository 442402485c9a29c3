import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import { reverts } from "./reverts";

/** Grants that vest. */
export const vesting: Domain<"vesting", typeof contracts, { config: Expected }> = {
  name: "vesting",
  contracts,
  audit: () => import("./audit"),
  words: () => import("./words"),
  reverts,
};
