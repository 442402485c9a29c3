import type { Domain } from "../core/domain";
import { contracts } from "./contracts";

/** The Safe of a council. */
export const council: Domain<"council", typeof contracts> = {
  name: "council",
  contracts,
  words: () => import("./words"),
};
