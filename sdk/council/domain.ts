import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import type { CouncilStatus } from "./status";

/** The Safe of a council. */
export const council: Domain<"council", typeof contracts, { config: Expected; status: CouncilStatus }> = {
  name: "council",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
  status: () => import("./status"),
  words: () => import("./words"),
};
