import type { ContractTransaction } from "ethers";

import type { DisputedBudgets } from "../../typechain-types/contracts/court/DisputedBudgets";
import type { JurorCourt } from "../../typechain-types/contracts/court/JurorCourt";
import { REORG, type Keeping, type Step } from "../keeper/types";
import { canBeGivenUp, isRipe, paymentAt } from "./payments";
import { missingTickets } from "./tickets";

/** The phases in which anybody can take a case on, as the contract numbers them. */
const PHASE = { sealing: 2n, seating: 3n, tallying: 6n, closing: 9n, decided: 10n, executed: 11n } as const;

/**
 * Takes cases from phase to phase: draws and seats their jurors, counts and closes, shares out, has rulings carried out;
 * and finishes payments that are ripe. What jurors do themselves, and appeals, it leaves alone.
 */
export const keeping: Keeping = {
  verbs: {
    seal: "draw jurors for",
    seat: "seat jurors of",
    close: "close",
    settle: "share out",
    rule: "carry out",
    finish: "finish",
    giveUp: "give up",
  },

  watch({ court, disputedBudgets: budgets }, { fromBlock }) {
    if (!court && !budgets) return undefined;
    const [cases, payments] = [new Finished(), new Finished()];
    return async ({ block, time }) => [
      ...(court ? await stepsOfCases(court, cases, { fromBlock, block }) : []),
      ...(budgets ? await stepsOfPayments(budgets, payments, { block, time }) : []),
    ];
  },
};

/** What needs nothing any more, and is too deep in the chain to come back. */
class Finished {
  private readonly seen = new Map<bigint, number>();

  /** The ids from 1 to `count` that are still to be looked at. */
  left(count: bigint, block: number): bigint[] {
    const ids = Array.from({ length: Number(count) }, (_, i) => BigInt(i + 1));
    return ids.filter((id) => block - (this.seen.get(id) ?? block) < REORG);
  }

  note(id: bigint, isOver: boolean, block: number): void {
    if (!isOver) this.seen.delete(id);
    else if (!this.seen.has(id)) this.seen.set(id, block);
  }
}

async function stepsOfCases(
  court: JurorCourt,
  finished: Finished,
  at: { fromBlock: number; block: number },
): Promise<Step[]> {
  const block = { blockTag: at.block };
  const ids = finished.left(await court.caseCount(block), at.block);
  const steps = await Promise.all(
    ids.map(async (id): Promise<Step[]> => {
      const [phase, data] = await Promise.all([court.phaseOf(id, block), court.caseOf(id, block)]);
      const name = `case ${id}`;
      const round = `${id} ${data.draws}`;
      switch (phase) {
        case PHASE.sealing:
          // Its hash is known in the next block.
          if (data.target !== 0n && BigInt(at.block) < data.target) return [];
          return [await step("seal", `${round} ${data.target}`, name, court.seal.populateTransaction(id))];
        case PHASE.seating: {
          const tickets = await missingTickets(court, id, at);
          if (tickets.length === 0) return [];
          const key = `${round} ${tickets.map(({ seat }) => seat.toString(36)).join(".")}`;
          return [await step("seat", key, name, court.seat.populateTransaction(id, tickets))];
        }
        case PHASE.tallying:
        case PHASE.closing:
          return [await step("close", `${round} ${phase}`, name, court.close.populateTransaction(id))];
        case PHASE.decided:
        case PHASE.executed: {
          const draws = await Promise.all(
            Array.from({ length: Number(data.draws) }, async (_, draw) => ({
              ...{ draw, settled: (await court.drawOf(id, draw, block))[0].settled },
            })),
          );
          const open = draws.filter(({ settled }) => !settled);
          finished.note(id, phase === PHASE.executed && open.length === 0, at.block);
          return Promise.all([
            ...(phase === PHASE.decided
              ? [step("rule", `${id}`, `the ruling of ${name}`, court.execute.populateTransaction(id))]
              : []),
            ...open.map(({ draw }) =>
              step(
                "settle",
                `${id} ${draw}`,
                `draw ${draw} of ${name}`,
                court.settle.populateTransaction(id, draw),
              ),
            ),
          ]);
        }
        default:
          return [];
      }
    }),
  );
  return steps.flat();
}

async function stepsOfPayments(
  budgets: DisputedBudgets,
  finished: Finished,
  { block, time }: { block: number; time: number },
): Promise<Step[]> {
  const ids = finished.left(await budgets.paymentCount({ blockTag: block }), block);
  const steps = await Promise.all(
    ids.map(async (id): Promise<Step[]> => {
      const payment = await paymentAt(budgets, id, block);
      finished.note(id, payment.status === "paid" || payment.status === "returned", block);
      if (!isRipe(payment, time)) return [];
      const name = `payment ${id}`;
      return Promise.all([
        step("finish", `${id}`, name, budgets.finish.populateTransaction(id)),
        // What is tried first makes this unnecessary, unless the payee refuses it.
        ...(canBeGivenUp(payment, time)
          ? [step("giveUp", `${id}`, name, budgets.giveUp.populateTransaction(id))]
          : []),
      ]);
    }),
  );
  return steps.flat();
}

const step = async (
  kind: string,
  key: string,
  name: string,
  call: Promise<ContractTransaction>,
): Promise<Step> => ({ ...{ kind, key: `${kind} ${key}`, name }, call: await call });
