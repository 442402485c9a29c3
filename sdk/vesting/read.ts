import { ZeroAddress, type ContractRunner, type Provider } from "ethers";

import type { VestingVault } from "../../typechain-types/contracts/vesting/VestingVault";
import { GovernanceToken__factory } from "../../typechain-types/factories/contracts/token/GovernanceToken__factory";
import { VestingVault__factory } from "../../typechain-types/factories/contracts/vesting/VestingVault__factory";
import { PolityError } from "../errors";
import { getBlock, isRefused } from "../provider";
import { explainFailure } from "../reverts";
import type { VestingTerms } from "./terms";

/** A vault, all of it read from one block. Amounts of the grant's token in base units. */
export interface VaultState {
  vault: string;
  terms: VestingTerms;
  /** Who gets what is released: the beneficiary, or whom it has handed the vault to. */
  owner: string;
  /** Whom the vault is offered to, if anybody. */
  pendingOwner?: string;
  revoked: boolean;
  /** The chain's time, in seconds. */
  now: number;
  /** All that ever came in and was not revoked: held, released or locked. */
  allocation: bigint;
  vested: bigint;
  released: bigint;
  /** What a claim would pay now. */
  releasable: bigint;
  locked: bigint;
  /** Who votes with the tokens that the vault holds; the zero address for nobody. */
  delegatee: string;
}

/** The vault at an address. */
export function vaultAt(address: string, runner: ContractRunner | null): VestingVault {
  return VestingVault__factory.connect(address, runner);
}

/** Reads a vault. @throws PolityError when there is none at its address. */
export async function readVault(vault: VestingVault): Promise<VaultState> {
  const provider: Provider = vault.runner!.provider!;
  const [address, block] = await Promise.all([vault.getAddress(), getBlock(provider, "latest")]);
  const at = { blockTag: block.number };
  const tokenAddress = await vault.TOKEN(at).catch(async (cause: unknown) => {
    if (!isRefused(cause)) throw await explainFailure(cause);
    throw new PolityError(`there is no vault at ${address}`, {
      hint: "list shows the vaults there are",
      cause,
    });
  });
  const token = GovernanceToken__factory.connect(tokenAddress, provider);
  const [terms, owner, pendingOwner, revoked, released, locked, balance, vested, releasable, delegatee] =
    await Promise.all([
      vault.terms(at),
      vault.owner(at),
      vault.pendingOwner(at),
      vault.revoked(at),
      vault["released(address)"](token, at),
      vault.locked(at),
      token.balanceOf(address, at),
      vault["vestedAmount(address,uint64)"](token, block.timestamp, at),
      vault["releasable(address)"](token, at),
      token.delegates(address, at).catch(async (error: unknown) => {
        // A token without votes.
        if (isRefused(error)) return ZeroAddress;
        throw await explainFailure(error);
      }),
    ]);
  return {
    vault: address,
    terms: {
      beneficiary: terms.beneficiary,
      start: Number(terms.start),
      duration: Number(terms.durationSeconds),
      cliff: Number(terms.cliffSeconds),
      revocable: terms.revocable,
    },
    owner,
    ...(pendingOwner === ZeroAddress ? {} : { pendingOwner }),
    ...{ revoked, now: block.timestamp, allocation: balance + released + locked },
    ...{ vested, released, releasable, locked, delegatee },
  };
}
