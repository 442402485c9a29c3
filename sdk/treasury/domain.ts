import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import type { TreasuryHistory } from "./history";
import type { TreasuryStatus } from "./status";

/** Money, budgets and caps. */
export const treasury: Domain<
  "treasury",
  typeof contracts,
  { config: Expected; history: TreasuryHistory; status: TreasuryStatus }
> = {
  name: "treasury",
  contracts,
  analytics: () => import("./analytics"),
  audit: () => import("./audit"),
  history: () => import("./history"),
  keeper: () => import("./keeper"),
  moves: () => import("./moves"),
  notices: () => import("./notices"),
  status: () => import("./status"),
  words: () => import("./words"),
  reverts: () => import("./reverts"),
};
