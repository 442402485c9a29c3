import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { encodeBytes32String, id as hashText, parseEther, ZeroHash } from "ethers";

import { LOCAL_ACCOUNTS } from "../../../config";
import { DAY, encodeKey, send } from "@polity/sdk";
import { classNamed, requireCredentials } from "@polity/sdk/people";
import * as rounds from "@polity/sdk/rounds";
import { RECIPE, RECIPE_TEXT } from "../../judges/recipe";
import type { Compare } from "../compare";
import { chunks } from "../pace";
import { fileOf, RUNNERS, runOf } from "../rounds";
import type { Stage } from "./stage";

/** What a share of the round is, and whether a ruling has struck it. */
export interface Entry {
  index: number;
  beneficiary: string;
  score: number;
  share: bigint;
  struck: boolean;
}

export interface Round {
  id: bigint;
  entries: Entry[];
  /** What can be withdrawn, by accounts: fees and bonds of runs, what flags brought. */
  credits: Map<string, bigint>;
}

/** Of a program that no preset of AI1NET has: models judge what contributors did, as Distributed.ai's do. */
const RECIPE_KEY = "prompt.contributions";
const BYTES32 = 4;
export const ENTRY_FEE = parseEther("1");
export const FLAG_BOND = parseEther("250");
const RUNNER_FEE = parseEther("100");
const RUNNER_BOND = parseEther("1000");
/** A contributor's share is so much on average. */
const SHARE = parseEther("50");
/** What the treasury lends a round at the most, twice in 30 days. */
const potOf = (entries: number) => SHARE * BigInt(entries);
const MOST_RUNS = 15n;

/** What contributors and runners need, in base units. */
export const forRound = (entries: number): bigint =>
  BigInt(entries) * ENTRY_FEE + BigInt(RUNNERS.length) * RUNNER_BOND;

/** Votes open a program that models judge; here its timelock is asked in their name. */
async function openProgram({ network, as, signer, config, size }: Stage): Promise<bigint> {
  const { registry, addresses, treasury } = network;
  const [shared, timelock] = [rounds.requireRounds(network), await as(addresses.TimelockController)];
  const { kind: runnerClass } = await classNamed(requireCredentials(network), config.rounds!.runners);
  const [key, asset] = [encodeKey(RECIPE_KEY), addresses.GovernanceToken];
  const value = rounds.recipeHash(RECIPE);
  const definition = { key, kind: BYTES32, min: ZeroHash, max: ZeroHash, value };
  await send(timelock, registry.defineParameters.populateTransaction([definition]));
  await rounds.publishRecipe(shared, await signer("june"), RECIPE_TEXT, "");
  const pot = potOf(size.entries);
  const budget = treasury!.grantBudget.populateTransaction({
    ...{ spender: addresses.Rounds!, token: asset, amount: pot + MOST_RUNS * RUNNER_FEE, start: 0 },
    ...{ period: 30 * DAY, periods: 12, rollover: false, category: encodeBytes32String("contributions") },
  });
  await send(timelock, budget);
  const program = shared.createProgram.populateTransaction({
    ...{
      recipeKey: key,
      asset,
      entryFee: ENTRY_FEE,
      potPerRound: pot,
      budgetId: await treasury!.budgetCount(),
    },
    ...{ every: 30 * DAY, vestFor: 0, cliff: 0, runnerFee: RUNNER_FEE, runnerBond: RUNNER_BOND },
    ...{ openFor: DAY, runFor: 3 * DAY, revealFor: 2 * DAY, challengeFor: 24 * DAY, claimFor: 90 * DAY },
    ...{ flagBond: FLAG_BOND, kind: 0, minCommits: 5, minReveals: 4, capBps: 10_000, runnerClass },
  });
  await send(timelock, program);
  const council = await as(addresses.Council!);
  const credentials = requireCredentials(network);
  for (const name of RUNNERS)
    await send(council, credentials.issue.populateTransaction(runnerClass, LOCAL_ACCOUNTS[name], ZeroHash));
  return shared.programCount();
}

/**
 * A round from its opening to its tally: contributors submit, runners judge, commit and reveal, the chain computes medians.
 * @param beneficiaries Whom the entries are for.
 */
export async function runRound(stage: Stage, beneficiaries: readonly string[]): Promise<Round> {
  const { network, model, signer, batch, phase, fromBlock, size, helper, as } = stage;
  const { token, registry, addresses } = network;
  const [shared, june, Rounds] = [rounds.requireRounds(network), await signer("june"), addresses.Rounds!];
  const program = await openProgram(stage);
  const { id } = await rounds.openRound(shared, june, program);
  model.move(model.at.treasury, Rounds, potOf(size.entries) + MOST_RUNS * RUNNER_FEE);
  const view = () => rounds.readRound(shared, id);
  const advance = () => rounds.advanceRound(shared, registry, june, id);

  await send(await as(helper), token.approve.populateTransaction(shared, ENTRY_FEE * BigInt(size.entries)));
  const indexes = Array.from({ length: size.entries }, (_, index) => index);
  await batch(
    "entries",
    100,
    indexes.map((index) => {
      const { text, salt } = fileOf(index);
      const hash = rounds.entryHash(text, salt);
      return shared.submit.populateTransaction(id, beneficiaries[index]!, hash, `ipfs://entry-${index}`);
    }),
  );
  model.move(helper, Rounds, ENTRY_FEE * BigInt(size.entries));
  await time.increaseTo((await view()).closes);
  await advance();
  await mine(33);
  await advance();

  const { revelation } = await phase("judging", () => runOf(shared, id, { fromBlock }));
  await stage.pay(
    "bonds of runners",
    RUNNERS.map((name) => ({ to: LOCAL_ACCOUNTS[name], amount: RUNNER_BOND })),
  );
  await phase("commitments and reveals", async () => {
    for (const name of RUNNERS) {
      await rounds.commitRun(shared, await signer(name), id, { ...revelation, salt: hashText(name) });
      model.move(LOCAL_ACCOUNTS[name], Rounds, RUNNER_BOND);
    }
    await time.increaseTo((await view()).commitUntil);
    for (const name of RUNNERS)
      await rounds.revealRun(shared, await signer(name), id, { ...revelation, salt: hashText(name) }, "");
    await time.increaseTo((await view()).revealUntil);
  });
  await phase("tally", async () => {
    while ((await view()).status === "running") await advance();
  });
  const { pot, capBps } = await view();
  const scores = rounds.mediansOf(RUNNERS.map(() => [...revelation.result]));
  const shares = rounds.sharesOf(scores, pot, capBps);
  return {
    ...{ id, credits: new Map(RUNNERS.map((name) => [LOCAL_ACCOUNTS[name], RUNNER_BOND + RUNNER_FEE])) },
    entries: indexes.map((index) => ({
      ...{ index, beneficiary: beneficiaries[index]!, score: scores[index]!, share: shares[index]! },
      struck: false,
    })),
  };
}

/** All shares that stand are claimed for whom they belong to, and the runners are settled. */
export async function finishRound(
  { network, model, signer, batch }: Stage,
  { id, entries }: Round,
): Promise<void> {
  const [shared, june] = [rounds.requireRounds(network), await signer("june")];
  const { windowUntil } = await rounds.readRound(shared, id);
  if ((await time.latest()) < windowUntil) await time.increaseTo(windowUntil);
  await rounds.advanceRound(shared, network.registry, june, id);
  const due = entries.filter(({ share, struck }) => share > 0n && !struck);
  const claims = chunks(due, rounds.CLAIM_CHUNK).map((part) =>
    shared.claimMany.populateTransaction(
      id,
      part.map(({ index }) => index),
    ),
  );
  await batch("shares", 4, claims);
  for (const { beneficiary, share } of due)
    model.move(network.addresses.Rounds!, beneficiary, share + ENTRY_FEE);
}

/** Holds every share of the round, and what it owes beside them, against the model. */
export async function checkRound({ network }: Stage, { id, entries, credits }: Round, compare: Compare) {
  const shared = rounds.requireRounds(network);
  const shares = await rounds.readShares(shared, { id, count: entries.length });
  await compare("shares of the round", entries, ({ index, score, share }) => {
    const found = shares[index]!;
    const line = (of: { score: number; share: bigint; closed: boolean }) =>
      `${of.score} half-steps, ${of.share}, ${of.closed ? "closed" : "open"}`;
    return Promise.resolve([`entry ${index}`, line(found), line({ score, share, closed: share > 0n })]);
  });
  await compare("credits of the round", [...credits], async ([account, amount]) => [
    account,
    await shared.creditOf(account, network.addresses.GovernanceToken),
    amount,
  ]);
}
