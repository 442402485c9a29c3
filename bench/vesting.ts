import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

import type { GovernanceToken, PlainToken, VestingFactory, VestingVault } from "../typechain-types";
import type { IVestingFactory } from "../typechain-types/contracts/vesting/VestingFactory";
import { suite, used, type Action } from "./suite";

const DAY = 24 * 60 * 60;
const YEAR = 365 * DAY;
const AMOUNT = ethers.parseEther("1000");
const START = Date.UTC(2030, 0, 1) / 1000;

interface World {
  token: GovernanceToken;
  factory: VestingFactory;
  plain: PlainToken;
  plainFactory: VestingFactory;
  timelock: HardhatEthersSigner;
  users: HardhatEthersSigner[];
}

const sablier = "Sablier Lockup";
const openZeppelin = "OZ VestingWalletCliff";

async function deploy(): Promise<World> {
  const users = await ethers.getSigners();
  const [funder, timelock, treasury] = users as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  await time.setNextBlockTimestamp(START);

  const supply = { account: funder.address, amount: AMOUNT * 100_000n };
  const token = await ethers.deployContract("GovernanceToken", [
    "Bench",
    "BNC",
    timelock,
    [supply],
    supply.amount,
    0,
  ]);
  const escrow = await ethers.deployContract("VoteEscrow", [token, "Bench votes", "veBNC", 208, 1n, false]);
  const factory = await ethers.deployContract("VestingFactory", [token, escrow, timelock, treasury]);
  const plain = await ethers.deployContract("PlainToken", [supply.amount]);
  const plainFactory = await ethers.deployContract("VestingFactory", [
    plain,
    ethers.ZeroAddress,
    timelock,
    treasury,
  ]);
  await token.approve(factory, AMOUNT * 1_000n);
  await plain.approve(plainFactory, AMOUNT * 1_000n);
  // The treasury's tokens do not count towards a quorum: they are delegated to an account that never votes.
  await token.connect(treasury).delegate(users[19]!);
  for (const to of [users[3]!, treasury]) {
    await token.transfer(to, AMOUNT);
    await plain.transfer(to, AMOUNT);
  }
  await token.connect(users[3]).delegate(users[3]!);
  return { token, factory, plain, plainFactory, timelock, users };
}

function grant(beneficiary: string, revocable = false): IVestingFactory.GrantStruct {
  const terms = {
    beneficiary,
    start: START,
    durationSeconds: 4 * YEAR,
    cliffSeconds: YEAR,
    revocable,
  };
  return { terms, amount: AMOUNT };
}

/** The vault of user 3, who votes with its tokens where they have votes. */
async function vaultOf(
  { users, token }: World,
  factory: VestingFactory,
  revocable = false,
): Promise<VestingVault> {
  const { terms, amount } = grant(users[3]!.address, revocable);
  await factory.create([{ terms, amount }]);
  const vault = await ethers.getContractAt("VestingVault", await factory.predict(terms));
  if ((await factory.TOKEN()) === token.target) await vault.connect(users[3]).delegate(users[3]!);
  return vault;
}

async function claim(world: World, factory: VestingFactory, times: number, apart = false): Promise<number> {
  const vault = await vaultOf(world, factory);
  // Somebody else votes with what is not vested yet.
  if (apart) await vault.connect(world.users[3]).delegate(world.users[5]!);
  const token = await factory.TOKEN();
  const release = () => vault.connect(world.users[3])["release(address)"](token);
  for (let i = 0; i < times; ++i) {
    await time.increaseTo(START + (2 + i) * YEAR);
    if (i < times - 1) await release();
  }
  return used(release());
}

const actions: Action<World>[] = [
  {
    name: "create",
    goal: 160_000,
    peers: { [sablier]: 257_338, [openZeppelin]: 672_264 },
    measure: ({ factory, users }) => used(factory.create([grant(users[4]!.address)])),
  },
  {
    name: "create.batch20",
    goal: 160_000,
    peers: { [sablier]: 257_338, [openZeppelin]: 672_264 },
    measure: async ({ factory }) => {
      const grants = Array.from({ length: 20 }, (_, i) =>
        grant(ethers.dataSlice(ethers.id(`new ${i}`), 0, 20)),
      );
      return Math.ceil((await used(factory.create(grants))) / 20);
    },
  },
  {
    name: "create.topUp",
    goal: 63_100,
    measure: async ({ factory, users }) => {
      await factory.create([grant(users[4]!.address)]);
      return used(factory.create([grant(users[4]!.address)]));
    },
  },
  { name: "claim.first", goal: 73_300, measure: (world) => claim(world, world.factory, 1) },
  {
    name: "claim.later",
    goal: 50_000,
    peers: { [sablier]: 96_307, [openZeppelin]: 48_464 },
    measure: (world) => claim(world, world.plainFactory, 2),
  },
  {
    name: "claim.later.governance",
    goal: 53_000,
    forced: { limit: 55_800, record: "docs/decisions/0412-what-a-claim-must-cost.md" },
    measure: (world) => claim(world, world.factory, 2),
  },
  { name: "claim.later.apart", measure: (world) => claim(world, world.factory, 2, true) },
  {
    name: "revoke",
    goal: 138_500,
    measure: async (world) => {
      const vault = await vaultOf(world, world.factory, true);
      await time.increaseTo(START + 2 * YEAR);
      return used(vault.connect(world.timelock).revoke());
    },
  },
];

export const vesting = suite(
  "vesting",
  [
    "Gas of the receipt, all storage cold, solc optimizer 200 runs, Hardhat's in-process chain.",
    "Four years with a cliff of one. Token: GovernanceToken (ERC20Votes); claim.later: a plain ERC-20.",
    "create: the funder has approved more than the sum and keeps tokens; the beneficiary is new to the chain.",
    "batch20: a transaction of 20 grants, for each of them. claim: the beneficiary holds tokens and votes with the",
    "vault's (.apart: somebody else does); the first after two years, the later after three. revoke: after two years, with two delegates' votes.",
    "Goals without a peer are the measurement and 2 %; for claim.later.governance see docs/decisions/0412.",
  ],
  deploy,
  actions,
);
