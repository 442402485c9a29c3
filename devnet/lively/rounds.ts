import { mine } from "@nomicfoundation/hardhat-network-helpers";
import { getBytes } from "ethers";

import * as sdk from "@polity/sdk";
import { contentHash } from "@polity/sdk/core/content";
import * as rounds from "@polity/sdk/rounds";
import { send } from "@polity/sdk/transaction";
import { judgeRound } from "../judges/round";
import { recognise } from "./credentials";
import { pay } from "./holders";
import { PEOPLE, type PersonName } from "./people";
import type { World } from "./world";

/** The council knows runners, whose credentials end and are given again. */
export function planRunners(world: World, days: readonly number[], runners: readonly PersonName[]): void {
  const { calendar, config } = world;
  for (const day of days)
    for (const [i, name] of runners.entries())
      calendar.on(day + i / 10, () => recognise(world, config.rounds!.runners, PEOPLE[name], "runner"));
}

/** A round of a program: what models judge, or where there are no entries what is computed from the chain. */
export interface Round {
  day: number;
  /** The program's number on the chain, and its name in the configuration. */
  program: bigint;
  name: string;
  entries?: readonly { by: PersonName; text: string }[];
  runners: readonly PersonName[];
  /** Who pays for entries and bonds of those who have nothing. */
  lender: PersonName;
}

/** Puts a round into the calendar: from its opening to its claims, as far as it comes until today. */
export function planRound(world: World, planned: Round): void {
  const { day, program, name, entries = [], runners, lender } = planned;
  const { calendar, config, network, signer, diary } = world;
  const shared = rounds.requireRounds(network);
  const terms = config.rounds!.programs.find((one) => one.name === name)!;
  const days = (seconds: number) => seconds / sdk.DAY;
  const files = entries.map(({ text }, i) => ({ text, salt: contentHash(`${day} ${i} ${text}`) }));
  let id: bigint;
  const advance = async () => rounds.advanceRound(shared, network.registry, await signer("june"), id);

  calendar.on(day, async () => {
    ({ id } = await rounds.openRound(shared, await signer("june"), program));
    diary.write("opened", { round: id, program: name });
  });
  for (const [i, { by, text }] of entries.entries())
    calendar.on(day + 1 + i, async () => {
      await pay(world, lender, PEOPLE[by], terms.entryFee);
      await rounds.submitEntry(shared, await signer(by), id, {
        ...{ beneficiary: PEOPLE[by], contentHash: rounds.entryHash(text, files[i]!.salt) },
        uri: `ipfs://entries/${by}`,
      });
      diary.write("entered", { round: id, by: PEOPLE[by] });
    });
  const frozen = day + days(terms.openFor) + 0.02;
  calendar.on(frozen, async () => {
    await advance();
    await mine(33);
    await advance();
  });

  let found: Promise<Outcome> | undefined;
  const outcome = () => (found ??= terms.kind === "judge" ? judged(world, id, files) : computed(world, id));
  const revelationOf = async (runner: PersonName) => ({
    ...(await outcome()),
    salt: (await rounds.runSalt(shared, await signer(runner), id))!,
  });
  for (const [i, runner] of runners.entries()) {
    const part = (0.9 * (i + 1)) / (runners.length + 1);
    calendar.on(frozen + 0.02 + part * days(terms.runFor), async () => {
      await pay(world, lender, PEOPLE[runner], terms.runnerBond);
      await rounds.commitRun(shared, await signer(runner), id, await revelationOf(runner));
      diary.write("computed", { round: id, by: PEOPLE[runner] });
    });
    calendar.on(frozen + days(terms.runFor) + 0.02 + part * days(terms.revealFor), async () => {
      const revelation = await revelationOf(runner);
      await rounds.revealRun(shared, await signer(runner), id, revelation, `ipfs://bundles/${runner}`);
    });
  }
  const revealed = frozen + days(terms.runFor) + days(terms.revealFor) + 0.1;
  calendar.on(revealed, async () => {
    await advance();
  });
  calendar.on(revealed + days(terms.challengeFor) + 0.1, async () => {
    const june = await signer("june");
    const { tree } = await outcome();
    for (const { index, account, amount, proof } of tree?.claims() ?? [])
      await send(june, shared.claimProven.populateTransaction(id, index, account, amount, proof));
    const round = await rounds.readRound(shared, id);
    const { timestamp } = (await shared.runner!.provider!.getBlock("latest"))!;
    if (!tree) await rounds.claimShares(shared, june, id, await rounds.claimableIn(shared, round, timestamp));
    await advance();
  });
}

/** What runners of a round commit to and reveal. */
interface Outcome extends Omit<rounds.Revelation, "salt"> {
  tree?: rounds.Computed["tree"];
}

/** What simulated models say. */
async function judged(
  { network }: World,
  id: bigint,
  files: readonly { text: string; salt: string }[],
): Promise<Outcome> {
  const bundle = await judgeRound(rounds.requireRounds(network), id, files, "honest");
  return { result: rounds.scoresOf(rounds.outcomeOf(bundle)), bundleHash: rounds.bundleHash(bundle) };
}

/** What an exact function computes from the chain. */
async function computed({ network }: World, id: bigint): Promise<Outcome> {
  const shared = rounds.requireRounds(network);
  const round = await rounds.readRound(shared, id);
  const scan = { fromBlock: 0 };
  const recipe = await rounds.findRecipe(shared, round.recipe, scan);
  const { shares, tree } = await rounds.computeShares(network, round, recipe, scan);
  const bundleHash = rounds.sharesHash(rounds.sharesText(round, shares));
  return { result: tree ? getBytes(tree.root) : new Uint8Array(), bundleHash, tree };
}
