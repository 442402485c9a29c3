import type { Network } from "@polity/sdk/network";
import { getBlock } from "@polity/sdk/provider";
import { findEntries, findFlags, type Entry, type FoundFlag } from "@polity/sdk/rounds/find";
import {
  readRounds,
  readRoundsPrograms,
  readShares,
  type Ripe,
  type RoundsProgramView,
  type RoundView,
} from "@polity/sdk/rounds/read";
import { readPauses } from "@polity/sdk/rounds/steps";

/** Entries of a round that a page shows; the command line shows all. */
export const SHOWN = 200;

/** An entry as the chain has it: whom it is for, and what became of it. */
export interface ShownEntry extends Entry {
  score: number;
  share: bigint;
  closed: boolean;
  flag?: FoundFlag;
}

export interface ShownRound {
  round: RoundView;
  program: RoundsProgramView;
  entries: ShownEntry[];
}

export interface RoundsBoard {
  programs: RoundsProgramView[];
  /** The newest first. */
  rounds: ShownRound[];
  at: Ripe;
}

/** Programs, and all rounds with their first entries. */
export async function readRoundsBoard(
  { rounds, registry }: Pick<Network, "rounds" | "registry">,
  fromBlock: number,
): Promise<RoundsBoard | undefined> {
  if (!rounds) return undefined;
  const [programs, all, { number: block, timestamp: now }, isPaused] = await Promise.all([
    readRoundsPrograms(rounds),
    readRounds(rounds),
    getBlock(rounds.runner!.provider!, "latest"),
    readPauses(registry),
  ]);
  const shown = await Promise.all(
    all.map(async (round): Promise<ShownRound> => {
      const count = Math.min(round.count, SHOWN);
      const [entries, shares, flags] = await Promise.all([
        count > 0 ? findEntries(rounds, round.id, { fromBlock }) : [],
        readShares(rounds, { id: round.id, count }),
        findFlags(rounds, round.id, { fromBlock }),
      ]);
      return {
        ...{ round, program: programs[Number(round.program) - 1]! },
        entries: entries.slice(0, count).map((entry) => {
          const { score, share, closed } = shares[entry.index]!;
          const flag = flags.filter(({ index }) => index === entry.index).at(-1);
          return { ...entry, score, share, closed, ...(flag && { flag }) };
        }),
      };
    }),
  );
  return { programs, rounds: shown.reverse(), at: { now, block, isPaused } };
}

/** What became of a share, in a word or two. */
export function stateOf({ closed, flag, share }: ShownEntry): string {
  if (flag && flag.struck === undefined) return `flagged, dispute ${flag.dispute}`;
  if (flag?.struck) return "struck";
  if (closed) return "claimed";
  return share > 0n ? "open" : "";
}
