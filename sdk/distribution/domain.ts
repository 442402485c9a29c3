import type { Domain } from "../core/domain";
import { contracts } from "./contracts";
import type { DistributionHistory } from "./history";
import type { DistributionStatus } from "./status";

/** Sales of the network's token, and distributions of it by list. */
export const distribution: Domain<
  "distribution",
  typeof contracts,
  { history: DistributionHistory; status: DistributionStatus }
> = {
  name: "distribution",
  contracts,
  analytics: () => import("./analytics"),
  audit: () => import("./audit"),
  history: () => import("./history"),
  keeper: () => import("./keeper"),
  status: () => import("./status"),
  words: () => import("./words"),
  reverts: () => import("./reverts"),
};
