import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import type { RegistryHistory } from "./history";
import type { RegistryStatus } from "./status";

/** Parameters and versions. */
export const registry: Domain<
  "registry",
  typeof contracts,
  { config: Expected; history: RegistryHistory; status: RegistryStatus }
> = {
  name: "registry",
  contracts,
  analytics: () => import("./analytics"),
  audit: () => import("./audit"),
  history: () => import("./history"),
  status: () => import("./status"),
  words: () => import("./words"),
};
