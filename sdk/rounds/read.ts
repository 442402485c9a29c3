import { hexlify, type Result } from "ethers";

import type { Rounds } from "../../typechain-types/contracts/rounds/Rounds";
import { wordText } from "../calls/words";
import { PolityError } from "../errors";
import { ROUND_BOUNDS } from "./bounds";

/** When a program that a vote has ended opens its next round. */
const NEVER = 2n ** 48n - 1n;

export const STATUS_NAMES = ["none", "open", "frozen", "running", "tallied", "void", "struck"] as const;
export type RoundStatusName = (typeof STATUS_NAMES)[number];

/** A program. Amounts in base units of `asset`, the flag's bond in those of the governance token, durations in seconds. */
export interface RoundsProgramView {
  id: bigint;
  /** The parameter that holds its recipe's hash. */
  recipeKey: string;
  computes: boolean;
  asset: string;
  budgetId: bigint;
  pot: bigint;
  capBps: number;
  entryFee: bigint;
  runnerFee: bigint;
  runnerBond: bigint;
  flagBond: bigint;
  /** The class of credentials that runners have. */
  runnerClass: number;
  minCommits: number;
  minReveals: number;
  every: number;
  openFor: number;
  vestFor: number;
  cliff: number;
  ended: boolean;
  /** From when on its next round may be opened; 0 if it is over. */
  dueAt: number;
}

/** A round. Amounts in base units of its program's asset, times in seconds; 0 for a time that is not there yet. */
export interface RoundView {
  id: bigint;
  program: bigint;
  status: RoundStatusName;
  recipe: string;
  inputs: string;
  seed: string;
  root: string;
  pot: bigint;
  claimed: bigint;
  left: bigint;
  capBps: number;
  count: number;
  tallied: number;
  commits: number;
  results: number;
  failures: number;
  /** Flags that are not ruled yet. */
  flags: number;
  contested: boolean;
  settled: boolean;
  closes: number;
  /** A block's number. */
  seedBlock: number;
  commitUntil: number;
  revealUntil: number;
  windowUntil: number;
  claimUntil: number;
}

type Block = number | "latest";
const upTo = (count: bigint) => Array.from({ length: Number(count) }, (_, i) => BigInt(i + 1));

export async function readRoundsPrograms(
  rounds: Rounds,
  blockTag: Block = "latest",
): Promise<RoundsProgramView[]> {
  const ids = upTo(await rounds.programCount({ blockTag }));
  return Promise.all(ids.map((id) => programAt(rounds, id, blockTag)));
}

/** Reads a program. @throws PolityError for an id that none has. */
export async function readRoundsProgram(rounds: Rounds, id: bigint): Promise<RoundsProgramView> {
  const count = await rounds.programCount();
  if (id >= 1n && id <= count) return programAt(rounds, id, "latest");
  throw new PolityError(`there is no program ${id}`, {
    hint:
      count === 0n ? "no vote has opened one; round plan writes one" : `they are numbered from 1 to ${count}`,
  });
}

async function programAt(rounds: Rounds, id: bigint, blockTag: Block): Promise<RoundsProgramView> {
  const [program, dueAt] = await rounds.programOf(id, { blockTag });
  const { asset, budgetId, entryFee, runnerFee, runnerBond, flagBond } = program;
  const { capBps, runnerClass, minCommits, minReveals, openFor, vestFor, cliff } = program;
  // An array has a method of this name.
  const every = (program as unknown as Result).getValue("every") as bigint;
  const small = { capBps, runnerClass, minCommits, minReveals, every, openFor, vestFor, cliff };
  const numbers = Object.entries(small).map(([name, value]) => [name, Number(value)] as const);
  return {
    ...{ id, recipeKey: wordText(program.recipeKey), computes: program.kind === 1n, asset, budgetId },
    ...{ pot: program.potPerRound, entryFee, runnerFee, runnerBond, flagBond },
    ...(Object.fromEntries(numbers) as Record<keyof typeof small, number>),
    ...{ ended: dueAt === NEVER, dueAt: dueAt === NEVER ? 0 : Number(dueAt) },
  };
}

export async function readRounds(rounds: Rounds, blockTag: Block = "latest"): Promise<RoundView[]> {
  const ids = upTo(await rounds.roundCount({ blockTag }));
  return Promise.all(ids.map((id) => roundAt(rounds, id, blockTag)));
}

/** Reads a round. @throws PolityError for one that there is not. */
export async function readRound(rounds: Rounds, id: bigint): Promise<RoundView> {
  const count = await rounds.roundCount();
  if (id >= 1n && id <= count) return roundAt(rounds, id, "latest");
  throw new PolityError(`there is no round ${id}`, {
    hint: count === 0n ? "none was opened yet; round open does it" : `they are numbered from 1 to ${count}`,
  });
}

async function roundAt(rounds: Rounds, id: bigint, blockTag: Block): Promise<RoundView> {
  const round = await rounds.roundOf(id, { blockTag });
  const { recipe, inputs, seed, root, pot, claimed, left, contested, settled } = round;
  const names = [
    ...(["count", "tallied", "commits", "results", "failures", "flags", "capBps", "closes"] as const),
    ...(["seedBlock", "commitUntil", "revealUntil", "windowUntil", "claimUntil"] as const),
  ];
  const numbers = names.map((name) => [name, Number(round[name])] as const);
  return {
    ...{ id, program: round.program, status: STATUS_NAMES[Number(round.status)] ?? "none" },
    ...{ recipe, inputs, seed, root, pot, claimed, left, contested, settled },
    ...(Object.fromEntries(numbers) as Record<(typeof names)[number], number>),
  };
}

/** Medians and shares of a round's entries, as the chain has them, with what has become of each. */
export async function readShares(
  rounds: Rounds,
  { id, count }: Pick<RoundView, "id" | "count">,
  blockTag: Block = "latest",
): Promise<{ index: number; score: number; share: bigint; closed: boolean }[]> {
  const indexes = Array.from({ length: count }, (_, index) => index);
  return inTurns(indexes, async (index) => {
    const [score, share, closed] = await Promise.all([
      rounds.scoreOf(id, index, { blockTag }),
      rounds.shareOf(id, index, { blockTag }),
      rounds.isClosed(id, index, { blockTag }),
    ]);
    return { index, score: Number(score), share, closed };
  });
}

/** How many entries a node is asked about at once: of thousands it would take no connection any more. */
const AT_ONCE = 100;

/** Asks about each of many entries, some at a time. */
export async function inTurns<Of, Answer>(
  all: readonly Of[],
  ask: (of: Of) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let i = 0; i < all.length; i += AT_ONCE)
    answers.push(...(await Promise.all(all.slice(i, i + AT_ONCE).map(ask))));
  return answers;
}

/** A run as the chain has it. */
export interface RunView {
  index: number;
  runner: string;
  revealed: boolean;
  /** What was revealed: scores of entries, the root of a program's shares, or nothing. */
  result: string;
}

export async function readRuns(rounds: Rounds, { id }: Pick<RoundView, "id">): Promise<RunView[]> {
  const provider = rounds.runner!.provider!;
  const runs = await rounds.runsOf(id);
  return Promise.all(
    runs.map(async ({ runner, revealed, scores, value }, index) => {
      // The first byte of what is kept as code makes it none that could be run.
      const isKept = revealed && BigInt(scores) !== 0n;
      const code = isKept ? `0x${(await provider.getCode(scores)).slice(4)}` : "0x";
      const isRoot = revealed && !isKept && BigInt(value) !== 0n;
      return { index, runner, revealed, result: isRoot ? hexlify(value) : code };
    }),
  );
}

/** What anybody can do about a round now. */
export type RoundStep = "freeze" | "seal" | "tally" | "settle" | "sweep";

/**
 * What is due in a round, if anything. @param block The newest block's number. @param now Its time, in seconds.
 * @param isPaused Whether reveals, or claims, are paused.
 */
export function ripeRoundStep(
  round: RoundView,
  { minCommits }: Pick<RoundsProgramView, "minCommits">,
  { now, block, isPaused = { scoring: false, distribution: false } }: Ripe,
): RoundStep | undefined {
  const { status, closes, seedBlock, commits, commitUntil, revealUntil, windowUntil, claimUntil } = round;
  if (status === "open") return now >= closes ? "freeze" : undefined;
  if (status === "frozen") return block > seedBlock ? "seal" : undefined;
  if (status === "running") {
    if (isPaused.scoring) return undefined;
    return now >= (commits < minCommits ? commitUntil : revealUntil) ? "tally" : undefined;
  }
  if (status === "none") return undefined;
  const isDone = status !== "tallied";
  if (!round.settled && commits > 0 && (isDone || now >= windowUntil)) return "settle";
  if (isPaused.distribution || round.left === 0n) return undefined;
  if (isDone && round.pot > 0n) return "sweep";
  return now >= claimUntil && round.flags === 0 ? "sweep" : undefined;
}

export interface Ripe {
  now: number;
  block: number;
  isPaused?: { scoring: boolean; distribution: boolean };
}

/** Whether nothing is left to be done about a round, by anybody. */
export const isRoundOver = ({ status, left, settled, commits }: RoundView): boolean =>
  !["open", "frozen", "running"].includes(status) && left === 0n && (settled || commits === 0);

/** How many entries a call tallies: with 15 runs it stays below what a transaction may use. */
export const TALLY_CHUNK = 3_008;
/** How many shares are claimed in one call: where they vest, one asks for up to 440,000 gas, of which a part comes back. */
export const CLAIM_CHUNK = 32;

/** Whether shares can be claimed now. */
export const isClaimable = ({ status, windowUntil, claimUntil }: RoundView, now: number): boolean =>
  status === "tallied"
    ? now >= windowUntil && now < claimUntil
    : (status === "void" || status === "struck") && now < claimUntil;

export const maxRecipe = ROUND_BOUNDS.recipe;
