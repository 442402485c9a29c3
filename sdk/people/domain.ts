import type { Domain } from "../core/domain";
import type { Expected } from "./audit";
import { contracts } from "./contracts";
import type { PeopleHistory } from "./history";
import type { PeopleStatus } from "./status";

/** What a network knows of people: what issuers say of them, what they have earned, and the votes that count by it. */
export const people: Domain<
  "people",
  typeof contracts,
  { config: Expected; history: PeopleHistory; status: PeopleStatus }
> = {
  name: "people",
  contracts,
  analytics: () => import("./analytics"),
  audit: () => import("./audit"),
  history: () => import("./history"),
  keeper: () => import("./keeper"),
  moves: () => import("./moves"),
  status: () => import("./status"),
  words: () => import("./words"),
  reverts: () => import("./reverts"),
};
