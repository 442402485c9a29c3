import type { ISafe } from "../../typechain-types/@safe-global/safe-smart-account/contracts/interfaces/ISafe";
import { PolityError } from "../errors";
import type { Network } from "../network";

/** The council's Safe. @throws PolityError if the network has none. */
export function requireCouncil({ council }: Pick<Network, "council">): ISafe {
  if (council) return council;
  throw new PolityError("this network has no council", { hint: "its configuration has no section council" });
}
