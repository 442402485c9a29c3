import { dataSlice, getAddress, ZeroAddress } from "ethers";

import { ISafe__factory } from "../../typechain-types/factories/@safe-global/safe-smart-account/contracts/interfaces/ISafe__factory";
import type { ISafe } from "../../typechain-types/@safe-global/safe-smart-account/contracts/interfaces/ISafe";
import { PolityError } from "../errors";
import { isRefused } from "../provider";
import { explainFailure } from "../reverts";
import type { ContractRunner } from "ethers";

/** Start and end of the Safe's linked list of modules. */
const SENTINEL = "0x0000000000000000000000000000000000000001";
/** More modules than anybody enables: a Safe of ours has no module. */
const PAGE = 100;

/** Where a Safe keeps what it has no getter for: Safe's own slots, each the hash of a name. */
const SLOTS = {
  singleton: 0n,
  /** keccak256("fallback_manager.handler.address") */
  fallbackHandler: 0x6c9a6c4a39284e37ed1cf53d337577d14212a4870fb976a4366c693b939918d5n,
  /** keccak256("guard_manager.guard.address") */
  guard: 0x4a204f620c8c5ccdca3fd54d003badd85ba500436a431f0cbda4f558c93c34c8n,
  /** keccak256("module_manager.module_guard.address") */
  moduleGuard: 0xb104e0b93118902c651344349b610029d694cfdec91c589c91ebafbcd0289947n,
} as const;

/** Safe 1.5.0's own contracts that a council runs, at the addresses that they have on every chain. */
export const SAFE_CODE = {
  singleton: "0xEdd160fEBBD92E350D4D398fb636302fccd67C7e",
  fallbackHandler: "0x3EfCBb83A4A7AfcB4F68D501E2c2203a38be77f4",
} as const;

/** What decides who can move a Safe, and how. */
export interface SafeState {
  address: string;
  owners: string[];
  /** Signatures that a transaction needs. */
  threshold: number;
  /** Of the next transaction. */
  nonce: number;
  version: string;
  /** The code that the Safe runs. */
  singleton: string;
  fallbackHandler: string;
  /** Contracts that move the Safe without any signature. A council of ours has none. */
  modules: string[];
  /** Contracts that can refuse what the owners signed, or the zero address. */
  guard: string;
  moduleGuard: string;
}

/** Binds a Safe to whoever reads or sends. */
export function connectSafe(address: string, runner: ContractRunner): ISafe {
  return ISafe__factory.connect(address, runner);
}

/**
 * Reads a Safe: owners, threshold and nonce, and everything that could get around them.
 * @throws PolityError when there is no Safe at the address.
 */
export async function readSafe(safe: ISafe): Promise<SafeState> {
  const slot = async (at: bigint) => getAddress(dataSlice(await safe.getStorageAt(at, 1n), 12));
  const address = await safe.getAddress();
  try {
    const [owners, threshold, nonce, version, [modules], singleton, fallbackHandler, guard, moduleGuard] =
      await Promise.all([
        safe.getOwners(),
        safe.getThreshold(),
        safe.nonce(),
        safe.VERSION(),
        safe.getModulesPaginated(SENTINEL, PAGE),
        slot(SLOTS.singleton),
        slot(SLOTS.fallbackHandler),
        slot(SLOTS.guard),
        slot(SLOTS.moduleGuard),
      ]);
    return {
      address,
      owners: [...owners],
      threshold: Number(threshold),
      nonce: Number(nonce),
      version,
      singleton,
      fallbackHandler,
      modules: [...modules],
      guard,
      moduleGuard,
    };
  } catch (cause) {
    if (!isRefused(cause)) throw await explainFailure(cause);
    throw new PolityError(`there is no Safe at ${address}`, {
      hint: "check the address and the network",
      cause,
    });
  }
}

/** What in a Safe is not as a council of ours: nobody moves it but its owners together. */
export function strangeInSafe({ modules, guard, moduleGuard }: SafeState): string[] {
  return [
    ...modules.map((module) => `the module ${module} can move it without a signature`),
    ...(guard === ZeroAddress ? [] : [`the guard ${guard} can refuse what its owners sign`]),
    ...(moduleGuard === ZeroAddress ? [] : [`it has a guard for modules, ${moduleGuard}`]),
  ];
}
