import { formatUnits, readTokenUnit } from "@polity/sdk/calls/token";
import { listVaults } from "@polity/sdk/vesting/list";
import type { Site } from "../../data/network";
import type { Ask } from "../../shell/section";

/** What the account's grants would pay out now. */
export async function asks({ network, deployment }: Site, account: string): Promise<Ask[]> {
  const { vesting, addresses } = network;
  if (!vesting) return [];
  const vaults = await listVaults(vesting, { owner: account, fromBlock: deployment.block });
  const releasable = vaults.reduce((sum, vault) => sum + vault.releasable, 0n);
  if (releasable === 0n) return [];
  const unit = await readTokenUnit(network, addresses.GovernanceToken);
  return [{ what: `Claim ${formatUnits(releasable, unit)} of your grants`, href: "/account" }];
}
