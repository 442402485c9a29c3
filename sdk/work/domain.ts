import type { Domain } from "../core/domain";
import { contracts } from "./contracts";
import type { Expected } from "./audit";
import type { WorkHistory } from "./history";
import type { WorkStatus } from "./status";

/** Grants, bounties and challenges: programs of the treasury, and the jobs that they promise and pay. */
export const work: Domain<
  "work",
  typeof contracts,
  { config: Expected; history: WorkHistory; status: WorkStatus }
> = {
  name: "work",
  contracts,
  analytics: () => import("./analytics"),
  audit: () => import("./audit"),
  history: () => import("./history"),
  keeper: () => import("./keeper"),
  moves: () => import("./moves"),
  status: () => import("./status"),
  words: () => import("./words"),
  reverts: () => import("./reverts"),
};
