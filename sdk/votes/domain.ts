import type { Domain } from "../core/domain";
import { contracts } from "./contracts";

/** What joins two sources of votes. */
export const votes: Domain<"votes", typeof contracts> = {
  name: "votes",
  contracts,
  audit: () => import("./audit"),
};
