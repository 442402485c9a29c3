import { hrtime, resourceUsage } from "node:process";

import { impersonateAccount, mine, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import {
  dataSlice,
  encodeBytes32String,
  getAddress,
  id as hashText,
  MaxUint256,
  parseEther,
  ZeroHash,
} from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { drawnBy } from "../../config/schema/rounds";
import { deployNetwork } from "../../deploy/run";
import * as sdk from "@polity/sdk";
import { encodeKey } from "@polity/sdk/nep";
import { classNamed, requireCredentials } from "@polity/sdk/people";
import * as rounds from "@polity/sdk/rounds";
import { CONTROLS, RECIPE, RECIPE_TEXT } from "../judges/recipe";
import { answerOf } from "../judges/stub";

/** How large a round is measured. */
export interface RoundSize {
  /** Contributors: each submits one entry. */
  entries: number;
  /** How many of them are paid. */
  claims: number;
}

/** What it took. Gas of one, and seconds of all. */
export interface RoundFigures extends RoundSize {
  gas: { submit: number; commit: number; reveal: number; tally: number; settle: number; claim: number };
  seconds: Record<
    "submit" | "collect" | "judge" | "bundle" | "tally" | "verify" | "shares" | "claim",
    number
  >;
  transactions: { tallies: number; claims: number };
  bytes: { bundle: number; backtest: number };
  /** The most memory that the process had, in MB; with the chain's where that is in the process. */
  memory: number;
  /** What the chain has otherwise than it is computed here; nothing is what has to be. */
  problems: string[];
}

export const RUNNERS = ["dan", "eva", "finn", "gus", "pia", "quin", "rosa"] as const;
const CHUNK = 500;

/** What a contributor has written, and the salt of its hash: made up, and the same at every start. */
export const fileOf = (index: number) => ({
  text: `Contributor ${index} made part ${index % 97} of the network work better, and says how. Worth: ${index % 17} half-steps.`,
  salt: hashText(`salt ${index}`),
});
const beneficiaryOf = (index: number) => getAddress(dataSlice(hashText(`contributor ${index}`), 0, 20));

/** What a runner makes of a round: it collects the entries, has simulated models judge them, and bundles what they said. */
export async function runOf(
  shared: Parameters<typeof rounds.readRound>[0],
  id: bigint,
  scan: { fromBlock: number },
  timed: <T>(what: "collect" | "judge" | "bundle", act: () => Promise<T>) => Promise<T> = (_, act) => act(),
) {
  const { seed, recipe } = await rounds.readRound(shared, id);
  const given = ({ index }: { index: number }) =>
    Promise.resolve(new TextEncoder().encode(rounds.entryFileText(fileOf(index))));
  const collected = await timed("collect", () => rounds.collectEntries(shared, id, scan, { given }));
  const source = await rounds.findRecipe(shared, recipe, scan);
  // The simulated models answer in this process: what is measured is everything else.
  const bundle = await timed("judge", () =>
    rounds.judgeAll(
      {
        ...{ round: `${id}`, seed, recipe: source, controls: CONTROLS },
        entries: collected.map(({ file }) => file?.text ?? null),
        salts: collected.map(({ file }) => file?.salt ?? null),
      },
      ({ model, system, user }) => Promise.resolve(answerOf("honest", model, system, user)),
    ),
  );
  return timed("bundle", () => {
    const text = rounds.bundleText(bundle);
    const result = rounds.scoresOf(rounds.outcomeOf(bundle));
    return Promise.resolve({ bundle, text, revelation: { result, bundleHash: rounds.bundleHash(bundle) } });
  });
}

/** One round with many contributors, from its opening to claims that vest, by what the commands call: what of it costs gas, and what time. */
export async function measureRound(
  hre: HardhatRuntimeEnvironment,
  { entries, claims }: RoundSize,
  say: (line: string) => void,
): Promise<RoundFigures> {
  const { provider } = hre.ethers;
  const config = parseConfig(presets["distributed-ai"]);
  const contracts = await deployNetwork(hre, config, resolveAccounts(config, LOCAL_CHAIN));
  const network = sdk.connect(contracts, provider);
  const shared = rounds.requireRounds(network);
  const { token, registry } = network;
  const signer = (name: keyof typeof LOCAL_ACCOUNTS) => hre.ethers.getSigner(LOCAL_ACCOUNTS[name]);
  const [ben, june] = await Promise.all([signer("ben"), signer("june")]);
  const as = async (account: string) => {
    await impersonateAccount(account);
    await setBalance(account, parseEther("10"));
    return hre.ethers.getSigner(account);
  };
  const gas = { submit: 0, commit: 0, reveal: 0, tally: 0, settle: 0, claim: 0 };
  const seconds = { submit: 0, collect: 0, judge: 0, bundle: 0, tally: 0, verify: 0, shares: 0, claim: 0 };
  const timed = async <T>(what: keyof typeof seconds, act: () => Promise<T>): Promise<T> => {
    const before = hrtime.bigint();
    const answer = await act();
    seconds[what] += Number(hrtime.bigint() - before) / 1e9;
    return answer;
  };
  const gasOf = ({ gasUsed }: { gasUsed: bigint }) => Number(gasUsed);

  // What votes decide: the program with its budget, the recipe, and who may run.
  const equity = config.rounds!.programs.find(({ name }) => name === "equity")!;
  const { kind: runnerClass } = await classNamed(requireCredentials(network), "RUNNER");
  const timelock = await as(contracts.TimelockController);
  const asset = contracts.GovernanceToken;
  await sdk
    .requireTreasury(network)
    .connect(timelock)
    .grantBudget({
      ...{
        spender: contracts.Rounds!,
        token: asset,
        amount: drawnBy(equity),
        start: 0,
        period: equity.every,
      },
      ...{ periods: equity.rounds, rollover: false, category: encodeBytes32String(equity.category) },
    });
  await shared.connect(timelock).createProgram({
    ...{ ...equity, recipeKey: encodeKey(equity.recipe), asset, runnerClass, kind: 0 },
    ...{ potPerRound: equity.pot, budgetId: 1 },
  });
  await rounds.publishRecipe(shared, june, RECIPE_TEXT, "");
  await registry
    .connect(timelock)
    .upgrade(
      encodeBytes32String("prompt"),
      [{ key: encodeKey(equity.recipe), value: rounds.recipeHash(RECIPE) }],
      ...([true, hashText("NEP"), ""] as const),
    );
  const council = await as(contracts.Council!);
  for (const name of RUNNERS) {
    const credentials = requireCredentials(network).connect(council);
    await credentials.issue(runnerClass, LOCAL_ACCOUNTS[name], ZeroHash);
  }
  await time.increase(1);

  say(`${entries} contributors submit to a round`);
  const { id } = await rounds.openRound(shared, june, 1n);
  const view = () => rounds.readRound(shared, id);
  await token.connect(ben).approve(shared, MaxUint256);
  await timed("submit", async () => {
    for (let i = 0; i < entries; i++) {
      const { text, salt } = fileOf(i);
      const of = { beneficiary: beneficiaryOf(i), contentHash: rounds.entryHash(text, salt) };
      const { receipt } = await rounds.submitEntry(shared, ben, id, { ...of, uri: `ipfs://entry-${i}` });
      gas.submit = Math.max(gas.submit, i === 0 ? 0 : gasOf(receipt));
      if ((i + 1) % CHUNK === 0) say(`  ${i + 1} are in`);
    }
  });
  const advance = () => rounds.advanceRound(shared, registry, june, id);
  await time.increaseTo((await view()).closes);
  await advance();
  await mine(33);
  await advance();

  say("a runner collects and judges them");
  const scan = { fromBlock: 0 };
  const { bundle, text, revelation } = await runOf(shared, id, scan, timed);

  say(`${RUNNERS.length} runners commit and reveal`);
  for (const name of RUNNERS) {
    const runner = await signer(name);
    const receipt = await rounds.commitRun(shared, runner, id, { ...revelation, salt: hashText(name) });
    gas.commit = Math.max(gas.commit, gasOf(receipt));
  }
  await time.increaseTo((await view()).commitUntil);
  for (const name of RUNNERS) {
    const runner = await signer(name);
    const receipt = await rounds.revealRun(shared, runner, id, { ...revelation, salt: hashText(name) }, "");
    gas.reveal = Math.max(gas.reveal, gasOf(receipt));
  }
  await time.increaseTo((await view()).revealUntil);

  say("the chain computes medians and weights");
  const transactions = { tallies: 0, claims: 0 };
  await timed("tally", async () => {
    while ((await view()).status === "running") {
      gas.tally += gasOf((await advance()).receipt);
      transactions.tallies++;
    }
  });
  const problems: string[] = [];
  const { holds, sentence } = await timed("verify", () => rounds.verifyOnChain(network, id, 0, text, scan));
  if (!holds) problems.push(sentence);
  const round = await view();
  const shares = await timed("shares", () => rounds.readShares(shared, round));
  const scores = rounds.mediansOf(RUNNERS.map(() => [...revelation.result]));
  const owed = rounds.sharesOf(scores, round.pot, round.capBps);
  const other = shares.find(({ index, score, share }) => score !== scores[index] || share !== owed[index]);
  if (other) problems.push(`entry ${other.index} has another score or share than is computed`);

  say(`${claims} of them are paid`);
  await time.increaseTo(round.windowUntil);
  gas.settle = gasOf((await advance()).receipt);
  const due = shares.filter(({ share }) => share > 0n).slice(0, claims);
  const receipts = await timed("claim", () =>
    rounds.claimShares(
      shared,
      june,
      id,
      due.map(({ index }) => index),
    ),
  );
  transactions.claims = receipts.length;
  gas.claim = Math.round(receipts.reduce((sum, receipt) => sum + gasOf(receipt), 0) / due.length);
  const paid = due.reduce((sum, { share }) => sum + share, 0n);
  if ((await view()).claimed !== paid) problems.push("what was claimed is not what was owed");

  const past = {
    ...round,
    entries: shares.map(({ index, score }) => ({ beneficiary: beneficiaryOf(index), score })),
  };
  const backtest = rounds.evidenceText(rounds.backtestOf(past, bundle));
  return {
    ...{ entries, claims: due.length, gas, seconds, transactions, problems },
    bytes: { bundle: Buffer.byteLength(text), backtest: Buffer.byteLength(backtest) },
    memory: Math.round(resourceUsage().maxRSS / 1024),
  };
}
