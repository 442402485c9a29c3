import type { Domain } from "../core/domain";
import { contracts } from "./contracts";
import { reverts } from "./reverts";

/** The governance token. */
export const token: Domain<"token", typeof contracts> = {
  name: "token",
  contracts,
  words: () => import("./words"),
  reverts,
};
