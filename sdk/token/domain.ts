import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";

/** The governance token. */
export const token: Domain<"token", typeof contracts, { config: Expected }> = {
  name: "token",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
  words: () => import("./words"),
  reverts: () => import("./reverts"),
};
