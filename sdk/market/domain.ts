import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";

/** Services that are paid per request: their list, their stakes and ratings, and the tills that split what they are paid. */
export const market: Domain<"market", typeof contracts, { config: Expected }> = {
  name: "market",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
  keeper: () => import("./keeper"),
  words: () => import("./words"),
  reverts: () => import("./reverts"),
};
