import type { ISafe } from "../../typechain-types/@safe-global/safe-smart-account/contracts/interfaces/ISafe";
import { PolityError } from "../errors";
import type { Network } from "../network";
import type { SafeFile } from "../safe/file";

/** The council's Safe. @throws PolityError if the network has none. */
export function requireCouncil({ council }: Pick<Network, "council">): ISafe {
  if (council) return council;
  throw new PolityError("this network has no council", { hint: "its configuration has no section council" });
}

/**
 * Checks that a file is for the council of a network.
 * @param called What to call it in errors.
 * @throws PolityError with the Safe and the chain that it is for.
 */
export function checkCouncilFile(
  { addresses }: Pick<Network, "addresses">,
  { name, chainId }: { name: string; chainId: number },
  { safe }: Pick<SafeFile, "safe">,
  called: string,
): void {
  if (safe.address === addresses.Council && safe.chainId === chainId) return;
  throw new PolityError(`${called} is for the Safe ${safe.address} on chain ${safe.chainId}`, {
    hint: `the council of ${name} is ${addresses.Council ?? "nobody"} on chain ${chainId}`,
  });
}
