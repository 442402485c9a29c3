import type { Domain } from "../core/domain";
import { contracts } from "./contracts";

/** Parameters and versions. */
export const registry: Domain<"registry", typeof contracts> = {
  name: "registry",
  contracts,
  words: () => import("./words"),
};
