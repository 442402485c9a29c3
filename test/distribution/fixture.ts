import type { HardhatEthersSigner as Wallet } from "@nomicfoundation/hardhat-ethers/signers";
import { loadFixture, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import type { IDistributor } from "../../typechain-types/contracts/distribution/Distributor";
import type { ISale } from "../../typechain-types/contracts/distribution/Sale";

export const ONE = 10n ** 18n;
export const HOUR = 3_600n;
export const DAY = 24n * HOUR;
export const WEEK = 7n * DAY;
export const YEAR = 365n * DAY;
export const ETHER = ethers.ZeroAddress;
export const NONE = ethers.ZeroHash;
export const ANY_PRICE = ethers.MaxUint256;
export const MAX_WEEKS = 4n;

/** What each sale and distribution of a test has, in base units. */
export const AMOUNT = 1_000n * ONE;
export const CATEGORY = ethers.encodeBytes32String("sale");

export const Status = { Pending: 0n, Open: 1n, Succeeded: 2n, Failed: 3n } as const;
export const Destination = { Wallet: 0n, Lock: 1n, Vault: 2n } as const;

export type SaleTerms = Record<keyof ISale.TermsStruct, bigint | string>;
export type DistributionTerms = Record<keyof IDistributor.TermsStruct, bigint | string>;

/**
 * The token, its escrow and its vaults, a treasury that has plenty of it and takes an odd payment token and ether, and the
 * two contracts with a budget each. The timelock is the first signer, who is also the default caller.
 */
export async function deployDistribution() {
  const [timelock, ada, ben, cleo, stranger] = (await ethers.getSigners()) as [
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
    [{ account: timelock.address, amount: 1_000_000n * ONE }],
    2n ** 96n - 1n,
    0,
  ]);
  const payment = await ethers.deployContract("OddToken");
  const treasury = await ethers.deployContract("Treasury", [
    timelock,
    ethers.ZeroAddress,
    [token, payment, ethers.ZeroAddress].map((each) => ({ token: each, cap: 1_000_000n * ONE })),
  ]);
  const escrow = await ethers.deployContract("VoteEscrow", [token, "Votes", "veTEST", MAX_WEEKS, ONE, false]);
  const vesting = await ethers.deployContract("VestingFactory", [token, escrow, timelock, treasury]);
  const sale = await ethers.deployContract("Sale", [token, treasury, vesting]);
  const distributor = await ethers.deployContract("Distributor", [token, treasury, vesting, escrow]);

  await token.transfer(treasury, 500_000n * ONE);
  await treasury.reconcile(token);
  for (const buyer of [ada, ben, cleo]) {
    await setBalance(buyer.address, 1_000_000n * ONE);
    await payment.mint(buyer, 1_000_000n * ONE);
    await payment.connect(buyer).approve(sale, ethers.MaxUint256);
  }
  for (const spender of [sale, distributor]) {
    await treasury.grantBudget({
      spender,
      token,
      amount: 100_000n * ONE,
      start: 0,
      period: 100n * YEAR,
      periods: 1,
      rollover: false,
      category: CATEGORY,
    });
  }

  /** A sale of AMOUNT for a week, at half a payment token each, for everybody and without a least amount. */
  const saleTerms = (changes: Partial<SaleTerms> = {}): SaleTerms => ({
    budgetId: 1n,
    payment: payment.target as string,
    startPrice: ONE / 2n,
    endPrice: ONE / 2n,
    amount: AMOUNT,
    start: 0n,
    least: 0n,
    cap: 0n,
    duration: WEEK,
    vestingSeconds: 0n,
    cliffSeconds: 0n,
    allowList: NONE,
    category: CATEGORY,
    ...changes,
  });
  /** Opens a sale and answers its id. */
  const openSale = async (changes?: Partial<SaleTerms>): Promise<bigint> => {
    await sale.open(saleTerms(changes) as ISale.TermsStruct);
    return sale.saleCount();
  };
  const buy = (buyer: Wallet, id: bigint, amount: bigint, value = 0n) =>
    sale.connect(buyer).buy(id, amount, ANY_PRICE, [], { value });

  /** The tree of a list of accounts and amounts. */
  const treeOf = (entries: readonly (readonly [string, bigint])[]) =>
    StandardMerkleTree.of(
      entries.map(([account, amount], index) => [index, account, amount] as [number, string, bigint]),
      ["uint256", "address", "uint256"],
    );
  const list = [
    [ada.address, 100n * ONE],
    [ben.address, 200n * ONE],
    [cleo.address, 700n * ONE],
    [ada.address, 5n * ONE],
  ] as const;
  const tree = treeOf(list);
  const leaf = (index: number, from = tree) => {
    const [, account, amount] = [...from.entries()].find(([, [at]]) => BigInt(at) === BigInt(index))![1];
    const proof = from.getProof([index, account, amount]);
    return { index, account, amount, proof };
  };
  /** A distribution to the list into wallets, for 90 days. */
  const distributionTerms = (changes: Partial<DistributionTerms> = {}): DistributionTerms => ({
    budgetId: 2n,
    root: tree.root,
    listHash: ethers.id("list"),
    amount: 1_005n * ONE,
    duration: 90n * DAY,
    destination: Destination.Wallet,
    termSeconds: 0n,
    vestingStart: 0n,
    cliffSeconds: 0n,
    ...changes,
  });
  /** Opens a distribution and answers its id. */
  const distribute = async (changes?: Partial<DistributionTerms>): Promise<bigint> => {
    await distributor.open(distributionTerms(changes) as IDistributor.TermsStruct);
    return distributor.distributionCount();
  };

  return {
    token,
    payment,
    treasury,
    escrow,
    vesting,
    sale,
    distributor,
    timelock,
    ada,
    ben,
    cleo,
    stranger,
    saleTerms,
    openSale,
    buy,
    list,
    tree,
    treeOf,
    leaf,
    distributionTerms,
    distribute,
  };
}

export const fixture = () => loadFixture(deployDistribution);

export const now = async () => BigInt(await time.latest());
