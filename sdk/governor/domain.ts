import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import { reverts } from "./reverts";

/** Proposals, their rules, and the timelock that carries them out. */
export const governor: Domain<"governor", typeof contracts, { config: Expected }> = {
  name: "governor",
  contracts,
  audit: () => import("./audit"),
  words: () => import("./words"),
  reverts,
};
