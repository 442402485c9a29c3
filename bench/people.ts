import { time } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

import type {
  Ballots,
  BlendedVotes,
  Credentials,
  GasProbe,
  QuadraticVotes,
  Reputation,
} from "../typechain-types";
import { probed, START, suite, used } from "./suite";

const DAY = 24 * 60 * 60;
const ONE = 10n ** 18n;
const REF = ethers.id("task 7");

interface World {
  probe: GasProbe;
  credentials: Credentials;
  reputation: Reputation;
  quadratic: QuadraticVotes;
  blended: BlendedVotes;
  ballots: Ballots;
  /** A person with stake and points; somebody who is new. */
  known: string;
  fresh: string;
  /** The number of an election by approval, and of a poll in parts, both open. */
  approval: bigint;
  split: bigint;
}

/** Persons who have their credential and their points for a while, and two ballots that are open. */
async function deploy(): Promise<World> {
  const [self, fresh] = await ethers.getSigners();
  const known = self!.address;
  await time.setNextBlockTimestamp(START);
  const token = await ethers.deployContract("GovernanceToken", [
    ...["Bench", "BNC", known, [{ account: known, amount: 1_000_000n * ONE }], 2_000_000n * ONE, 0],
  ] as never);
  await token.delegate(known);
  const credentials = await ethers.deployContract("Credentials", [known, []]);
  await credentials.openClass(ethers.encodeBytes32String("PERSON"), known, 365 * DAY, true);
  await credentials.issue(0, known, REF);
  const reputation = await ethers.deployContract("Reputation", [known, []]);
  await reputation.setAwarder(known, 1_000_000n * ONE);
  await reputation.award(known, ONE, REF);
  const quadratic = await ethers.deployContract("QuadraticVotes", [token, credentials, 0]);
  const blended = await ethers.deployContract("BlendedVotes", [
    ...[token, reputation, credentials, 0, 1500, ONE],
  ] as never);
  const ballots = await ethers.deployContract("Ballots", [known, token, 100]);
  await time.increase(15 * DAY);
  const opens = (await time.latest()) + 100;
  const terms = {
    ...{ source: token.target as string, opens, closes: opens + 7 * DAY, options: 8, winners: 5 },
    ...{ nomineeBps: 0, quorum: 0, subject: REF },
  };
  await ballots.open({ ...terms, kind: 0 }, "ipfs://text");
  await ballots.open({ ...terms, kind: 1 }, "ipfs://text");
  await time.increaseTo(opens + 10);
  const probe = await ethers.deployContract("GasProbe");
  const world = { probe, credentials, reputation, quadratic, blended, ballots, known };
  return { ...world, fresh: fresh!.address, approval: 1n, split: 2n };
}

const past = async () => (await time.latest()) - 60;

/** What issuers, awarders and voters pay for; goals are those of the design where it has one. */
export const people = suite<World>(
  "people",
  [
    "A person with stake and points; the second award comes 15 days after the first, in the same quarter. Views as a calling contract pays them.",
  ],
  deploy,
  [
    {
      name: "issue a credential",
      goal: 105_000,
      measure: ({ credentials, fresh }) => used(credentials.issue(0, fresh, REF)),
    },
    { name: "renew a credential", measure: ({ credentials, known }) => used(credentials.renew(0, known)) },
    {
      name: "award, known account",
      goal: 115_000,
      measure: ({ reputation, known }) => used(reputation.award(known, ONE, REF)),
    },
    {
      name: "award, new account",
      goal: 150_000,
      measure: ({ reputation, fresh }) => used(reputation.award(fresh, ONE, REF)),
    },
    {
      name: "read quadratic votes",
      measure: async ({ probe, quadratic, known }) =>
        probed(
          probe,
          quadratic,
          quadratic.interface.encodeFunctionData("getPastVotes", [known, await past()]),
        ),
    },
    {
      name: "read blended votes",
      measure: async ({ probe, blended, known }) =>
        probed(probe, blended, blended.interface.encodeFunctionData("getPastVotes", [known, await past()])),
    },
    {
      name: "cast, one option approved",
      measure: ({ ballots, approval }) => used(ballots.cast(approval, [3], [])),
    },
    {
      name: "cast, split over four options",
      measure: ({ ballots, split }) => used(ballots.cast(split, [0, 2, 4, 6], [2_500, 2_500, 2_500, 2_500])),
    },
  ],
);
