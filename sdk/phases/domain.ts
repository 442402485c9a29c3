import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import type { PhasesHistory } from "./history";
import type { PhasesStatus } from "./status";

/** How far a network has come from its founders to its community, and what a step takes. */
export const phases: Domain<
  "phases",
  typeof contracts,
  { config: Expected; history: PhasesHistory; status: PhasesStatus }
> = {
  name: "phases",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
  notices: () => import("./notices"),
  status: () => import("./status"),
  words: () => import("./words"),
  reverts: () => import("./reverts"),
};
