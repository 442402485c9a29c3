import type { HardhatEthersSigner as Wallet } from "@nomicfoundation/hardhat-ethers/signers";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { Signature, type AddressLike, type BigNumberish, type Signer, type TransactionReceipt } from "ethers";
import { ethers } from "hardhat";

import type { GovernanceToken, VoteEscrow } from "../../typechain-types";

export const WEEK = 7 * 24 * 60 * 60;
export const MAX_WEEKS = 208;
export const MAX_TIME = MAX_WEEKS * WEEK;
export const MIN_AMOUNT = 10n ** 15n;
/** A whole number of units weighs a whole number of votes at every second, so that figures can be written down. */
export const UNIT = BigInt(MAX_TIME) * 10n ** 12n;

/** An escrow in the first minutes of a week, and four accounts that hold tokens and have approved it. */
export async function deployEscrow() {
  const [deployer, alice, bob, carol, dave] = (await ethers.getSigners()) as [
    Wallet,
    Wallet,
    Wallet,
    Wallet,
    Wallet,
  ];
  const week = Math.floor((await time.latest()) / WEEK) + 2;
  await time.increaseTo(week * WEEK);

  const holders = [alice, bob, carol, dave];
  const allocations = holders.map(({ address }) => ({ account: address, amount: 1000n * UNIT }));
  const token = await ethers.deployContract("GovernanceToken", [
    "Neuro",
    "NEURO",
    deployer,
    allocations,
    4000n * UNIT,
    0,
  ]);
  const escrow = await ethers.deployContract("VoteEscrow", [
    token,
    "Neuro votes",
    "veNEURO",
    MAX_WEEKS,
    MIN_AMOUNT,
    false,
  ]);
  for (const holder of holders) await token.connect(holder).approve(escrow, ethers.MaxUint256);

  const inWeeks = (weeks: number): number => (week + weeks) * WEEK;
  return { token, escrow, week, inWeeks, deployer, alice, bob, carol, dave };
}

/** The next transaction is mined in the second `timestamp`. */
export const at = (timestamp: number): Promise<void> => time.setNextBlockTimestamp(timestamp);

/** Votes, rounded down, of locks of [amount, end] at `timestamp`; end 0 is permanent. The definition, spelt out. */
export function votesOf(locks: [amount: bigint, end: number][], timestamp: number): bigint {
  const weight = ([amount, end]: [bigint, number]): bigint =>
    amount * BigInt(end === 0 ? MAX_TIME : Math.max(0, end - timestamp));
  return locks.reduce((sum, lock) => sum + weight(lock), 0n) / BigInt(MAX_TIME);
}

/** Instrumented code has other gas: nothing is asked of it under coverage. */
export function expectGasBelow(limit: number, receipt: TransactionReceipt | null): void {
  if (!process.env.SOLIDITY_COVERAGE) expect(receipt!.gasUsed).to.be.lessThan(limit);
}

export interface Delegation {
  delegatee: AddressLike;
  nonce: BigNumberish;
  expiry: BigNumberish;
}

const delegationTypes = {
  Delegation: [
    { name: "delegatee", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "expiry", type: "uint256" },
  ],
};

const permitTypes = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};

async function domainOf(contract: Pick<VoteEscrow, "eip712Domain">) {
  const [, name, version, chainId, verifyingContract] = await contract.eip712Domain();
  return { name, version, chainId, verifyingContract };
}

export async function signDelegation(
  contract: Pick<VoteEscrow, "eip712Domain">,
  signer: Signer,
  delegation: Delegation,
): Promise<Signature> {
  const message = { ...delegation, delegatee: await ethers.resolveAddress(delegation.delegatee) };
  return Signature.from(await signer.signTypedData(await domainOf(contract), delegationTypes, message));
}

export async function signPermit(
  token: GovernanceToken,
  owner: Signer,
  spender: string,
  value: bigint,
  deadline: number,
): Promise<Signature> {
  const account = await owner.getAddress();
  const message = { owner: account, spender, value, nonce: await token.nonces(account), deadline };
  return Signature.from(await owner.signTypedData(await domainOf(token), permitTypes, message));
}
