import type { Reverts } from "../core/domain";
import { formatTimestamp } from "../format";
import type { contracts } from "./contracts";

export const reverts: Reverts<typeof contracts> = {
  VestingVault_NotOwner: (caller) => [
    `${caller} is not the owner of the vault`,
    "send it from the account that owns the vault",
  ],
  VestingVault_NotPendingOwner: (caller) => [
    `the vault is not offered to ${caller}`,
    "its owner has to offer it first",
  ],
  VestingVault_Revocable: () => [
    "a grant that can be revoked cannot be locked",
    "delegate its votes instead",
  ],
  VestingVault_NoEscrow: () => ["the network has no vote escrow", "delegate the tokens' votes instead"],
  VestingVault_NothingToRevoke: () => [
    "nothing is left to revoke",
    "everything is vested, or the grant was revoked before",
  ],
  VestingFactory_Revoked: (_index, vault) => [
    `the grant of vault ${vault} was revoked`,
    "what is added to it would be its owner's at once: change its terms",
  ],
  VestingFactory_EndsTooLate: (_index, end, max) => [
    `the grant ends in ${end} (seconds), later than ${formatTimestamp(max)}`,
    "times are in seconds, not milliseconds",
  ],
};
