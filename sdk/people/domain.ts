import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import { reverts } from "./reverts";

/** What a network knows of people: what issuers say of them, what they have earned, and the votes that count by it. */
export const people: Domain<"people", typeof contracts, { config: Expected }> = {
  name: "people",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
  words: () => import("./words"),
  reverts,
};
