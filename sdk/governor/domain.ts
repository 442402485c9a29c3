import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import type { GovernorHistory } from "./history";
import type { GovernorStatus } from "./status";

/** Proposals, their rules, and the timelock that carries them out. */
export const governor: Domain<
  "governor",
  typeof contracts,
  { config: Expected; history: GovernorHistory; status: GovernorStatus }
> = {
  name: "governor",
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
