import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import { reverts } from "./reverts";

/** Money, budgets and caps. */
export const treasury: Domain<"treasury", typeof contracts, { config: Expected }> = {
  name: "treasury",
  contracts,
  audit: () => import("./audit"),
  words: () => import("./words"),
  reverts,
};
