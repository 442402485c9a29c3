import { ZeroAddress, ZeroHash } from "ethers";

import { counted, differs } from "../history/complete";
import type { Historical, Moment, SliceDraft } from "../history/types";
import { wordText } from "../calls/words";
import { UNKEPT_OF_DISPUTES } from "../court/events";
import type { contracts } from "./contracts";

/** A round as it went. Amounts in base units of its program's asset, times in seconds. */
export interface HistoricRound {
  id: bigint;
  program: bigint;
  /** The parameter that holds the recipe's hash. */
  recipeKey: string;
  recipe: string;
  pot: bigint;
  opened: Moment;
  closes: number;
  entries: number;
  commits: number;
  /** Of each run with a result what it found: the root of its shares, or nothing where it has scores. */
  results: string[];
  /** Runs by which the round was tallied. */
  counting: number;
  tallied?: Moment & { windowUntil: number };
  voided?: Moment;
  struck?: Moment;
  /** Flags, and how many of them struck a share. */
  flags: number;
  strikes: number;
  shares: number;
  paid: bigint;
}

/** What left a round in a block, in base units of its program's asset: shares that were paid, and what went back. */
export interface RoundMoney extends Moment {
  round: bigint;
  shares: number;
  paid: bigint;
  /** Pot, fees and bonds that nobody can claim, back in the budget. */
  back: bigint;
}

export interface RoundsHistory {
  rounds: Map<bigint, HistoricRound>;
  /** Which parameter each program's recipe is in. */
  programs: Map<bigint, { recipeKey: string; asset: string }>;
  money: RoundMoney[];
}

const roundOf = ({ state, edit }: SliceDraft<RoundsHistory>, id: bigint): HistoricRound =>
  edit(state.rounds, id);

/** What left a round in this block: claims of thousands of shares are one entry for each transaction at the most. */
function moneyOf({ money }: RoundsHistory, round: bigint, moment: Moment): RoundMoney {
  const last = money.at(-1);
  if (last?.round === round && last.block === moment.block) return last;
  const moved = { ...moment, round, shares: 0, paid: 0n, back: 0n };
  money.push(moved);
  return moved;
}

export const history: Historical<typeof contracts, RoundsHistory> = {
  version: 3,
  initial: () => ({ rounds: new Map(), programs: new Map(), money: [] }),
  fold: {
    Rounds: {
      ProgramCreated({ state, add }, { programId, recipeKey, program }) {
        add(state.programs, programId, { recipeKey: wordText(recipeKey), asset: program.asset });
      },
      RoundOpened({ state, add }, { roundId: id, programId: program, recipe, pot, closes }, opened) {
        const { recipeKey } = state.programs.get(program)!;
        add(state.rounds, id, {
          ...{ id, program, recipeKey, recipe, pot, opened, closes: Number(closes), entries: 0 },
          ...{ commits: 0, results: [], counting: 0, flags: 0, strikes: 0, shares: 0, paid: 0n },
        });
      },
      RoundFrozen(draft, { roundId, count }) {
        roundOf(draft, roundId).entries = Number(count);
      },
      RunCommitted(draft, { roundId }) {
        roundOf(draft, roundId).commits++;
      },
      RunRevealed(draft, { roundId, scores, root }) {
        if (scores === ZeroAddress && root === ZeroHash) return;
        const round = roundOf(draft, roundId);
        round.results = [...round.results, root === ZeroHash ? "" : root];
      },
      RoundTallied(draft, { roundId, root, windowUntil }, moment) {
        const round = roundOf(draft, roundId);
        round.tallied = { ...moment, windowUntil: Number(windowUntil) };
        const standing = root === ZeroHash ? "" : root;
        round.counting = round.results.filter((result) => result === standing).length;
      },
      RoundContested(draft, { roundId, windowUntil }) {
        roundOf(draft, roundId).tallied!.windowUntil = Number(windowUntil);
      },
      RoundVoided(draft, { roundId }, moment) {
        roundOf(draft, roundId).voided = moment;
      },
      RoundStruck(draft, { roundId }, moment) {
        roundOf(draft, roundId).struck = moment;
      },
      ShareFlagged(draft, { roundId }) {
        roundOf(draft, roundId).flags++;
      },
      ShareRuled(draft, { roundId, ruling }) {
        if (ruling === 2n) roundOf(draft, roundId).strikes++;
      },
      Claimed(draft, { roundId, amount }, moment) {
        // The fee of an entry comes back alone where there is no share.
        if (amount === 0n) return;
        const round = roundOf(draft, roundId);
        const moved = moneyOf(draft.state, roundId, moment);
        round.shares++;
        round.paid += amount;
        moved.shares++;
        moved.paid += amount;
      },
      Swept({ state }, { roundId, amount }, moment) {
        moneyOf(state, roundId, moment).back += amount;
      },
      // What is said of entries and credits, the contract and its events answer one by one.
      ...{
        RecipePublished: null,
        ProgramEnded: null,
        EntrySubmitted: null,
        SeedBlockSet: null,
        SeedTaken: null,
      },
      ...{ TallyContinued: null, Credited: null, RoundProlonged: null, Withdrawn: null },
      ...UNKEPT_OF_DISPUTES,
    },
  },

  async findMissing({ rounds }, { rounds: kept, programs }, at) {
    const [opened, created] = await Promise.all([
      counted(rounds?.roundCount(at)),
      counted(rounds?.programCount(at)),
    ]);
    if (differs(created, programs.size))
      return `${created} programs of rounds, and events of ${programs.size}`;
    return differs(opened, kept.size) ? `${opened} rounds, and events of ${kept.size}` : undefined;
  },
};
