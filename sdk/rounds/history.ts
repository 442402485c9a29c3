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
  tallied?: Moment & { windowUntil: number };
  voided?: Moment;
  struck?: Moment;
  /** Flags, and how many of them struck a share. */
  flags: number;
  strikes: number;
  shares: number;
  paid: bigint;
}

export interface RoundsHistory {
  rounds: Map<bigint, HistoricRound>;
  /** Which parameter each program's recipe is in. */
  programs: Map<bigint, { recipeKey: string; asset: string }>;
}

const roundOf = ({ state, edit }: SliceDraft<RoundsHistory>, id: bigint): HistoricRound =>
  edit(state.rounds, id);

export const history: Historical<typeof contracts, RoundsHistory> = {
  version: 2,
  initial: () => ({ rounds: new Map(), programs: new Map() }),
  fold: {
    Rounds: {
      ProgramCreated({ state, add }, { programId, recipeKey, program }) {
        add(state.programs, programId, { recipeKey: wordText(recipeKey), asset: program.asset });
      },
      RoundOpened({ state, add }, { roundId: id, programId: program, recipe, pot, closes }, opened) {
        const { recipeKey } = state.programs.get(program)!;
        add(state.rounds, id, {
          ...{ id, program, recipeKey, recipe, pot, opened, closes: Number(closes), entries: 0 },
          ...{ flags: 0, strikes: 0, shares: 0, paid: 0n },
        });
      },
      RoundFrozen(draft, { roundId, count }) {
        roundOf(draft, roundId).entries = Number(count);
      },
      RoundTallied(draft, { roundId, windowUntil }, moment) {
        roundOf(draft, roundId).tallied = { ...moment, windowUntil: Number(windowUntil) };
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
      Claimed(draft, { roundId, amount }) {
        const round = roundOf(draft, roundId);
        if (amount > 0n) round.shares++;
        round.paid += amount;
      },
      // What is said of entries, runs and credits, the contract and its events answer one by one.
      ...{
        RecipePublished: null,
        ProgramEnded: null,
        EntrySubmitted: null,
        SeedBlockSet: null,
        SeedTaken: null,
      },
      ...{ RunCommitted: null, RunRevealed: null, TallyContinued: null, Credited: null, Swept: null },
      ...{ RoundProlonged: null, Withdrawn: null },
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
