import type { VoteEscrow } from "../../typechain-types/contracts/escrow/VoteEscrow";
import { PolityError } from "../errors";
import type { Network } from "../network";

/** A network's escrow. @throws PolityError if the network has no escrow. */
export function requireEscrow({ escrow }: Pick<Network, "escrow">): VoteEscrow {
  if (escrow) return escrow;
  throw new PolityError("this network has no escrow: its tokens vote while they are held", {
    hint: "delegate in the token instead, to yourself or to somebody else",
  });
}
