import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";

/** The Safe of a council. */
export const council: Domain<"council", typeof contracts, { config: Expected }> = {
  name: "council",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
  words: () => import("./words"),
};
