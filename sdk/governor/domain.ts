import type { Domain } from "../core/domain";
import { contracts } from "./contracts";
import { reverts } from "./reverts";

/** Proposals, their rules, and the timelock that carries them out. */
export const governor: Domain<"governor", typeof contracts> = {
  name: "governor",
  contracts,
  words: () => import("./words"),
  reverts,
};
