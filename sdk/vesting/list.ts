import { getAddress, zeroPadValue } from "ethers";

import type { VestingFactory } from "../../typechain-types/contracts/vesting/VestingFactory";
import { VestingVault__factory } from "../../typechain-types/factories/contracts/vesting/VestingVault__factory";
import { findEvents, scanAll } from "../events";
import { readVault, vaultAt, type VaultState } from "./read";

export interface ListParameters {
  /** Only the vaults that belong to this account now; default all. */
  owner?: string;
  /** The first block to look at: the deployment's. */
  fromBlock?: number;
}

/** The vaults of a factory in the order of their creation, as its events say, each as it is now. */
export async function listVaults(
  factory: VestingFactory,
  { owner, fromBlock = 0 }: ListParameters = {},
): Promise<VaultState[]> {
  const found = await addressesOf(factory, fromBlock, owner);
  const states = await Promise.all(found.map((address) => readVault(vaultAt(address, factory.runner))));
  return owner === undefined ? states : states.filter((state) => state.owner === getAddress(owner));
}

/** The vaults that were created, of which `owner` was the beneficiary or became the owner. */
async function addressesOf(factory: VestingFactory, fromBlock: number, owner?: string): Promise<string[]> {
  const created = await findEvents(factory, factory.filters.VaultCreated(), { fromBlock });
  if (owner === undefined) return created.map(({ args }) => args.vault);

  const { topicHash } = VestingVault__factory.createInterface().getEvent("OwnershipTransferred");
  const topics = [topicHash, null, zeroPadValue(owner, 32)];
  const transfers = await scanAll(factory.runner!.provider!, { topics }, { fromBlock });
  // Any contract may emit such an event: only vaults of this factory count.
  const accepted = new Set(transfers.map(({ address }) => address));
  return created
    .filter(({ args }) => args.beneficiary === getAddress(owner) || accepted.has(args.vault))
    .map(({ args }) => args.vault);
}
