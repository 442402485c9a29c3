import type { Rounds } from "../../typechain-types";
import { PolityError } from "../errors";
import type { Network } from "../network";

/** The network's rounds. @throws PolityError for a network that has none. */
export function requireRounds({ rounds }: Network): Rounds {
  if (rounds) return rounds;
  throw new PolityError("this network has no rounds", {
    hint: "a configuration with the section `rounds` deploys them",
  });
}
