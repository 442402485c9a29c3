import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import type { RegistryHistory } from "./history";

/** Parameters and versions. */
export const registry: Domain<"registry", typeof contracts, { config: Expected; history: RegistryHistory }> =
  {
    name: "registry",
    contracts,
    audit: () => import("./audit"),
    history: () => import("./history"),
    words: () => import("./words"),
  };
