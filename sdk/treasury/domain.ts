import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import type { TreasuryHistory } from "./history";
import { reverts } from "./reverts";

/** Money, budgets and caps. */
export const treasury: Domain<"treasury", typeof contracts, { config: Expected; history: TreasuryHistory }> =
  {
    name: "treasury",
    contracts,
    audit: () => import("./audit"),
    history: () => import("./history"),
    words: () => import("./words"),
    reverts,
  };
