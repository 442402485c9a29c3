import { concat, getCreate2Address, keccak256, solidityPacked, toBeHex, ZeroHash } from "ethers";

import type { VestingFactory } from "../../typechain-types/contracts/vesting/VestingFactory";
import type { VestingTerms } from "./terms";

/** What distinguishes a factory's vaults from another's. */
export interface FactoryCode {
  factory: string;
  implementation: string;
}

/** Asks the factory for what {@link predictVault} needs. */
export async function readFactoryCode(factory: VestingFactory): Promise<FactoryCode> {
  const [address, implementation] = await Promise.all([factory.getAddress(), factory.IMPLEMENTATION()]);
  return { factory: address, implementation };
}

/** The address of the vault of these terms, created or not, without asking anybody. */
export function predictVault({ factory, implementation }: FactoryCode, terms: VestingTerms): string {
  const { beneficiary, start, duration, cliff, revocable } = terms;
  const args = solidityPacked(
    ["address", "uint48", "uint32", "uint32", "bool"],
    [beneficiary, start, duration, cliff, revocable],
  );
  // An ERC-1167 clone with arguments behind its code, as OpenZeppelin's Clones makes it.
  const size = toBeHex(0x2d + (args.length - 2) / 2, 2);
  const code = concat([
    ...["0x61", size, "0x3d81600a3d39f3363d3d373d3d3d363d73", implementation],
    ...["0x5af43d82803e903d91602b57fd5bf3", args],
  ]);
  return getCreate2Address(factory, ZeroHash, keccak256(code));
}
