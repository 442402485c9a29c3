import type { HardhatEthersSigner as Wallet } from "@nomicfoundation/hardhat-ethers/signers";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

import type {
  VestingFactory,
  VestingTermsStruct,
} from "../../typechain-types/contracts/vesting/VestingFactory";
import { weekOf, WEEK } from "@polity/sdk/escrow";

export const DAY = 86_400;
export const YEAR = 365 * DAY;
export const ONE = 10n ** 18n;
export const AMOUNT = 4_800n * ONE;
export const MAX_WEEKS = 4;

/** Terms in numbers, so that tests can count with them. */
export interface Terms extends VestingTermsStruct {
  beneficiary: string;
  start: number;
  durationSeconds: number;
  cliffSeconds: number;
  revocable: boolean;
}

/** A token, an escrow of it for four weeks, and a factory; the funder has approved all it has. */
export async function deployVesting() {
  const [funder, timelock, treasury, ada, ben, cleo] = (await ethers.getSigners()) as [
    Wallet,
    Wallet,
    Wallet,
    Wallet,
    Wallet,
    Wallet,
  ];
  const token = await ethers.deployContract("GovernanceToken", [
    "Test",
    "TEST",
    timelock,
    [
      { account: funder.address, amount: 1_000_000n * ONE },
      { account: cleo.address, amount: 1_000_000n * ONE },
    ],
    2n ** 96n - 1n,
    0,
  ]);
  const escrow = await ethers.deployContract("VoteEscrow", [token, "Votes", "veTEST", MAX_WEEKS, ONE, false]);
  const factory = await ethers.deployContract("VestingFactory", [token, escrow, timelock, treasury]);
  for (const holder of [funder, cleo]) {
    await token.connect(holder).approve(factory, ethers.MaxUint256);
    await token.connect(holder).approve(escrow, ethers.MaxUint256);
  }
  const start = weekOf(await time.latest()) + 2 * WEEK;
  const terms: Terms = {
    beneficiary: ada.address,
    start,
    durationSeconds: 4 * YEAR,
    cliffSeconds: YEAR,
    revocable: false,
  };
  return { token, escrow, factory, funder, timelock, treasury, ada, ben, cleo, start, terms };
}

/** The vault of these terms, with `amount` in it. */
export async function grant(factory: VestingFactory, terms: Terms, amount = AMOUNT) {
  await factory.create([{ terms, amount }]);
  return ethers.getContractAt("VestingVault", await factory.predict(terms));
}

/** A vault that cannot be revoked, one that can, and an independent one of everything else. */
export async function deployVaults() {
  const all = await deployVesting();
  const vault = await grant(all.factory, all.terms);
  const revocable = await grant(all.factory, { ...all.terms, revocable: true });
  return { ...all, vault, revocable };
}

/** OpenZeppelin's formula, spelt out. */
export function vested(
  { start, durationSeconds, cliffSeconds }: Terms,
  allocation: bigint,
  at: number,
): bigint {
  if (at < start + cliffSeconds) return 0n;
  if (at >= start + durationSeconds) return allocation;
  return (allocation * BigInt(at - start)) / BigInt(durationSeconds);
}
