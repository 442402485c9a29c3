import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import type { RoundsHistory } from "./history";
import type { RoundsStatus } from "./status";

/** Rounds: published recipes that share out pots of the treasury. */
export const rounds: Domain<
  "rounds",
  typeof contracts,
  { config: Expected; history: RoundsHistory; status: RoundsStatus }
> = {
  name: "rounds",
  contracts,
  analytics: () => import("./analytics"),
  audit: () => import("./audit"),
  keeper: () => import("./keeper"),
  status: () => import("./status"),
  history: () => import("./history"),
  notices: () => import("./notices"),
  words: () => import("./words"),
  reverts: () => import("./reverts"),
};
