import { loadFixture, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import type { ITreasury } from "../../typechain-types/contracts/treasury/Treasury";

export const ONE = 10n ** 18n;
export const DAY = 24n * 60n * 60n;
export const MONTH = 30n * DAY;
export const ETHER = ethers.ZeroAddress;
export const NEVER = ethers.MaxUint256;

/** The cap of the token and of ether, in base units. */
export const CAP = 1_000n * ONE;
/** What is in the treasury of each. */
export const FUNDS = 100_000n * ONE;

export const word = (text: string) => ethers.encodeBytes32String(text);
export const GRANTS = word("grants");
export const AUDITS = word("audits");
export const REF = ethers.id("invoice 7");

/** The proposal that the governor says is executed. */
export const PROPOSAL = 7n;

export const Label = { Answer: 0, Revert: 1, BurnGas: 2, Nothing: 3, TwoWords: 4, Flood: 5 } as const;

/** A treasury with ether and a token, both capped, whose timelock is the first signer, who is also the default caller. */
export async function deployTreasury() {
  const [timelock, spender, payee, stranger] = await ethers.getSigners();
  const token = await ethers.deployContract("OddToken");
  const labels = await ethers.deployContract("MockLabels");
  await labels.set(PROPOSAL, Label.Answer);
  const treasury = await ethers.deployContract("Treasury", [
    timelock!.address,
    labels,
    [
      { token, cap: CAP },
      { token: ETHER, cap: CAP },
    ],
  ]);
  for (const { address } of [timelock!, stranger!]) await setBalance(address, 10n * FUNDS);
  await token.mint(treasury, FUNDS);
  await treasury.reconcile(token);
  await treasury.deposit(ETHER, FUNDS, ethers.ZeroHash, ethers.ZeroHash, { value: FUNDS });

  const payment = (amount: bigint, changes: Partial<ITreasury.PaymentStruct> = {}) => ({
    token,
    payee: payee!.address,
    amount,
    category: AUDITS,
    ref: REF,
    ...changes,
  });
  const pay = (amount: bigint, changes?: Partial<ITreasury.PaymentStruct>) =>
    treasury.pay([payment(amount, changes)]);

  const terms = (changes: Partial<ITreasury.BudgetTermsStruct> = {}) => ({
    spender: spender!.address,
    token,
    amount: 100n * ONE,
    start: 0n,
    period: MONTH,
    periods: 12n,
    rollover: false,
    category: GRANTS,
    ...changes,
  });
  /** Grants a budget and answers its id. */
  const grant = async (changes?: Partial<ITreasury.BudgetTermsStruct>): Promise<bigint> => {
    await treasury.grantBudget(terms(changes));
    return treasury.budgetCount();
  };
  const disburse = (id: bigint, amount: bigint, category = GRANTS) =>
    treasury.connect(spender).disburse(id, payee!.address, amount, category, REF);

  const salary = (changes: Partial<ITreasury.RecurringTermsStruct> = {}) => ({
    payee: payee!.address,
    token,
    amount: 10n * ONE,
    start: 0n,
    period: 7n * DAY,
    count: 4n,
    category: AUDITS,
    ref: REF,
    ...changes,
  });
  /** Schedules a recurring payment and answers its id. */
  const schedule = async (changes?: Partial<ITreasury.RecurringTermsStruct>): Promise<bigint> => {
    await treasury.scheduleRecurring(salary(changes));
    return treasury.recurringCount();
  };

  return {
    treasury,
    token,
    labels,
    timelock: timelock!,
    spender: spender!,
    payee: payee!,
    stranger: stranger!,
    payment,
    pay,
    terms,
    grant,
    disburse,
    salary,
    schedule,
  };
}

export const fixture = () => loadFixture(deployTreasury);

export const now = async () => BigInt(await time.latest());
