import type { FeeTill } from "../../typechain-types/contracts/market/FeeTill";
import type { Market } from "../../typechain-types/contracts/market/Market";
import { PolityError } from "../errors";
import type { Network } from "../network";

/** The market of a network. @throws PolityError if the network has none. */
export function requireMarket({ market }: Pick<Network, "market">): Market {
  if (market) return market;
  throw new PolityError("this network has no market", {
    hint: "its configuration has no section market; services are paid elsewhere",
  });
}

/** The till of a network's fees. @throws PolityError if the network has none. */
export function requireFeeTill({ feeTill }: Pick<Network, "feeTill">): FeeTill {
  if (feeTill) return feeTill;
  throw new PolityError("this network has no till of fees", {
    hint: "a network with a market has one till for each service: give --service",
  });
}
