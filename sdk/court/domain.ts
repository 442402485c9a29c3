import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import type { CourtHistory } from "./history";
import type { CourtStatus } from "./status";

/** Disputes: the court of jurors, and the budgets whose payments can be disputed. */
export const court: Domain<
  "court",
  typeof contracts,
  { config: Expected; history: CourtHistory; status: CourtStatus }
> = {
  name: "court",
  contracts,
  analytics: () => import("./analytics"),
  audit: () => import("./audit"),
  history: () => import("./history"),
  status: () => import("./status"),
  words: () => import("./words"),
  keeper: () => import("./keeper"),
  moves: () => import("./moves"),
  notices: () => import("./notices"),
  reverts: () => import("./reverts"),
};
