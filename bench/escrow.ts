import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import type { ContractTransactionResponse } from "ethers";
import { ethers } from "hardhat";

import type { GasProbe, GovernanceToken, VoteEscrow } from "../typechain-types";
import { probed, START, suite, used, WEEK, type Action } from "./suite";

const MAX_WEEKS = 208;
const AMOUNT = ethers.parseEther("1000");

interface World {
  token: GovernanceToken;
  escrow: VoteEscrow;
  probe: GasProbe;
  users: HardhatEthersSigner[];
  /** The week in which the scenario begins: 1 January 2030 lies in it. */
  week: number;
}

const velodrome = "Velodrome v2";
const curve = "FIAT DAO (Curve)";
const mento = "Mento";
const pendle = "Pendle";

async function deploy(): Promise<World> {
  const users = await ethers.getSigners();
  const week = Math.floor(START / WEEK);
  await time.setNextBlockTimestamp(START);

  const supply = { account: users[0]!.address, amount: AMOUNT * 100_000n };
  const token = await ethers.deployContract("GovernanceToken", [
    "Bench",
    "BNC",
    users[0]!.address,
    [supply],
    supply.amount,
    0,
  ]);
  const escrow = await ethers.deployContract("VoteEscrow", [
    token,
    "Bench votes",
    "veBNC",
    MAX_WEEKS,
    1n,
    false,
  ]);
  const probe = await ethers.deployContract("GasProbe");
  for (const user of users) {
    if (user !== users[0]) await token.transfer(user, AMOUNT * 4_000n);
    await token.connect(user).approve(escrow, ethers.MaxUint256);
  }
  return { token, escrow, probe, users, week };
}

function lock(world: World, user: number, weeks: number): Promise<ContractTransactionResponse> {
  return world.escrow.connect(world.users[user]).createLock(AMOUNT, (world.week + weeks) * WEEK);
}

async function pass(world: World, weeks: number): Promise<void> {
  world.week += weeks;
  await time.increaseTo(world.week * WEEK + 1000);
}

/** Ten accounts with locks that end in weeks 10, 20, … 100, and one that goes on until week 200. */
async function crowd(world: World): Promise<void> {
  for (let i = 0; i < 10; ++i) await lock(world, i, 10 * (i + 1));
  await lock(world, 0, 200);
}

/** Ten accounts with locks that end in every week from the first to the 104th, and one until week 200. */
async function fullHouse(world: World): Promise<void> {
  for (let weeks = 1; weeks <= 104; ++weeks) await lock(world, weeks % 10, weeks);
  await lock(world, 0, 200);
}

async function pastVotes(world: World, user: number): Promise<number> {
  const timepoint = (await time.latest()) - 1;
  const data = world.escrow.interface.encodeFunctionData("getPastVotes", [
    world.users[user]!.address,
    timepoint,
  ]);
  return probed(world.probe, world.escrow, data);
}

async function pastTotal(world: World): Promise<number> {
  const data = world.escrow.interface.encodeFunctionData("getPastTotalSupply", [(await time.latest()) - 1]);
  return probed(world.probe, world.escrow, data);
}

/** User 1 is the delegate of locks that end in each of 208 weeks, and has a thousand points more besides. */
async function bomb(world: World): Promise<void> {
  const senders = world.users.slice(2, 16);
  for (const [index, sender] of senders.entries()) {
    await world.escrow.connect(sender).delegate(world.users[1]!);
    for (let weeks = index + 1; weeks <= MAX_WEEKS; weeks += senders.length) {
      await world.escrow.connect(sender).createLock(AMOUNT, (world.week + weeks) * WEEK);
    }
  }
  for (let i = 0; i < 1000; ++i)
    await world.escrow.connect(world.users[2]).increaseAmount(world.users[15]!, 0, 1n);
}

const actions: Action<World>[] = [
  {
    name: "createLock.first",
    goal: 235_000,
    measure: (world) => used(lock(world, 1, 104)),
  },
  {
    name: "createLock.later",
    goal: 185_000,
    peers: { [velodrome]: 393_248, [curve]: 324_918, [mento]: 529_064, [pendle]: 149_855 },
    measure: async (world) => {
      await lock(world, 1, 104);
      return used(lock(world, 2, 104));
    },
  },
  {
    name: "createLock.freshWeek",
    goal: 203_000,
    measure: async (world) => {
      await lock(world, 1, 104);
      return used(lock(world, 2, 52));
    },
  },
  {
    name: "createLock.idle104",
    goal: 240_500,
    peers: { [velodrome]: 7_675_824, [curve]: 6_573_626, [mento]: 842_612, [pendle]: 2_776_200 },
    measure: async (world) => {
      await crowd(world);
      await pass(world, 104);
      return used(lock(world, 11, 96));
    },
  },
  {
    name: "createLock.full104",
    goal: 369_500,
    peers: { [velodrome]: 7_675_824, [curve]: 6_573_626, [mento]: 842_612, [pendle]: 2_776_200 },
    measure: async (world) => {
      await fullHouse(world);
      await pass(world, 104);
      return used(lock(world, 11, 96));
    },
  },
  {
    name: "increaseAmount",
    goal: 120_000,
    forced: { limit: 134_300, record: "docs/decisions/0105-what-an-increase-must-cost.md" },
    peers: { [velodrome]: 200_634, [curve]: 231_802, [mento]: 449_205, [pendle]: 77_449 },
    measure: async (world) => {
      await lock(world, 1, 104);
      return used(world.escrow.connect(world.users[1]).increaseAmount(world.users[1]!, 0, AMOUNT));
    },
  },
  {
    name: "createLock.delegated",
    measure: async (world) => {
      await lock(world, 1, 104);
      await world.token.connect(world.users[2]).delegate(world.users[2]!);
      return used(lock(world, 2, 104));
    },
  },
  {
    name: "increaseAmount.delegated",
    measure: async (world) => {
      await lock(world, 1, 104);
      await world.token.connect(world.users[1]).delegate(world.users[1]!);
      return used(world.escrow.connect(world.users[1]).increaseAmount(world.users[1]!, 0, AMOUNT));
    },
  },
  {
    name: "extend",
    goal: 129_700,
    measure: async (world) => {
      await lock(world, 1, 104);
      await lock(world, 2, 52);
      return used(world.escrow.connect(world.users[2]).extend(0, (world.week + 104) * WEEK));
    },
  },
  {
    name: "makePermanent",
    goal: 105_300,
    measure: async (world) => {
      await lock(world, 1, 104);
      await lock(world, 2, 104);
      return used(world.escrow.connect(world.users[2]).makePermanent(0));
    },
  },
  {
    name: "createPermanentLock",
    measure: async (world) => {
      await lock(world, 1, 104);
      return used(world.escrow.connect(world.users[2]).createPermanentLock(AMOUNT));
    },
  },
  {
    name: "startDecay",
    measure: async (world) => {
      await lock(world, 1, 104);
      await world.escrow.connect(world.users[2]).createPermanentLock(AMOUNT);
      return used(world.escrow.connect(world.users[2]).startDecay(0));
    },
  },
  {
    name: "createLockFor",
    measure: async (world) => {
      await lock(world, 1, 104);
      await world.escrow.connect(world.users[2]).allowLocker(world.users[3]!, true);
      const end = (world.week + 104) * WEEK;
      return used(world.escrow.connect(world.users[3]).createLockFor(world.users[2]!, AMOUNT, end));
    },
  },
  {
    name: "allowLocker",
    measure: (world) => used(world.escrow.connect(world.users[2]).allowLocker(world.users[3]!, true)),
  },
  {
    name: "merge",
    goal: 115_300,
    measure: async (world) => {
      await lock(world, 1, 104);
      await lock(world, 2, 52);
      await lock(world, 2, 104);
      return used(world.escrow.connect(world.users[2]).merge(0, 1));
    },
  },
  {
    name: "delegate.fresh",
    goal: 132_000,
    measure: async (world) => {
      await lock(world, 1, 104);
      await lock(world, 2, 104);
      return used(world.escrow.connect(world.users[2]).delegate(world.users[1]!));
    },
  },
  {
    name: "delegate.used",
    goal: 115_000,
    peers: { [velodrome]: 280_539, [curve]: 354_626, [mento]: 157_551 },
    measure: async (world) => {
      for (const user of [1, 2, 3]) await lock(world, user, 104);
      await world.escrow.connect(world.users[3]).delegate(world.users[1]!);
      return used(world.escrow.connect(world.users[3]).delegate(world.users[2]!));
    },
  },
  {
    name: "withdraw.expired",
    goal: 50_000,
    peers: { [velodrome]: 214_171, [curve]: 162_336, [mento]: 340_504, [pendle]: 40_524 },
    measure: async (world) => {
      await lock(world, 1, 104);
      await lock(world, 2, 52);
      await pass(world, 52);
      return used(world.escrow.connect(world.users[2]).withdraw(0));
    },
  },
  {
    name: "withdraw.expired.delegated",
    measure: async (world) => {
      await lock(world, 1, 104);
      await lock(world, 2, 52);
      await world.token.connect(world.users[2]).delegate(world.users[2]!);
      await pass(world, 52);
      return used(world.escrow.connect(world.users[2]).withdraw(0));
    },
  },
  {
    name: "pastVotes.idle0",
    goal: 10_000,
    peers: { [velodrome]: 32_267, [curve]: 33_696, [mento]: 24_914 },
    measure: async (world) => {
      await lock(world, 1, 104);
      await time.increase(100);
      return pastVotes(world, 1);
    },
  },
  {
    name: "pastVotes.idle104",
    goal: 27_000,
    peers: { [velodrome]: 32_267, [mento]: 294_059 },
    measure: async (world) => {
      for (const weeks of [26, 52, 78, 104, 156]) await lock(world, 1, weeks);
      await pass(world, 104);
      return pastVotes(world, 1);
    },
  },
  {
    name: "pastTotal.idle104",
    goal: 60_000,
    peers: { [velodrome]: 316_005, [curve]: 360_526, [mento]: 293_927 },
    measure: async (world) => {
      await crowd(world);
      await pass(world, 104);
      return pastTotal(world);
    },
  },
  {
    name: "pastTotal.full104",
    goal: 190_400,
    peers: { [velodrome]: 316_005, [curve]: 360_526, [mento]: 293_927 },
    measure: async (world) => {
      await fullHouse(world);
      await pass(world, 104);
      return pastTotal(world);
    },
  },
  {
    name: "pastVotes.worst",
    goal: 392_000,
    measure: async (world) => {
      await bomb(world);
      await pass(world, 207);
      await lock(world, 1, 208);
      return pastVotes(world, 1);
    },
  },
  {
    name: "delegate.worst",
    goal: 648_000,
    measure: async (world) => {
      await bomb(world);
      await pass(world, 10);
      for (let i = 0; i < 16; ++i) await lock(world, 16, 12 * (i + 1));
      await world.escrow.connect(world.users[16]).delegate(world.users[1]!);
      await pass(world, 10);
      return used(world.escrow.connect(world.users[16]).delegate(world.users[17]!));
    },
  },
];

export const escrow = suite(
  "escrow",
  [
    "Transactions: gas of the receipt, all storage cold, solc optimizer 200 runs, Hardhat's in-process chain.",
    "Views: execution gas as a calling contract pays it (contracts/mocks/GasProbe.sol), storage cold, account warm.",
    "Token: GovernanceToken (ERC20Votes); wallets have not delegated it (.delegated: to themselves); unlimited allowance.",
    "208 weeks, one lock each unless said otherwise; idle104: nobody has come by for 104 weeks, in which ten locks of",
    "ten users ended (of one voter: four); full104: one ended in each of them; worst: locks that end in all of 208 weeks, and 1,000 points of history.",
    "Goals without a peer are the measurement and 2 %; for increaseAmount see docs/decisions/0105.",
  ],
  deploy,
  actions,
);
