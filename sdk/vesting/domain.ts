import type { Domain } from "../core/domain";
import { contracts } from "./contracts";
import { reverts } from "./reverts";

/** Grants that vest. */
export const vesting: Domain<"vesting", typeof contracts> = {
  name: "vesting",
  contracts,
  words: () => import("./words"),
  reverts,
};
