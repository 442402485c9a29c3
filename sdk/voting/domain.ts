import type { Domain } from "../core/domain";
import { contracts } from "./contracts";
import { reverts } from "./reverts";

/** Polls that decide nothing by themselves: elections, priorities, what people think of a proposal. */
export const voting: Domain<"voting", typeof contracts> = {
  name: "voting",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
  words: () => import("./words"),
  reverts,
};
