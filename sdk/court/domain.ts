import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import { reverts } from "./reverts";

/** Disputes: the court of jurors, and the budgets whose payments can be disputed. */
export const court: Domain<"court", typeof contracts, { config: Expected }> = {
  name: "court",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
  words: () => import("./words"),
  keeper: () => import("./keeper"),
  reverts,
};
