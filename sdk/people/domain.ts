import type { Domain } from "../core/domain";
import { contracts } from "./contracts";
import { reverts } from "./reverts";

/** What a network knows of people: what issuers say of them, and what they have earned. */
export const people: Domain<"people", typeof contracts> = {
  name: "people",
  contracts,
  audit: () => import("./audit"),
  history: () => import("./history"),
  words: () => import("./words"),
  reverts,
};
