import type { VestingFactory } from "../../typechain-types/contracts/vesting/VestingFactory";
import { PolityError } from "../errors";
import type { Network } from "../network";

/** A network's factory of vaults. @throws PolityError if the network has no such factory. */
export function requireVesting({ vesting }: Pick<Network, "vesting">): VestingFactory {
  if (vesting) return vesting;
  throw new PolityError("this network has no VestingFactory", {
    hint: "deploy one, and put its address into the deployment file under contracts",
  });
}
