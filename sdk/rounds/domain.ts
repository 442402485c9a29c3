import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import { reverts } from "./reverts";

/** Rounds: published recipes that share out pots of the treasury. */
export const rounds: Domain<"rounds", typeof contracts, { config: Expected }> = {
  name: "rounds",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
  words: () => import("./words"),
  reverts,
};
