import type { Domain } from "../core/domain";
import { contracts } from "./contracts";
import { reverts } from "./reverts";

/** Rounds: published recipes that share out pots of the treasury. */
export const rounds: Domain<"rounds", typeof contracts> = {
  name: "rounds",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
  reverts,
};
