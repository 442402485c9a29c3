import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import type { MarketHistory } from "./history";
import type { MarketStatus } from "./status";

/** Services that are paid per request: their list, their stakes and ratings, and the tills that split what they are paid. */
export const market: Domain<
  "market",
  typeof contracts,
  { config: Expected; history: MarketHistory; status: MarketStatus }
> = {
  name: "market",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
  keeper: () => import("./keeper"),
  status: () => import("./status"),
  words: () => import("./words"),
  reverts: () => import("./reverts"),
};
