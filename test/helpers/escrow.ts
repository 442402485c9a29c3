import { time } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import { weekOf, WEEK } from "../../sdk/escrow";

export const ONE = 10n ** 18n;
/** What each of the four people has. */
export const WEALTH = 1_000n * ONE;

/** A token of four people and an escrow of it, at the beginning of a Unix week and an hour. */
export async function deployEscrow(maxWeeks: number) {
  const [deployer, ada, ben, cleo, dan] = await ethers.getSigners();
  const people = { ada: ada!, ben: ben!, cleo: cleo!, dan: dan! };
  const token = await ethers.deployContract("GovernanceToken", [
    "Test",
    "TEST",
    deployer!.address,
    Object.values(people).map(({ address }) => ({ account: address, amount: WEALTH })),
    2n ** 96n - 1n,
    0,
  ]);
  const escrow = await ethers.deployContract("VoteEscrow", [
    token.target,
    "Vote-escrowed Test",
    "veTEST",
    maxWeeks,
    ONE,
  ]);
  const start = weekOf(await time.latest()) + WEEK + 3_600;
  await time.increaseTo(start);
  return { ...people, token, escrow, week: (n: number) => weekOf(start) + n * WEEK };
}
