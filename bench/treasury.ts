import { time } from "@nomicfoundation/hardhat-network-helpers";
import type { ContractTransactionResponse } from "ethers";
import { ethers } from "hardhat";

import type { GovernanceToken, Treasury } from "../typechain-types";
import { suite, used, type Action } from "./suite";

const DAY = 24 * 60 * 60;
const ONE = 10n ** 18n;
const FUNDS = 1_000_000n * ONE;
const CATEGORY = ethers.encodeBytes32String("grants");
const REF = ethers.id("invoice 7");
const ETHER = ethers.ZeroAddress;

interface World {
  treasury: Treasury;
  token: GovernanceToken;
  /** The timelock, the spender, and somebody who gives. */
  self: string;
  payee: string;
}

/** A treasury that has paid before, so that its bucket is in use, and a payee who has tokens already. */
async function deploy(): Promise<World> {
  const [deployer, payee] = await ethers.getSigners();
  const [self, to] = [deployer!.address, payee!.address];
  const labels = await ethers.deployContract("MockLabels");
  await labels.set(ethers.id("a proposal"), 0);
  const supply = { account: self, amount: 2n * FUNDS };
  const token = await ethers.deployContract("GovernanceToken", [
    "Bench",
    "BNC",
    self,
    [supply],
    supply.amount,
    0,
  ]);
  const treasury = await ethers.deployContract("Treasury", [
    self,
    labels,
    [
      { token, cap: FUNDS },
      { token: ETHER, cap: FUNDS },
    ],
  ]);
  await treasury.exclude(token);
  await token.approve(treasury, ethers.MaxUint256);
  await treasury.deposit(token, FUNDS, CATEGORY, REF);
  await treasury.deposit(ETHER, 100n * ONE, CATEGORY, REF, { value: 100n * ONE });
  const world = { treasury, token, self, payee: to };
  await treasury.pay([payment(world), payment(world, ETHER)]);
  const id = await grant(world);
  await time.increase(DAY);
  await treasury.disburse(id, to, ONE, CATEGORY, REF);
  await time.increase(DAY);
  return world;
}

function payment({ token, payee }: World, asset: string = token.target as string) {
  return { token: asset, payee, amount: ONE, category: CATEGORY, ref: REF };
}

function terms({ token, self }: World, rollover = false) {
  return {
    ...{ spender: self, token, amount: 1_000n * ONE, start: 0, period: 30 * DAY, periods: 12 },
    ...{ rollover, category: CATEGORY },
  };
}

async function grant(world: World, rollover = false): Promise<bigint> {
  await world.treasury.grantBudget(terms(world, rollover));
  return world.treasury.budgetCount();
}

function disburse({ treasury, payee }: World, id: bigint): Promise<ContractTransactionResponse> {
  return treasury.disburse(id, payee, ONE, CATEGORY, REF);
}

function salary({ token, payee }: World) {
  return {
    ...{ payee, token, amount: ONE, start: 0, period: DAY, count: 12 },
    ...{ category: CATEGORY, ref: REF },
  };
}

const actions: Action<World>[] = [
  {
    name: "pay.token",
    goal: 114_600,
    measure: (world) => used(world.treasury.pay([payment(world)])),
  },
  {
    name: "pay.ether",
    goal: 67_500,
    measure: (world) => used(world.treasury.pay([payment(world, ETHER)])),
  },
  {
    name: "pay.tokenTenTimes",
    goal: 309_000,
    measure: (world) => used(world.treasury.pay(Array.from({ length: 10 }, () => payment(world)))),
  },
  {
    name: "budget.grant",
    goal: 182_900,
    measure: (world) => used(world.treasury.grantBudget(terms(world))),
  },
  {
    name: "disburse.firstOfPeriod",
    goal: 132_700,
    measure: async (world) => {
      const id = await grant(world);
      await disburse(world, id);
      await time.increase(30 * DAY);
      return used(disburse(world, id));
    },
  },
  {
    name: "disburse.later",
    goal: 129_900,
    measure: async (world) => {
      const id = await grant(world, true);
      await disburse(world, id);
      return used(disburse(world, id));
    },
  },
  {
    name: "recurring.schedule",
    goal: 200_500,
    measure: (world) => used(world.treasury.scheduleRecurring(salary(world))),
  },
  {
    name: "recurring.pay",
    goal: 132_000,
    measure: async (world) => {
      await world.treasury.scheduleRecurring(salary(world));
      return used(world.treasury.payRecurring([await world.treasury.recurringCount()]));
    },
  },
  {
    name: "deposit.token",
    goal: 93_100,
    measure: (world) => used(world.treasury.deposit(world.token, ONE, CATEGORY, REF)),
  },
];

export const treasury = suite(
  "treasury",
  [
    "Gas of the receipt, all storage cold, solc optimizer 200 runs, Hardhat's in-process chain; without what the governor",
    "and the timelock add to a proposal. Token: GovernanceToken (ERC20Votes); the treasury's votes are excluded, the payee",
    "has tokens and has not delegated them. The cap has been used before, by votes and by budgets.",
    "Goals are the measurement and 2 %.",
  ],
  deploy,
  actions,
);
