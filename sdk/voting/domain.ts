import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import type { VotingHistory } from "./history";
import type { VotingStatus } from "./status";

/** Polls that decide nothing by themselves: elections, priorities, what people think of a proposal. */
export const voting: Domain<
  "voting",
  typeof contracts,
  { config: Expected; history: VotingHistory; status: VotingStatus }
> = {
  name: "voting",
  contracts,
  analytics: () => import("./analytics"),
  audit: () => import("./audit"),
  history: () => import("./history"),
  notices: () => import("./notices"),
  status: () => import("./status"),
  words: () => import("./words"),
  reverts: () => import("./reverts"),
};
