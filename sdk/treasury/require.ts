import type { Treasury } from "../../typechain-types/contracts/treasury/Treasury";
import { PolityError } from "../errors";
import type { Network } from "../network";

/** The treasury of a network. @throws PolityError if the network has none. */
export function requireTreasury({ treasury }: Pick<Network, "treasury">): Treasury {
  if (treasury) return treasury;
  throw new PolityError("this network has no treasury", {
    hint: "its configuration has no section treasury; votes pay from the timelock",
  });
}
