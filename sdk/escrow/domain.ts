import type { Domain } from "../core/domain";
import { contracts } from "./contracts";
import { reverts } from "./reverts";

/** Locks that vote. */
export const escrow: Domain<"escrow", typeof contracts> = {
  name: "escrow",
  contracts,
  words: () => import("./words"),
  reverts,
};
