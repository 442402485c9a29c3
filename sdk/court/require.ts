import type { DisputedBudgets } from "../../typechain-types/contracts/court/DisputedBudgets";
import type { JurorCourt } from "../../typechain-types/contracts/court/JurorCourt";
import { PolityError } from "../errors";
import type { Network } from "../network";

/** The court of a network. @throws PolityError if the network has none. */
export function requireCourt({ court }: Pick<Network, "court">): JurorCourt {
  if (court) return court;
  throw new PolityError("this network has no court", {
    hint: "its configuration has no section court; votes decide what is disputed",
  });
}

/** The budgets of a network whose payments can be disputed. @throws PolityError if the network has none. */
export function requireDisputedBudgets({
  disputedBudgets,
}: Pick<Network, "disputedBudgets">): DisputedBudgets {
  if (disputedBudgets) return disputedBudgets;
  throw new PolityError("no payment of this network can be disputed", {
    hint: "its configuration does not have treasury.disputes",
  });
}

/** What a network has of court and disputed budgets. @throws PolityError if it has neither. */
export function requireDisputes<N extends Pick<Network, "court" | "disputedBudgets">>(network: N): N {
  if (!network.disputedBudgets) requireCourt(network);
  return network;
}
