import type { Standing } from "../status/types";
import { isRoundOver, readRounds, readRoundsPrograms, type RoundsProgramView, type RoundView } from "./read";
import { readPauses } from "./steps";
import { roundText } from "./waiting";

export interface RoundsStatus {
  /** Absent in a network without rounds. */
  roundsPrograms?: RoundsProgramView[];
  /** Those that are not over. */
  openRounds?: RoundView[];
  /** What an emergency vote has paused. */
  roundsPaused?: { scoring: boolean; distribution: boolean };
}

export const standing: Standing<RoundsStatus> = {
  async read({ rounds, registry }, { block }) {
    if (!rounds) return {};
    const [roundsPrograms, all, roundsPaused] = await Promise.all([
      readRoundsPrograms(rounds, block),
      readRounds(rounds, block),
      readPauses(registry, block),
    ]);
    return { roundsPrograms, openRounds: all.filter((round) => !isRoundOver(round)), roundsPaused };
  },

  words({ roundsPrograms = [], openRounds = [], roundsPaused, now, block }) {
    const at = { now, block, ...(roundsPaused && { isPaused: roundsPaused }) };
    const lines = openRounds.map((round) => {
      const program = roundsPrograms[Number(round.program) - 1]!;
      return `round ${round.id}, by ${program.recipeKey}, ${roundText(round, program, at)}`;
    });
    return lines.length > 0 ? { details: [lines] } : {};
  },
};
