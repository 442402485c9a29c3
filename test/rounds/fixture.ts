import type { HardhatEthersSigner as Wallet } from "@nomicfoundation/hardhat-ethers/signers";
import { mine, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import type { IRounds } from "../../typechain-types/contracts/rounds/IRounds";

export const DAY = 86_400n;
export const ONE = 10n ** 18n;
export const ETHER = ethers.ZeroAddress;
export const KEY = ethers.encodeBytes32String("prompt.equity");
export const PROGRAM_KEY = ethers.encodeBytes32String("prompt.participation");
export const PAUSE_SCORING = ethers.encodeBytes32String("emerg.pauseScoring");
export const PAUSE_DISTRIBUTION = ethers.encodeBytes32String("emerg.pauseDistribution");
export const RECIPE = ethers.toUtf8Bytes('{"kind":"judge"}');
export const RECIPE_HASH = ethers.sha256(RECIPE);
export const FEE = ONE / 10n;
export const POT = 1_000n * ONE;
export const ENTRY_FEE = ONE;
export const RUNNER_FEE = 2n * ONE;
export const RUNNER_BOND = 30n * ONE;
export const FLAG_BOND = 5n * ONE;
export const SEED_DELAY = 32;
export const RUNNER = 0;
export const Kind = { Judge: 0n, Program: 1n } as const;
export const Status = {
  ...{ None: 0n, Open: 1n, Frozen: 2n, Running: 3n, Tallied: 4n, Voided: 5n, Struck: 6n },
} as const;
export const STANDS = 1n;
export const STRIKE = 2n;
export const FOREVER = 2n ** 48n - 1n;
export const SALT = ethers.id("salt");
export const BUNDLE = ethers.id("bundle");
export const CONTENT = ethers.id("content");

/** floor(1.5^(s/2) · 10^6) by whole numbers: the largest w with w² ≤ 1.5^s · 10^12. */
export function weightOf(score: number): bigint {
  if (score === 0) return 0n;
  const square = (3n ** BigInt(score) * 10n ** 12n) / 2n ** BigInt(score);
  let root = BigInt(Math.floor(Math.sqrt(Number(square))));
  while (root * root > square) root--;
  while ((root + 1n) * (root + 1n) <= square) root++;
  return root;
}

/** The lower middle. */
export const median = (scores: readonly number[]): number =>
  [...scores].sort((a, b) => a - b)[(scores.length - 1) >> 1]!;

export type Program = IRounds.ProgramStruct;

/** A network's parts, a stock arbitrator, fifteen runners, and budgets in its token, in ether and in an odd token. */
export async function deployRounds() {
  const signers = await ethers.getSigners();
  const [timelock, ada, ben, critic, stranger] = signers as [Wallet, Wallet, Wallet, Wallet, Wallet];
  const runners = signers.slice(5, 20);
  const token = await ethers.deployContract("GovernanceToken", [
    ...["Test", "TEST"],
    timelock,
    [{ account: timelock.address, amount: 10_000_000n * ONE }],
    2n ** 96n - 1n,
    0,
  ]);
  const odd = await ethers.deployContract("OddToken");
  const treasury = await ethers.deployContract("Treasury", [
    timelock,
    ETHER,
    [token, odd, ETHER].map((each) => ({ token: each, cap: 1_000_000n * ONE })),
  ]);
  const bool = (key: string) => ({ key, kind: 3, ...zeros() });
  const hash = (key: string, value: string) => ({ key, kind: 4, ...zeros(), value });
  const registry = await ethers.deployContract("ProtocolRegistry", [
    timelock,
    [
      hash(KEY, RECIPE_HASH),
      hash(PROGRAM_KEY, RECIPE_HASH),
      hash(ethers.encodeBytes32String("prompt.none"), ethers.ZeroHash),
      ...[PAUSE_SCORING, PAUSE_DISTRIBUTION].map(bool),
    ],
  ]);
  const credentials = await ethers.deployContract("Credentials", [timelock, []]);
  await credentials.openClass(ethers.encodeBytes32String("RUNNER"), timelock, 3650n * DAY, true);
  for (const runner of runners) await credentials.issue(RUNNER, runner, ethers.ZeroHash);
  const vesting = await ethers.deployContract("VestingFactory", [token, ETHER, timelock, treasury]);
  const libraries = {
    Programs: await ethers.deployContract("Programs"),
    Runs: await ethers.deployContract("Runs"),
  };
  const rounds = await ethers.deployContract("Rounds", [token, treasury, registry, credentials, vesting], {
    libraries,
  });
  const arbitrator = await ethers.deployContract("CentralArbitrator");
  await rounds.setArbitrator(arbitrator, "0x", "ipfs://meaning");

  await token.transfer(treasury, 2_000_000n * ONE);
  await odd.mint(treasury, 2_000_000n * ONE);
  await setBalance(treasury.target as string, 100_000n * ONE);
  for (const each of [token, odd, ETHER]) {
    await treasury.reconcile(each);
    await treasury.grantBudget({
      ...{ spender: rounds, token: each, amount: 10_000n * ONE, start: 0, period: 365n * DAY, periods: 12 },
      ...{ rollover: false, category: ethers.encodeBytes32String("equity") },
    });
  }
  for (const account of [ada, ben, critic, stranger, ...runners]) {
    await token.transfer(account, 10_000n * ONE);
    await odd.mint(account, 10_000n * ONE);
    for (const asset of [token, odd]) await asset.connect(account).approve(rounds, ethers.MaxUint256);
  }

  // In the order of the contract's struct.
  const base = {
    ...{ recipeKey: KEY, asset: token.target as string, entryFee: ENTRY_FEE, potPerRound: POT, budgetId: 1n },
    ...{ every: DAY, vestFor: 0n, cliff: 0n, runnerFee: RUNNER_FEE, runnerBond: RUNNER_BOND },
    ...{ openFor: 7n * DAY, runFor: 3n * DAY, revealFor: 2n * DAY, challengeFor: 10n * DAY },
    ...{
      claimFor: 90n * DAY,
      flagBond: FLAG_BOND,
      kind: Kind.Judge as bigint,
      minCommits: 3n,
      minReveals: 2n,
    },
    ...{ capBps: 10_000n, runnerClass: BigInt(RUNNER) },
  };
  const create = async (changes: Partial<typeof base> = {}): Promise<bigint> => {
    await rounds.createProgram({ ...base, ...changes });
    return rounds.programCount();
  };
  const publish = () => rounds.publishRecipe(RECIPE, "ipfs://recipe");

  /** A program and its open round. */
  const opened = async (changes: Partial<typeof base> = {}): Promise<bigint> => {
    if ((await rounds.publishedAt(RECIPE_HASH)) === 0n) await publish();
    const program = await create(changes);
    await rounds.open(program);
    return rounds.roundCount();
  };
  const assetOf = async (id: bigint) => {
    const [program] = await rounds.programOf((await rounds.roundOf(id)).program);
    return program;
  };
  const submit = async (id: bigint, beneficiary: { address: string }, by = ada) => {
    const { asset, entryFee } = await assetOf(id);
    return rounds.connect(by).submit(id, beneficiary.address, CONTENT, "ipfs://entry", {
      value: asset === ETHER ? entryFee : 0n,
    });
  };
  const close = async (id: bigint) => time.increaseTo((await rounds.roundOf(id)).closes);
  /** Closes the round and draws its seed. */
  const seal = async (id: bigint) => {
    await close(id);
    await rounds.freeze(id);
    await mine(SEED_DELAY + 1);
    await rounds.seal(id);
  };
  const hex = (scores: readonly number[] | string) =>
    typeof scores === "string" ? scores : ethers.hexlify(Uint8Array.from(scores));
  const commit = async (id: bigint, runner: Wallet, scores: readonly number[] | string) => {
    const { asset, runnerBond } = await assetOf(id);
    const commitment = await rounds.commitmentOf(id, runner, hex(scores), BUNDLE, SALT);
    return rounds.connect(runner).commitRun(id, commitment, { value: asset === ETHER ? runnerBond : 0n });
  };
  const reveal = (id: bigint, runner: Wallet, scores: readonly number[] | string) =>
    rounds.connect(runner).revealRun(id, hex(scores), BUNDLE, "ipfs://bundle", SALT);
  const toReveals = async (id: bigint) => time.increaseTo((await rounds.roundOf(id)).commitUntil);
  const toTally = async (id: bigint) => time.increaseTo((await rounds.roundOf(id)).revealUntil);
  const toClaims = async (id: bigint) => time.increaseTo((await rounds.roundOf(id)).windowUntil);
  const toEnd = async (id: bigint) => time.increaseTo((await rounds.roundOf(id)).claimUntil);
  /** From the seed to the end of reveals: a runner for each run, of whom `undefined` commits and stays silent. */
  const run = async (id: bigint, runs: readonly (readonly number[] | string | undefined)[]) => {
    for (const [i, scores] of runs.entries()) await commit(id, runners[i]!, scores ?? "0x");
    await toReveals(id);
    for (const [i, scores] of runs.entries()) if (scores !== undefined) await reveal(id, runners[i]!, scores);
    await toTally(id);
  };
  /** A round with these runs, tallied. */
  const tallied = async (
    beneficiaries: readonly { address: string }[],
    runs: readonly (readonly number[] | undefined)[],
    changes: Partial<typeof base> = {},
  ): Promise<bigint> => {
    const id = await opened(changes);
    for (const each of beneficiaries) await submit(id, each);
    await seal(id);
    await run(id, runs);
    await rounds.tally(id, 24_000);
    return id;
  };
  const pause = async (key: string, on = true) =>
    registry.upgrade(
      ethers.encodeBytes32String("emerg"),
      [{ key, value: ethers.zeroPadValue(on ? "0x01" : "0x00", 32) }],
      true,
      ethers.id("spec"),
      "",
    );
  /** Has the arbitrator rule the dispute. */
  const ruleOn = async (id: bigint, ruling: bigint) => {
    const { disputeId } = await rounds.disputeOf(id);
    await arbitrator.giveRuling(disputeId, ruling);
    await time.increase(180);
    await arbitrator.executeRuling(disputeId);
  };
  return {
    ...{ token, odd, treasury, registry, credentials, vesting, rounds, arbitrator, libraries },
    ...{ timelock, ada, ben, critic, stranger, runners, base },
    ...{ create, publish, opened, submit, close, seal, commit, reveal, toReveals, toTally, toClaims, toEnd },
    ...{ run, tallied, pause, ruleOn },
  };
}

const zeros = () => ({ min: ethers.ZeroHash, max: ethers.ZeroHash, value: ethers.ZeroHash });

/** Where the first word of a round is. */
export async function slotOfRound(rounds: { target: unknown }, id: bigint): Promise<string> {
  for (let base = 0; base < 40; base++) {
    const slot = ethers.keccak256(
      ethers.AbiCoder.defaultAbiCoder().encode(["uint256", "uint256"], [id, base]),
    );
    const word = BigInt(await ethers.provider.getStorage(rounds.target as string, slot));
    // A program, an entry at the most, nothing tallied, and a status from Open to Running.
    const [program, count, tallied, status] = [0n, 32n, 64n, 96n].map((at) => (word >> at) & 0xffffffffn);
    const isRound = program! > 0n && program! < 100n && count! < 2n && tallied === 0n;
    if (isRound && (status! & 0xffn) > 0n && (status! & 0xffn) < 4n) return slot;
  }
  throw new Error("the layout of rounds has changed");
}
