import type { Domain } from "../core/domain";
import { contracts } from "./contracts";
import { reverts } from "./reverts";

/** Disputes: the court of jurors, and the budgets whose payments can be disputed. */
export const court: Domain<"court", typeof contracts> = {
  name: "court",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
  words: () => import("./words"),
  reverts,
};
