import type { Ballots } from "../../typechain-types/contracts/voting/Ballots";
import { PolityError } from "../errors";
import type { Network } from "../network";
import type { Elections } from "./wanted";

/** The ballots of a network. @throws PolityError if the network has none. */
export function requireBallots({ ballots }: Pick<Network, "ballots">): Ballots {
  if (ballots) return ballots;
  throw new PolityError("this network holds no ballots", {
    hint: "its configuration has no section ballots",
  });
}

/** How a network elects its council. @throws PolityError if it does not. */
export function requireElections({ conventions }: Pick<Network, "conventions">): Elections {
  if (conventions?.elections) return conventions.elections;
  throw new PolityError("this network elects no council", {
    hint: "its configuration has no section elections; a vote of GOV can replace the council all the same",
  });
}
