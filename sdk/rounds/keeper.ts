import { REORG, type Keeping, type Step } from "../keeper/types";
import { CLAIM_CHUNK, isClaimable, isRoundOver, readRounds, readRoundsPrograms, ripeRoundStep } from "./read";
import { claimableIn, readPauses, roundCall } from "./steps";

/** Freezes, seals, tallies and settles rounds, claims shares for whom they belong to, and sends rests back. */
export const keeping: Keeping = {
  verbs: { seal: "draw the seed of", settle: "settle the runners of", claim: "claim the shares of" },

  watch({ rounds, registry }) {
    if (!rounds) return undefined;
    const seen = new Map<bigint, number>();
    return async ({ block, time: now }) => {
      const [programs, all, isPaused, own] = await Promise.all([
        readRoundsPrograms(rounds, block),
        readRounds(rounds, block),
        readPauses(registry, block),
        rounds.TOKEN(),
      ]);
      const open = all.filter(({ id }) => block - (seen.get(id) ?? block) < REORG);
      const steps = await Promise.all(
        open.map(async (round): Promise<Step[]> => {
          const { id, tallied, status, seedBlock } = round;
          const program = programs[Number(round.program) - 1]!;
          if (!isRoundOver(round)) seen.delete(id);
          else if (!seen.has(id)) seen.set(id, block);
          const name = `round ${id}`;
          const step = ripeRoundStep(round, program, { now, block, isPaused });
          const due: Step[] = [];
          if (step !== undefined) {
            // A tally goes on, and a seed can be missed: each time it is another step.
            const key = `rounds ${step} ${id} ${status} ${tallied} ${seedBlock}`;
            due.push({ kind: step, key, name, call: await roundCall(rounds, step, id) });
          }
          if (isPaused.distribution || !isClaimable(round, now)) return due;
          const indexes = (await claimableIn(rounds, round, now, block)).slice(0, CLAIM_CHUNK);
          // Who cannot take ether, or a token that refuses some, must hold nobody else up: each of those is a step of its own.
          const together = program.asset === own ? [indexes] : indexes.map((index) => [index]);
          for (const some of together)
            if (some.length > 0)
              due.push({
                ...{ kind: "claim", key: `rounds claim ${id} ${some[0]}`, name },
                call: await rounds.claimMany.populateTransaction(id, some),
              });
          return due;
        }),
      );
      return steps.flat();
    };
  },
};
