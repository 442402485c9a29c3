import { setStorageAt, time } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

import { deployRounds, FEE, slotOfRound } from "../test/rounds/fixture";
import { START, suite, used, type Action } from "./suite";

const DAY = 86_400n;
const ENTRIES = 10_000;
const LARGE = { gasLimit: 16_700_000 } as const;
/** Where the slots are counted of what costs more than its goal. */
const RECORD = "docs/decisions/0472-what-opening-a-round-must-cost.md";
const CONTENT = ethers.id("content");
/** As long as the address of a file in IPFS is. */
const URI = `ipfs://${"b".repeat(59)}`;
/** What a run says of the 10,000 entries. */
const scores = (run: number): number[] =>
  Array.from({ length: ENTRIES }, (_, i) => Number(BigInt(ethers.id(`${run} ${i % 500}`)) % 21n));

async function deploy() {
  await time.setNextBlockTimestamp(START);
  const world = await deployRounds();
  await world.publish();
  await world.create({ minCommits: 5n, minReveals: 5n });
  return world;
}

type World = Awaited<ReturnType<typeof deploy>>;

/** A round with four entries, tallied; its window is over. */
const claimable = async ({ tallied, ada, ben, critic, stranger, toClaims }: World, vestFor = 0n) => {
  const runs = Array.from({ length: 5 }, () => [4, 6, 8, 3]);
  const id = await tallied([ada, ben, critic, stranger], runs, { vestFor, minCommits: 5n, minReveals: 5n });
  await toClaims(id);
  return id;
};

/** A round that says it has 10,000 entries, which is written into its storage, and five runs that are committed to. */
const large = async (world: World) => {
  const { rounds, opened, submit, ada, seal, commit, toReveals, runners } = world;
  const id = await opened({ minCommits: 5n, minReveals: 5n });
  await submit(id, ada);
  await seal(id);
  const slot = await slotOfRound(rounds, id);
  const word = BigInt(await ethers.provider.getStorage(rounds, slot));
  const count = word - (1n << 32n) + (BigInt(ENTRIES) << 32n);
  await setStorageAt(rounds.target as string, slot, ethers.toBeHex(count, 32));
  for (const [i, runner] of runners.slice(0, 5).entries()) await commit(id, runner, scores(i));
  await toReveals(id);
  return id;
};

const actions: Action<World>[] = [
  {
    name: "publishRecipe.20000",
    measure: ({ rounds }) => used(rounds.publishRecipe(ethers.toUtf8Bytes("a recipe, ".repeat(2_000)), URI)),
  },
  {
    name: "open",
    goal: 190_000,
    forced: { limit: 320_000, record: RECORD },
    measure: ({ rounds }) => used(rounds.open(1)),
  },
  {
    name: "submit.next",
    goal: 75_000,
    measure: async ({ rounds, opened, submit, ada, ben }) => {
      const id = await opened({ entryFee: 0n });
      await submit(id, ada);
      return used(rounds.connect(ben).submit(id, ben, CONTENT, URI));
    },
  },
  {
    name: "submit.next, with a fee",
    measure: async ({ rounds, opened, submit, ada, ben }) => {
      const id = await opened();
      await submit(id, ada);
      return used(rounds.connect(ben).submit(id, ben, CONTENT, URI));
    },
  },
  {
    name: "commitRun",
    measure: async ({ opened, submit, ada, seal, commit, runners }) => {
      const id = await opened();
      await submit(id, ada);
      await seal(id);
      await commit(id, runners[1]!, [5]);
      return used(commit(id, runners[0]!, [5]));
    },
  },
  {
    name: "revealRun.10000",
    measure: async (world) => used(world.reveal(await large(world), world.runners[0]!, scores(0))),
  },
  {
    // The last of three calls: a trace of all would fill the memory. 2,000 for each entry.
    name: "tally.512 of 10000, 5 runs",
    goal: 1_024_000,
    measure: async (world) => {
      const { rounds, reveal, toTally, runners } = world;
      const id = await large(world);
      for (const [i, runner] of runners.slice(0, 5).entries()) await reveal(id, runner, scores(i));
      await toTally(id);
      for (const entries of [5_024, 4_464]) await (await rounds.tally(id, entries, LARGE)).wait();
      return used(rounds.tally(id, ENTRIES, LARGE));
    },
  },
  {
    name: "claim.first of a word",
    goal: 140_000,
    measure: async (world) => used(world.rounds.claim(await claimable(world), 0)),
  },
  {
    name: "claim.next",
    goal: 120_000,
    measure: async (world) => {
      const id = await claimable(world);
      await world.rounds.claim(id, 1);
      return used(world.rounds.claim(id, 0));
    },
  },
  {
    name: "claim.next, vesting",
    goal: 230_000,
    measure: async (world) => {
      const id = await claimable(world, 365n * DAY);
      await world.rounds.claim(id, 1);
      return used(world.rounds.claim(id, 0));
    },
  },
  {
    name: "flag",
    measure: async ({ rounds, tallied, ada, critic }) => {
      const id = await tallied([ada], [[5], [5], [5]]);
      return used(rounds.connect(critic).flag(id, 0, { value: FEE }));
    },
  },
  {
    name: "settle.5",
    measure: async (world) => used(world.rounds.settle(await claimable(world))),
  },
  {
    name: "sweep",
    measure: async (world) => {
      const { rounds, toEnd } = world;
      const id = await claimable(world);
      await rounds.settle(id);
      await toEnd(id);
      return used(rounds.sweep(id));
    },
  },
];

/** A round's steps. */
export const rounds = suite(
  "rounds",
  [
    "Gas of the receipt, all storage cold, solc optimizer 200 runs, Hardhat's in-process chain. Goals: the design's.",
    "Five runs. The round of 10,000 entries has its count written into storage: medians need no more of an entry.",
    "tally.512 is the last call. Claims pay a wallet that holds tokens already; the arbitrator is a stock one.",
  ],
  deploy,
  actions,
);
