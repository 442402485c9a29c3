import { encodeBytes32String, ZeroAddress, type Provider } from "ethers";

import type { Rounds } from "../../../typechain-types/contracts/rounds/Rounds";
import { readTokenUnit } from "../../calls/token";
import { contentHash, canonicalJson } from "../../core/content";
import { buildTree, type ListTree } from "../../distribution/tree";
import { PolityError } from "../../errors";
import { blockBefore } from "../../events/at";
import { findEvents } from "../../events/find";
import type { ScanOptions } from "../../events/scan";
import { readHistory } from "../../history/read";
import type { History } from "../../history/types";
import { readPaid } from "../../market/paid";
import { requireMarket } from "../../market/require";
import type { Network } from "../../network";
import { getBlock } from "../../provider";
import { requireTreasury } from "../../treasury/require";
import { readVoteSource } from "../../votes";
import { powersOf } from "../../votes/figures/power";
import { readRoundsProgram, type RoundView } from "../read";
import { parseRecipe, type ProgramRecipe } from "../recipe";
import { participation, type QuorateProposal } from "./participation";
import { revenue } from "./revenue";
import type { Share } from "./shares";
import { SOURCES, type ProgramName } from "./sources";
import { usageRebate } from "./usage";

/** A time, from its first second to before its last, in seconds. */
export interface Epoch {
  from: number;
  to: number;
}

/**
 * What a round pays for: the time since the round before it of the same program closed, or since the program was opened.
 * So every second belongs to one round, however late rounds are opened.
 */
export async function epochOf(
  rounds: Rounds,
  { id, program, closes }: Pick<RoundView, "id" | "program" | "closes">,
  options: ScanOptions,
): Promise<Epoch> {
  const opened = await findEvents(rounds, rounds.filters.RoundOpened(undefined, program), options);
  const before = opened.filter(({ args }) => args.roundId < id).map(({ args }) => Number(args.closes));
  if (before.length > 0) return { from: Math.max(...before), to: closes };
  const [created] = await findEvents(rounds, rounds.filters.ProgramCreated(program), options);
  const { timestamp } = await getBlock(rounds.runner!.provider!, created!.blockNumber);
  return { from: timestamp, to: closes };
}

/**
 * The proposals of an epoch that reached their quorum, with who had what at each snapshot, and who voted. Those whose votes
 * another source counts, and those that pass in silence, are left out.
 * @param toBlock The block at which everybody reads: that of the round's seed.
 */
export async function readQuorate(
  network: Network,
  { from, to }: Epoch,
  { fromBlock, toBlock }: ScanOptions & { toBlock: number },
): Promise<QuorateProposal[]> {
  const [{ governor }, source] = await Promise.all([
    readHistory(network, { fromBlock, toBlock }),
    readVoteSource(network),
  ]);
  const counted = [...governor.proposals.values()].filter(({ deadline, canceled, rules, votes, quorum }) => {
    const isOrdinary = BigInt(rules.voteSource ?? 0) === 0n && !rules.vetoBps;
    const isQuorate = quorum !== undefined && votes.for + votes.abstain >= quorum;
    return !canceled && isOrdinary && isQuorate && deadline >= from && deadline < to;
  });
  const found: QuorateProposal[] = [];
  for (const { snapshot, ballots } of counted) {
    const last = await blockBefore(network.governor.runner!.provider!, snapshot + 1, fromBlock);
    const then = await readHistory(network, { fromBlock, toBlock: last });
    // Votes by locks end by time, and a block's time is not the snapshot's.
    const at: History = { ...then, head: { ...then.head, time: snapshot } };
    const delegatee = ({ held, locked }: { held?: string; locked?: string }) =>
      source.escrow ? (locked ?? (source.held ? held : undefined)) : held;
    const owners = powersOf(at, source).flatMap(({ key, own }) => {
      const delegate = delegatee(at.votes.accounts.get(key)?.delegatee ?? {});
      return own > 0n && delegate !== undefined ? [[key, { units: own, delegate }] as const] : [];
    });
    const voters = new Set(ballots.map(({ voter }) => voter.toLowerCase()));
    found.push({ voters, owners: new Map(owners) });
  }
  return found;
}

/** What a program computes for a round: the shares, and the tree whose root a runner reveals. */
export interface Computed {
  shares: Share[];
  /** Absent where nobody earns anything: such a run reveals nothing. */
  tree?: ListTree;
}

/**
 * Computes a round's shares by its recipe, as every runner does.
 * @throws PolityError for a recipe that judges, one that this version does not know, and before the round has its seed.
 */
export async function computeShares(
  network: Network,
  round: RoundView,
  recipeText: string,
  { fromBlock }: ScanOptions,
): Promise<Computed> {
  const recipe = parseRecipe(recipeText);
  if (recipe.kind !== "program")
    throw new PolityError("the recipe judges entries, and computes nothing", {
      hint: "round run asks its models",
    });
  const name = `${recipe.name}-v${recipe.version}`;
  const known: Readonly<Record<string, string>> = SOURCES;
  if (known[name] !== recipe.source)
    throw new PolityError(`this version does not have ${name} with the source ${recipe.source}`, {
      hint: "take the version of @polity/sdk that the recipe was adopted with",
    });
  if (round.seedBlock === 0 || BigInt(round.seed) === 0n)
    throw new PolityError(`round ${round.id} has no seed yet`, { hint: "it has one when it is sealed" });
  const scan = { fromBlock, toBlock: round.seedBlock };
  const epoch = await epochOf(network.rounds!, round, scan);
  const shares = await PROGRAMS[name as ProgramName]({ network, round, epoch, scan, recipe });
  return { shares, ...(shares.length > 0 && { tree: buildTree(shares) }) };
}

interface Given {
  network: Network;
  round: RoundView;
  epoch: Epoch;
  scan: { fromBlock: number; toBlock: number };
  recipe: ProgramRecipe;
}

const PROGRAMS: Readonly<Record<ProgramName, (given: Given) => Promise<Share[]>>> = {
  "participation-v1": async ({ network, round, epoch, scan }) =>
    participation(await readQuorate(network, epoch, scan), round.pot, round.capBps),

  "revenue-v1": async ({ network, round, epoch, scan, recipe }) => {
    const shareBps = numberIn(recipe, "shareBps");
    const asset = await assetOf(network, round);
    const income = await readUsageIncome(requireTreasury(network), asset, epoch, scan.fromBlock);
    const stakes = await readStakes(network, epoch.to, scan.fromBlock);
    return revenue(stakes, income, round.pot, round.capBps, shareBps);
  },

  "usage-rebate-v1": async ({ network, round, epoch, scan, recipe }) => {
    const rebateBps = numberIn(recipe, "rebateBps", LIMITS);
    const market = requireMarket(network);
    const swept = await blocksOf(market.runner!.provider!, epoch, scan.fromBlock);
    const asset = await assetOf(network, round);
    const paid = asset === ZeroAddress ? [] : await readPaid(market, asset, swept, scan.fromBlock);
    const { pot, capBps } = await limitsOf(network, round, recipe, asset, scan);
    return usageRebate(paid, pot, capBps, rebateBps);
  },
};

const assetOf = async ({ rounds }: Network, { program }: RoundView): Promise<string> =>
  (await readRoundsProgram(rounds!, program)).asset;

/**
 * What a recipe may have besides its number: names of the network's parameters that bound a round below its program, so that
 * votes change it without a new program. The most that a round pays, in whole tokens, and the most of that one account gets.
 */
const LIMITS = ["pool", "maxShare"] as const;

/** The number that a recipe has, beside names of parameters. */
function numberIn(
  { name, parameters }: ProgramRecipe,
  key: string,
  names: readonly (typeof LIMITS)[number][] = [],
): number {
  const { [key]: value, ...others } = parameters;
  const isKnown = ([one, said]: [string, unknown]) =>
    (names as readonly string[]).includes(one) && typeof said === "string";
  if (typeof value === "number" && Object.entries(others).every(isKnown)) return value;
  const besides =
    names.length > 0 ? `, and may name parameters of the network as ${names.join(" and ")}` : "";
  throw new PolityError(`the recipe ${name} has the parameters ${canonicalJson(parameters)}`, {
    hint: `it takes one number, ${key}${besides}, and nothing else`,
  });
}

/** Pot and cap of a round, within the parameters that its recipe names, as they are at the block of the seed. */
async function limitsOf(
  network: Network,
  { pot, capBps }: RoundView,
  { name, parameters: { pool, maxShare } }: ProgramRecipe,
  asset: string,
  scan: Given["scan"],
): Promise<{ pot: bigint; capBps: number }> {
  if (pool === undefined && maxShare === undefined) return { pot, capBps };
  const [{ registry }, { decimals }] = await Promise.all([
    readHistory(network, scan),
    readTokenUnit(network, asset),
  ]);
  const least = (most: bigint, key: ProgramRecipe["parameters"][string] | undefined, unit = 1n): bigint => {
    if (key === undefined) return most;
    const set = registry.parameters.filter((step) => step.key === key).at(-1);
    if (!set || registry.kinds.get(set.key) !== "uint")
      throw new PolityError(`the recipe ${name} names ${key}, which is no number among the parameters`, {
        hint: "a vote defines it, or adopts a recipe without it",
      });
    const value = BigInt(set.after) * unit;
    return value < most ? value : most;
  };
  if (decimals === undefined)
    throw new PolityError(`the recipe ${name} bounds a pot in whole tokens, and ${asset} has no decimals`, {
      hint: "a vote adopts a recipe without pool for this program",
    });
  return {
    pot: least(pot, pool, 10n ** BigInt(decimals)),
    capBps: Number(least(BigInt(capBps), maxShare)),
  };
}

/** The first and the last block of an epoch. */
async function blocksOf(provider: Provider, { from, to }: Epoch, fromBlock: number) {
  const [before, toBlock] = await Promise.all(
    [from, to].map((time) => blockBefore(provider, time, fromBlock)),
  );
  return { fromBlock: before! + 1, toBlock: toBlock! };
}

/** What came into the treasury in an epoch for usage, by tills of services and of fees. In base units of the asset. */
export async function readUsageIncome(
  treasury: ReturnType<typeof requireTreasury>,
  asset: string,
  epoch: Epoch,
  fromBlock: number,
): Promise<bigint> {
  const blocks = await blocksOf(treasury.runner!.provider!, epoch, fromBlock);
  const incomes = treasury.filters.Deposited(asset, undefined, encodeBytes32String("usage"));
  const found = await findEvents(treasury, incomes, blocks);
  return found.reduce((sum, { args }) => sum + args.amount, 0n);
}

/**
 * What each account had locked at a time: the votes of its own locks, whoever they are delegated to.
 * @throws PolityError for a network that locks nothing.
 */
export async function readStakes(
  network: Network,
  time: number,
  fromBlock: number,
): Promise<Map<string, bigint>> {
  const { escrow } = await readVoteSource(network);
  if (!escrow)
    throw new PolityError("the recipe pays what is locked, and this network has no locks", {
      hint: "it is for networks whose configuration has a section escrow",
    });
  const toBlock = await blockBefore(network.governor.runner!.provider!, time, fromBlock);
  const then = await readHistory(network, { fromBlock, toBlock });
  const at: History = { ...then, head: { ...then.head, time } };
  const powers = powersOf(at, { held: false, escrow }).filter(({ own }) => own > 0n);
  return new Map(powers.map(({ key, own }) => [key, own]));
}

/** What a runner publishes of a computed run, as canonical JSON. */
export const sharesText = (round: Pick<RoundView, "id" | "seed">, shares: readonly Share[]): string =>
  canonicalJson({
    ...{ format: "polity-shares-v1", round: `${round.id}`, seed: round.seed },
    shares: shares.map(({ account, amount }) => ({ account, amount: `${amount}` })),
  });
export const sharesHash = (text: string): string => contentHash(text);
