import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";

/** Parameters and versions. */
export const registry: Domain<"registry", typeof contracts, { config: Expected }> = {
  name: "registry",
  contracts,
  audit: () => import("./audit"),
  words: () => import("./words"),
};
