import type { Domain } from "../core/domain";
import { contracts } from "./contracts";
import type { VotesHistory } from "./history";

/** What joins two sources of votes. */
export const votes: Domain<"votes", typeof contracts, { history: VotesHistory }> = {
  name: "votes",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
};
