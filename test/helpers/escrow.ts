import { time } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

import type { GovernanceToken, VoteEscrow } from "../../typechain-types";
import type {} from "../../typechain-types/hardhat";
import { weekOf, WEEK } from "@polity/sdk/escrow";

export const ONE = 10n ** 18n;
/** What each of the four people has. */
export const WEALTH = 1_000n * ONE;

/** A token of four people and an escrow of it, with locks of both kinds unless `permanentOnly`, at the beginning of a Unix week and an hour. */
export async function deployEscrow(maxWeeks: number, permanentOnly = false) {
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
    permanentOnly,
  ]);
  const start = weekOf(await time.latest()) + WEEK + 3_600;
  await time.increaseTo(start);
  return { ...people, token, escrow, week: (n: number) => weekOf(start) + n * WEEK };
}

/** Locks of up to 208 weeks of a token. */
export async function deployStaking(token: GovernanceToken) {
  return ethers.deployContract("VoteEscrow", [token.target, "Staked Neuro", "sNEURO", 208, ONE, false]);
}

/** Addresses for a deployment file in which only token and escrow are what they are called. */
export async function addressesOf(token: GovernanceToken, escrow: VoteEscrow) {
  const [at, VoteEscrow] = [token.target as string, escrow.target as string];
  const governor = await ethers.deployContract("StandInGovernor", [at]);
  return {
    ...{ TimelockController: at, GovernanceToken: at, VoteEscrow },
    ...{ ProtocolRegistry: at, Rulebook: at, NetworkGovernor: governor.target as string },
  };
}
