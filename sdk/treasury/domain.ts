import type { Domain } from "../core/domain";
import { contracts } from "./contracts";
import { reverts } from "./reverts";

/** Money, budgets and caps. */
export const treasury: Domain<"treasury", typeof contracts> = {
  name: "treasury",
  contracts,
  words: () => import("./words"),
  reverts,
};
