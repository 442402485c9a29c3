import { time } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

import { asAccount, code, DAY, scopesFor, TYPES } from "../test/helpers/governor";
import type { PhasedRulebook, Phases } from "../typechain-types";
import { deployGovernance as deployNetwork, type Governance } from "./governance";
import { suite, used } from "./suite";

const OPEN = { minTime: 0n, latestAfter: 0n, minDecisions: 0n, minTurnoutBps: 0n, maxFounderBps: 10_000n };
const GATES = [
  { ...OPEN, latestAfter: 365n * DAY, handsOff: false },
  { ...OPEN, minDecisions: 10n, minTurnoutBps: 500n, maxFounderBps: 4_000n, handsOff: true },
  { ...OPEN, handsOff: false },
];
const TITLE = "# NEP-ECON: Decision";

interface World extends Governance {
  /** As the timelock calls them. */
  phases: Phases;
  book: PhasedRulebook;
}

/** The governor of its own suite, with a rulebook that has phases: five voters are founders. ARCH changes with each phase. */
async function deploy(): Promise<World> {
  const world = await deployNetwork();
  const { network, target, voters, history } = world;
  const timelock = await network.timelock();
  const founders = voters.slice(0, 5).map(({ address }) => address);
  const phases: Phases = await ethers.deployContract("Phases", [timelock, GATES, founders]);
  const types = Object.entries(TYPES).map(([name, rules]) => ({ code: code(name), rules }));
  const later = [{ code: code("ECON"), phase: 1, rules: { ...TYPES.ECON!, quorumBps: 1_900n } }];
  const book: PhasedRulebook = await ethers.deployContract("PhasedRulebook", [
    ...[timelock, phases, types, scopesFor(target), later],
  ] as never);
  await phases.adoptGovernor(network);
  const data = network.interface.encodeFunctionData("setRulebook", [await book.getAddress()]);
  await history(network, "# NEP-GOV: A book with phases", [{ target: network, data }]);
  await history(network);
  const vote = await asAccount(timelock);
  return { ...world, phases: phases.connect(vote), book: book.connect(vote) };
}

const toFirst = async ({ phases, relayer }: World) => {
  await time.increaseTo(await phases.latestAt(0));
  return phases.connect(relayer).advance([]);
};

async function propose({ network, proposal, propose: submit }: World, title = "# NEP-ECON: A vote") {
  return used(submit(network, await proposal(title)));
}

/** What a network with phases pays beside one without; goals are those of the design where it has one. */
export const phases = suite<World>(
  "phases",
  [
    "The network of the suite governor, with votes from the escrow; five of its voters are founders. A decision is one that all 50",
    "have voted on.",
  ],
  deploy,
  [
    { name: "advance.latest", goal: 60_000, measure: (world) => used(toFirst(world)) },
    {
      name: "advance.ten",
      goal: 1_500_000,
      measure: async (world) => {
        await toFirst(world);
        const ids: bigint[] = [];
        for (let i = 0; i < 10; i++) {
          const title = `${TITLE} ${i}`;
          ids.push((await world.proposal(title, [world.set(0n)])).id);
          await world.history(world.network, title);
        }
        ids.sort((a, b) => (a < b ? -1 : 1));
        return used(world.phases.advance(ids));
      },
    },
    { name: "propose.first", goal: 206_000, measure: (world) => propose(world) },
    {
      name: "propose.own",
      goal: 206_000,
      measure: async (world) => {
        await toFirst(world);
        await world.history(world.network, `${TITLE} of this phase`);
        return propose(world);
      },
    },
    {
      name: "propose.inherited",
      goal: 206_000,
      measure: async (world) => {
        await world.phases.loosen(1, {
          ...GATES[1]!,
          minDecisions: 0n,
          maxFounderBps: 10_000n,
          handsOff: false,
        });
        await toFirst(world);
        await world.phases.advance([]);
        await world.history(world.network, `${TITLE} of this phase`);
        return propose(world);
      },
    },
    {
      name: "setRulesFrom",
      measure: ({ book }) => used(book.setRulesFrom(code("ECON"), 2, { ...TYPES.ECON!, quorumBps: 1_800n })),
    },
  ],
);
