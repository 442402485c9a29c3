import type { Distributor } from "../../typechain-types/contracts/distribution/Distributor";
import type { Sale } from "../../typechain-types/contracts/distribution/Sale";
import { PolityError } from "../errors";
import type { Network } from "../network";

/** The contract that sells a network's token. @throws PolityError if the network has none. */
export function requireSale({ sale }: Pick<Network, "sale">): Sale {
  if (sale) return sale;
  throw new PolityError("this network sells nothing", {
    hint: "its configuration does not have distribution.sales",
  });
}

/** The contract that distributes a network's token. @throws PolityError if the network has none. */
export function requireDistributor({ distributor }: Pick<Network, "distributor">): Distributor {
  if (distributor) return distributor;
  throw new PolityError("this network distributes nothing by list", {
    hint: "its configuration does not have distribution.claims",
  });
}
