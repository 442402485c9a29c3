import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { ethers } from "hardhat";

import type {} from "../typechain-types/hardhat";
import { START, suite, used } from "./suite";

const DAY = 24 * 60 * 60;
const ONE = 10n ** 18n;
const UNIT = 2_000n * ONE;
const SLICE = UNIT / 2n;
const FEE = 10n ** 15n;
const SALT = ethers.id("salt");
const CATEGORY = ethers.encodeBytes32String("grants");
/** Where the slots are counted of what costs more than its goal. */
const RECORD = "docs/decisions/0442-anyone-offers-tickets.md";
const PARAMETERS = {
  ...{ sliceBps: 5_000, minJurors: 10, feePerJuror: FEE, evidence: 3 * DAY, seating: DAY },
  ...{ commit: 2 * DAY, reveal: 2 * DAY, appeal: 3 * DAY, referral: 45 * DAY },
};

/** Sixteen jurors of one unit each, so that no figure depends on who is drawn, and a case of 15 seats. */
async function deploy() {
  const signers = await ethers.getSigners();
  const [self, payee, other] = signers as [HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner];
  await time.setNextBlockTimestamp(START);
  const supply = { account: self.address, amount: 10_000_000n * ONE };
  const token = await ethers.deployContract("GovernanceToken", [
    ...["Bench", "BNC", self, [supply], supply.amount, 0],
  ]);
  const arbitrable = await ethers.deployContract("OddArbitrable");
  const court = await ethers.deployContract("JurorCourt", [token, self, UNIT, PARAMETERS, [arbitrable]]);
  await token.approve(court, ethers.MaxUint256);
  const jurors = signers.slice(4, 20);
  for (const juror of [other, ...jurors]) {
    await token.transfer(juror, 2n * UNIT);
    await token.connect(juror).delegate(juror);
    await token.connect(juror).approve(court, ethers.MaxUint256);
  }
  for (const juror of jurors) await court.connect(juror).deposit(UNIT);
  await time.increase(31 * DAY);

  const treasury = await ethers.deployContract("Treasury", [
    ...[self, ethers.ZeroAddress, [{ token, cap: 1_000_000n * ONE }]],
  ]);
  const terms = { above: 1_000n * ONE, bond: 50n * ONE, window: 7 * DAY };
  const budgets = await ethers.deployContract("DisputedBudgets", [
    ...[token, treasury, terms, ethers.ZeroAddress, "0x", ""],
  ]);
  await court.admit(budgets, true);
  await budgets.setArbitrator(court, "0x", "");
  await token.transfer(treasury, 100_000n * ONE);
  await treasury.exclude(token);
  await treasury.reconcile(token);
  await treasury.grantBudget({
    ...{ spender: budgets, token, amount: 50_000n * ONE, start: 0, period: 365 * DAY, periods: 1 },
    ...{ rollover: false, category: CATEGORY },
  });
  await budgets.setInstructor(1, self);
  await token.connect(other).approve(budgets, ethers.MaxUint256);
  await token.transfer(payee, ONE);

  const extraData = ethers.AbiCoder.defaultAbiCoder().encode(
    ["address", "uint256"],
    [self.address, 8n * SLICE],
  );
  const open = () => arbitrable.open(court, 2, extraData, { value: 15n * FEE });
  await open();
  const sealing = async () => time.increase(3 * DAY);
  const seed = async () => {
    await sealing();
    await court.seal(1);
    await mine(4);
  };
  /** The tickets, the lowest first. */
  const drawn = async () => {
    await seed();
    await court.seal(1);
    const [{ seed: of }] = await court.drawOf(1, 0);
    const hash = (juror: string) =>
      ethers.keccak256(
        ethers.AbiCoder.defaultAbiCoder().encode(["bytes32", "address", "uint256"], [of, juror, 0]),
      );
    return jurors
      .map((juror) => ({ juror, index: 0, by: hash(juror.address) }))
      .sort((a, b) => (a.by < b.by ? -1 : 1));
  };
  const committing = async () => {
    const bench = (await drawn()).slice(0, 15);
    await court.seat(1, bench);
    await time.increase(DAY);
    return bench.map(({ juror }) => juror);
  };
  const commit = async (juror: HardhatEthersSigner, seat: number) =>
    court.connect(juror).commit(1, seat, await court.commitmentOf(1, 0, seat, juror, seat < 8 ? 1 : 2, SALT));
  const revealing = async () => {
    const bench = await committing();
    for (const [seat, juror] of bench.entries()) await commit(juror, seat);
    await time.increase(2 * DAY);
  };
  const reveal = (seat: number) => court.reveal(1, seat, seat < 8 ? 1 : 2, SALT);
  const tallying = async () => {
    await revealing();
    for (let seat = 0; seat < 15; seat++) await reveal(seat);
    await time.increase(2 * DAY);
  };
  const closing = async () => {
    await tallying();
    await court.close(1);
    await time.increase(3 * DAY);
  };
  const decided = async () => {
    await closing();
    await court.close(1);
  };
  const disburse = () => budgets.disburse(1, payee, 2_000n * ONE, CATEGORY, ethers.ZeroHash);
  return {
    ...{ court, budgets, other, open, sealing, seed, drawn, committing, commit, revealing, reveal },
    ...{ tallying, closing, decided, disburse },
  };
}

/** What a juror does, what anybody does for a case of 15, and what a payment costs that waits. */
export const court = suite(
  "court",
  [
    "Gas of the receipt, all storage cold, solc optimizer 200 runs, Hardhat's in-process chain. Goals: the design's.",
    "Sixteen jurors of one unit each, whose wallets vote with what they hold. seat.one: the first of a bench;",
    "seat.fifteen: in one call, lowest first; close.fifteen counts eight votes against seven; settle.fifteen shares",
    "seven slices among eight. The case of an arbitrable that only writes down the ruling.",
  ],
  deploy,
  [
    {
      name: "deposit.first",
      goal: 165_000,
      forced: { limit: 189_000, record: RECORD },
      measure: ({ court, other }) => used(court.connect(other).deposit(UNIT)),
    },
    { name: "case.open", measure: ({ open }) => used(open()) },
    {
      name: "seal.target",
      measure: async ({ court, sealing }) => {
        await sealing();
        return used(court.seal(1));
      },
    },
    {
      name: "seal.seed",
      measure: async ({ court, seed }) => {
        await seed();
        return used(court.seal(1));
      },
    },
    {
      name: "seat.one",
      goal: 72_000,
      measure: async ({ court, drawn }) => used(court.seat(1, (await drawn()).slice(0, 1))),
    },
    {
      name: "seat.fifteen",
      goal: 600_000,
      measure: async ({ court, drawn }) => used(court.seat(1, (await drawn()).slice(0, 15))),
    },
    {
      name: "commit",
      goal: 52_000,
      forced: { limit: 55_600, record: RECORD },
      measure: async ({ committing, commit }) => {
        const [juror] = await committing();
        return used(commit(juror!, 0));
      },
    },
    {
      name: "reveal",
      goal: 60_000,
      measure: async ({ revealing, reveal }) => {
        await revealing();
        return used(reveal(0));
      },
    },
    {
      name: "close.fifteen",
      goal: 250_000,
      measure: async ({ court, tallying }) => {
        await tallying();
        return used(court.close(1));
      },
    },
    {
      name: "close.end",
      measure: async ({ court, closing }) => {
        await closing();
        return used(court.close(1));
      },
    },
    {
      name: "settle.fifteen",
      measure: async ({ court, decided }) => {
        await decided();
        return used(court.settle(1, 0));
      },
    },
    {
      name: "execute",
      measure: async ({ court, decided }) => {
        await decided();
        return used(court.execute(1));
      },
    },
    { name: "payment.wait", measure: ({ disburse }) => used(disburse()) },
    {
      name: "payment.dispute",
      measure: async ({ budgets, other, disburse }) => {
        await disburse();
        return used(budgets.connect(other).dispute(1, { value: 3n * FEE }));
      },
    },
    {
      name: "payment.finish",
      measure: async ({ budgets, disburse }) => {
        await disburse();
        await time.increase(7 * DAY);
        return used(budgets.finish(1));
      },
    },
  ],
);
