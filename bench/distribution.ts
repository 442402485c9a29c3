import { time } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

import type { IDistributor } from "../typechain-types/contracts/distribution/IDistributor";
import { deployDistribution, Destination } from "../test/distribution/fixture";
import { suite, used, type Action } from "./suite";

const DAY = 24 * 60 * 60;
const ONE = ethers.parseEther("1");
/** As many hashes as the proof of a list of 131,072 lines has. */
const DEPTH = 17;

const coder = ethers.AbiCoder.defaultAbiCoder();
const pair = (a: string, b: string) =>
  ethers.keccak256(ethers.concat(BigInt(a) < BigInt(b) ? [a, b] : [b, a]));

type Line = readonly [account: string, amount: bigint];
type Leaf = IDistributor.ClaimStruct;

/** 64 lines, in a tree that is as deep as one of 131,072: what stands beside them is any hash. */
function deepTree(lines: readonly Line[]): { root: string; leaves: Leaf[] } {
  let level = lines.map(([account, amount], index) =>
    ethers.keccak256(
      ethers.keccak256(coder.encode(["uint256", "address", "uint256"], [index, account, amount])),
    ),
  );
  const proofs: string[][] = lines.map(() => []);
  for (let height = 0; height < DEPTH; ++height) {
    const padded = level.length % 2 ? [...level, ethers.id(`beside ${height}`)] : level;
    proofs.forEach((proof, i) => proof.push(padded[(i >> height) ^ 1]!));
    level = Array.from({ length: padded.length / 2 }, (_, i) => pair(padded[2 * i]!, padded[2 * i + 1]!));
  }
  const leaves = lines.map(([account, amount], index) => ({ index, account, amount, proof: proofs[index]! }));
  return { root: level[0]!, leaves };
}

async function deploy() {
  const world = await deployDistribution();
  const { escrow, ada, ben, distributor, token, timelock } = world;
  const others = Array.from({ length: 62 }, (_, i) =>
    ethers.getAddress(ethers.id(`account ${i}`).slice(0, 42)),
  );
  const { root, leaves } = deepTree(
    [ada.address, ben.address, ...others].map((one) => [one, 10n * ONE] as const),
  );
  await escrow.connect(ada).allowLocker(distributor, true);
  const stock = await ethers.deployContract("StockDistributor", [token, root]);
  const stockSale = await ethers.deployContract("StockSale", [token, timelock, ONE / 100n]);
  for (const peer of [stock, stockSale]) await token.transfer(peer, 1_000n * ONE);
  return { ...world, root, leaves, stock, stockSale };
}

type World = Awaited<ReturnType<typeof deploy>>;

const open = ({ distribute, root }: World, changes: Parameters<World["distribute"]>[0] = {}) =>
  distribute({ root, amount: 640n * ONE, ...changes });

/** A sale in ether, of a hundredth for a token. */
const sell = ({ openSale }: World, changes: Parameters<World["openSale"]>[0] = {}) =>
  openSale({ payment: ethers.ZeroAddress, startPrice: ONE / 100n, endPrice: ONE / 100n, ...changes });
const LEAST = { least: ONE / 100n };
const buy = ({ buy: one, ada }: World, id: bigint) => one(ada, id, 10n * ONE, ONE / 10n);

const usual = "the usual distributor";
const plain = "the usual sale";

const actions: Action<World>[] = [
  {
    name: "open.distribution",
    goal: 314_200,
    measure: ({ distributor, distributionTerms, root }) =>
      used(distributor.open(distributionTerms({ root, amount: 640n * ONE }) as IDistributor.TermsStruct)),
  },
  {
    name: "claim.wallet",
    goal: 146_000,
    peers: { [usual]: 97_404 },
    measure: async (world) => {
      const id = await open(world);
      return used(world.distributor.claim(id, world.leaves[2]!));
    },
  },
  {
    name: "claim.wallet.later",
    goal: 128_500,
    peers: { [usual]: 80_282 },
    measure: async (world) => {
      const id = await open(world);
      await world.distributor.claim(id, world.leaves[2]!);
      return used(world.distributor.claim(id, world.leaves[3]!));
    },
  },
  {
    name: "claim.wallet.batch40",
    goal: 55_200,
    peers: { [usual]: 80_282 },
    measure: async (world) => {
      const id = await open(world);
      return Math.ceil((await used(world.distributor.claimMany(id, world.leaves.slice(2, 42)))) / 40);
    },
  },
  {
    name: "claim.lock",
    goal: 283_600,
    measure: async (world) => {
      const id = await open(world, { destination: Destination.Lock });
      return used(world.distributor.claim(id, world.leaves[0]!));
    },
  },
  {
    name: "claim.vault",
    goal: 219_200,
    measure: async (world) => {
      const termSeconds = BigInt(365 * DAY);
      const vestingStart = BigInt(await time.latest());
      const id = await open(world, { destination: Destination.Vault, termSeconds, vestingStart });
      return used(world.distributor.claim(id, world.leaves[2]!));
    },
  },
  {
    name: "returnRest",
    goal: 120_900,
    measure: async (world) => {
      const id = await open(world);
      await time.increase(100 * DAY);
      return used(world.distributor.returnRest(id));
    },
  },
  {
    name: "usual.claim",
    measure: async ({ stock, leaves: [, , leaf] }) =>
      used(stock.claim(leaf!.index, leaf!.account, leaf!.amount, leaf!.proof)),
  },
  {
    name: "usual.claim.later",
    measure: async ({ stock, leaves: [, , first, leaf] }) => {
      await stock.claim(first!.index, first!.account, first!.amount, first!.proof);
      return used(stock.claim(leaf!.index, leaf!.account, leaf!.amount, leaf!.proof));
    },
  },
  {
    name: "open.sale",
    goal: 320_500,
    measure: (world) => used(world.sale.open(world.saleTerms({ payment: ethers.ZeroAddress }) as never)),
  },
  {
    name: "buy.final",
    goal: 184_500,
    peers: { [plain]: 92_181 },
    measure: async (world) => used(buy(world, await sell(world))),
  },
  {
    name: "buy.final.later",
    goal: 114_700,
    peers: { [plain]: 57_981 },
    measure: async (world) => {
      const id = await sell(world);
      await buy(world, id);
      return used(buy(world, id));
    },
  },
  { name: "buy.kept", goal: 108_200, measure: async (world) => used(buy(world, await sell(world, LEAST))) },
  {
    name: "claim.purchase",
    goal: 112_600,
    measure: async (world) => {
      const id = await sell(world, LEAST);
      await buy(world, id);
      await time.increase(8 * DAY);
      return used(world.sale.claim(id, world.ada));
    },
  },
  {
    name: "refund",
    goal: 48_600,
    measure: async (world) => {
      const id = await sell(world, { least: ONE });
      await buy(world, id);
      await time.increase(8 * DAY);
      return used(world.sale.connect(world.ada).refund(id, world.ada));
    },
  },
  {
    name: "collect",
    goal: 95_500,
    measure: async (world) => {
      const id = await sell(world);
      await buy(world, id);
      return used(world.sale.collect(id));
    },
  },
  {
    name: "returnUnsold",
    goal: 143_800,
    measure: async (world) => {
      const id = await sell(world);
      await time.increase(8 * DAY);
      return used(world.sale.returnUnsold(id));
    },
  },
  {
    name: "usual.buy",
    measure: ({ stockSale, ada }) => used(stockSale.connect(ada).buy({ value: ONE / 10n })),
  },
  {
    name: "usual.buy.later",
    measure: async ({ stockSale, ada }) => {
      await stockSale.connect(ada).buy({ value: ONE / 10n });
      return used(stockSale.connect(ada).buy({ value: ONE / 10n }));
    },
  },
];

export const distribution = suite(
  "distribution",
  [
    "Gas of the receipt, all storage cold, solc optimizer 200 runs, Hardhat's in-process chain.",
    "Token: GovernanceToken (ERC20Votes). Proofs of 17 hashes, as a list of 131,072 lines has them; accounts are new to",
    "the chain, but for locks, of an account that has allowed them. later: in the same word of 256 claims; by the same",
    "buyer. batch40: a transaction of 40 claims, for each of them. Sales are in ether; kept: with a least amount.",
    "The usual ones are contracts/mocks/StockDistribution.sol, measured here too: one root and a bit a claim, as",
    "Uniswap's distributor; a fixed price whose ether goes on at once. Of what is dearer here, 33,000 are the checkpoint that keeps tokens which",
    "nobody has yet out of every quorum; the rest are books, which others do not keep. Goals are the measurement and 2 %.",
  ],
  deploy,
  actions,
);
