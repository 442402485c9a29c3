import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";

/** Locks that vote. */
export const escrow: Domain<"escrow", typeof contracts, { config: Expected }> = {
  name: "escrow",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
  words: () => import("./words"),
  reverts: () => import("./reverts"),
};
