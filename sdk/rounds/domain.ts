import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import { reverts } from "./reverts";
import type { RoundsStatus } from "./status";

/** Rounds: published recipes that share out pots of the treasury. */
export const rounds: Domain<"rounds", typeof contracts, { config: Expected; status: RoundsStatus }> = {
  name: "rounds",
  contracts,
  audit: () => import("./audit"),
  keeper: () => import("./keeper"),
  status: () => import("./status"),
  history: () => import("./history"),
  words: () => import("./words"),
  reverts,
};
