import { setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

import { asAccount, code, Match, Support, word } from "../test/helpers/governor";
import { change, definition, key, Kind, word as value, ZERO } from "../test/protocol/fixture";
import { deployGovernance, type Governance } from "./governance";
import { inVote, relayAll } from "./governor";
import { probed, suite, used, type Action } from "./suite";

/** How a cost grows: measured at some sizes, and what the formula says of them, which is the goal. */
interface Curve<World> {
  /** What is done, and of what there are so many. */
  name: string;
  sizes: number[];
  /** The formula as a person reads it, and as the check takes it. */
  formula: string;
  most: (size: number) => number;
  measure: (world: World, size: number) => Promise<number>;
}

const { ceil } = Math;

/** How many steps the search in a history takes beyond its first: the next ones end 5, 21 and 85 points back. */
const stepsTo = (back: number): number => [2, 6, 22].filter((from) => back >= from).length;

/** Gives numbers to voters until there are `count`, by delegating one lock to one new address after the other. */
async function numberUpTo({ escrow, voters }: Governance, count: number): Promise<void> {
  for (let i = 51; i < count; ++i) {
    const somebody = ethers.dataSlice(ethers.id(`voter ${i} of many`), 0, 20);
    await escrow.connect(voters[1]).delegate(somebody);
  }
}

/** An account whose votes have so many points, and the seconds of these. */
async function points({ escrow, token, proposer }: Governance, count: number): Promise<number[]> {
  await token.connect(proposer).approve(escrow, ethers.MaxUint256);
  const seconds: number[] = [];
  for (let i = 0; i < count; ++i) {
    await escrow.connect(proposer).increaseAmount(proposer, 0, 1n);
    seconds.push(await time.latest());
  }
  await time.increase(1);
  return seconds;
}

const curves: Curve<Governance>[] = [
  {
    name: "a vote, of so many numbered voters",
    sizes: [51, 127, 128, 300],
    formula: "51,000; from 128 on 68,100 for the first in a word of 128, whom these are",
    most: (count) => 51_000 + (count < 128 ? 0 : 17_100),
    measure: async (world, count) => {
      const { network, escrow, voters } = world;
      if (count > 51) await numberUpTo(world, count - 1);
      // Whoever comes last gets the votes of a lock, and votes.
      const last = count > 51 ? new ethers.Wallet(ethers.id("the last voter"), ethers.provider) : voters[3]!;
      if (count > 51) {
        await setBalance(last.address, ethers.parseEther("10"));
        await escrow.connect(voters[1]).delegate(last);
      }
      const { id } = await inVote(world, network, { known: false });
      return used(network.connect(last).castVote(id, Support.For));
    },
  },
  {
    name: "a ballot, of so many relayed together",
    sizes: [1, 10, 50],
    formula: "19,300 + 41,000 / n",
    most: (count) => ceil(19_300 + 41_000 / count),
    measure: async (world, count) => {
      const proposal = await inVote(world, world.network, { known: false });
      return relayAll({ ...world, voters: world.voters.slice(1).slice(0, count) }, proposal);
    },
  },
  {
    name: "a proposal, after so many",
    sizes: [1, 10, 130],
    formula: "200,000",
    most: () => 200_000,
    measure: async (world, count) => {
      const make = async (i: number) =>
        world.propose(world.network, await world.proposal(`# NEP-ECON: Number ${i}`));
      for (let i = 0; i < count; ++i) await make(i);
      return used(make(count));
    },
  },
  {
    name: "a proposal, of so many scopes in the rulebook",
    sizes: [4, 50, 150],
    formula: "200,000",
    most: () => 200_000,
    measure: async (world, count) => {
      const { network, rulebook, target, proposal } = world;
      const book = rulebook.connect(await asAccount(await network.timelock()));
      const { selector } = target.interface.getFunction("upgrade");
      for (let i = 4; i < count; ++i) {
        await book.setScope({
          ...{ target, how: Match.SelectorAndWord, selector, word: word(`scope ${i}`), allowsValue: false },
          ...{ unstoppable: false, codes: [code("ECON")] },
        });
      }
      await world.propose(network, await proposal("# NEP-ECON: The first"));
      return used(world.propose(network, await proposal("# NEP-ECON: The next")));
    },
  },
  {
    name: "an upgrade of one parameter, of so many",
    sizes: [10, 40, 80],
    formula: "172,000",
    most: () => 172_000,
    measure: async (_, count) => {
      const registry = await registryOf(count);
      await registry.upgrade(
        key("econ"),
        [change("econ.p0", 5)],
        true,
        ethers.id("spec"),
        "ipfs://specification",
      );
      await time.increase(86_400);
      return used(
        registry.upgrade(
          key("econ"),
          [change("econ.p0", 7)],
          true,
          ethers.id("spec"),
          "ipfs://specification",
        ),
      );
    },
  },
  {
    name: "a registry, of so many parameters",
    sizes: [10, 40, 80],
    formula: "2,430,000 + 146,500 × n",
    most: (count) => 2_430_000 + 146_500 * count,
    measure: async (_, count) => used(Promise.resolve((await registryOf(count)).deploymentTransaction()!)),
  },
];

async function registryOf(count: number) {
  const [timelock] = await ethers.getSigners();
  const definitions = Array.from({ length: count }, (_, i) =>
    definition(`econ.p${i}`, Kind.Uint, value(1), ZERO, value(1_000)),
  );
  return ethers.deployContract("ProtocolRegistry", [timelock!.address, definitions]);
}

/** An account whose votes have a long history: written once, for it takes a thousand transactions. */
const HISTORY = 1_024;

async function deployHistory() {
  const world = await deployGovernance();
  return { ...world, seconds: await points(world, HISTORY) };
}

type History = Awaited<ReturnType<typeof deployHistory>>;

const curvesOfHistory: Curve<History>[] = [
  {
    name: "a first late ballot, after so many locks since the snapshot",
    sizes: [0, 1, 8, 64],
    formula: "93,500; 96,000 after one lock, 7,300 more at 2, 6 and 22; from 86 on 127,500, of 1,024 points",
    most: (count) => (count === 0 ? 93_500 : count > 85 ? 127_500 : 96_000 + 7_300 * stepsTo(count)),
    measure: async (world, count) => {
      const { id } = await inVote(world, world.network);
      if (count > 0) await points(world, count);
      await time.increaseTo((await world.network.proposalDeadline(id)) - 1_000n);
      return used(world.network.connect(world.voters[3]).castVote(id, Support.For));
    },
  },
  {
    name: "past votes, so many of 1,024 points back",
    sizes: [0, 1, 2, 4, 8, 64, 512, 1_023],
    formula: "6,700; 9,800 from 1 back, 7,300 more from 2, 6 and 22; 41,000 from 86",
    most: (back) => (back === 0 ? 6_700 : back > 85 ? 41_000 : 9_800 + 7_300 * stepsTo(back)),
    measure: async (world, back) => {
      const probe = await ethers.deployContract("GasProbe");
      return probed(
        probe,
        world.escrow,
        world.escrow.interface.encodeFunctionData("getPastVotes", [
          world.proposer.address,
          world.seconds[HISTORY - 1 - back]!,
        ]),
      );
    },
  },
];

const linesOf = (of: readonly { name: string; formula: string }[]): string[] => [
  "How costs grow: the goal of each row is its formula, so that what grows faster is a miss. Otherwise as governor.",
  ...of.map(({ name, formula }) => `${name}: at most ${formula}.`),
];

const actionsOf = <World>(of: readonly Curve<World>[]): Action<World>[] =>
  of.flatMap(({ name, sizes, most, measure }) =>
    sizes.map((size) => ({
      name: `${name}: ${size}`,
      goal: most(size),
      measure: (world: World) => measure(world, size),
    })),
  );

export const growth = suite("growth", linesOf(curves), deployGovernance, actionsOf(curves));
export const history = suite("history", linesOf(curvesOfHistory), deployHistory, actionsOf(curvesOfHistory));
