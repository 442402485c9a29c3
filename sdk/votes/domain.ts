import type { Domain } from "../core/domain";
import { contracts } from "./contracts";
import type { VotesHistory } from "./history";
import type { VotesStatus } from "./status";

/** What joins two sources of votes. */
export const votes: Domain<"votes", typeof contracts, { history: VotesHistory; status: VotesStatus }> = {
  name: "votes",
  contracts,
  analytics: () => import("./analytics"),
  audit: () => import("./audit"),
  history: () => import("./history"),
  status: () => import("./status"),
};
