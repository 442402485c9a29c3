import { Contract } from "ethers";

import type { Phases } from "../../typechain-types/contracts/phases/Phases";
import { PolityError } from "../errors";
import type { Network } from "../network";
import { getBlock, isRefused } from "../provider";
import { gateOf, LAST_PHASE, wordOf, type Gate } from "./names";

/** @throws PolityError in a network without phases. */
export function requirePhases({ phases }: Network): Phases {
  if (phases) return phases;
  throw new PolityError("this network has no phases", {
    hint: "its configuration has no section phases; deploy one that has",
  });
}

/** A condition of the next step: what it is measured to be, what it must be, and whether that holds. */
export interface Condition {
  name: string;
  value: bigint;
  bound: bigint;
  met: boolean;
}

/** The step out of a phase. */
export interface Step {
  from: number;
  gate: Gate;
  /** From when on anyone takes it, in seconds; absent for never. */
  latestAt?: number;
}

/** Where a network stands between founders and community. */
export interface PhasesView {
  /** Whether the governor's rulebook asks for the phase. Where it does not, a vote has left the phases, and they bind nothing. */
  inForce: boolean;
  current: number;
  /** When the present phase began, in seconds. */
  since: number;
  /** Addresses, the founders' Safe first. */
  founders: string[];
  steps: Step[];
  /** What is still asked of the next step; absent in the last phase. */
  conditions?: Condition[];
  /** Whether anyone may take the next step now, as far as time goes. */
  open: boolean;
}

/** @param ids Proposals to be named as evidence, in any order. @throws as the contract for those that prove nothing. */
export async function readPhases(
  phases: Phases,
  { ids = [], block = "latest" }: { ids?: readonly bigint[]; block?: number | "latest" } = {},
): Promise<PhasesView> {
  const at = { blockTag: block };
  const [inForce, current, since, founders, { timestamp }, steps] = await Promise.all([
    isAsked(phases, at),
    phases.current(at).then(Number),
    phases.since(at).then(Number),
    phases.founders(at),
    getBlock(phases.runner!.provider!, block),
    Promise.all([0, 1, 2].map((step) => readStep(phases, step, at))),
  ]);
  const view = { inForce, current, since, founders: [...founders], steps };
  if (current === LAST_PHASE) return { ...view, open: false };
  const conditions = (await phases.evidence(inOrder(ids), at)).map(({ name, value, bound, met }) => ({
    ...{ name: wordOf(name), value, bound, met },
  }));
  const { latestAt } = steps[current]!;
  return { ...view, conditions, open: latestAt !== undefined && timestamp >= latestAt };
}

/** Whether what is proposed now falls under the rules of the phase. */
async function isAsked(phases: Phases, at: { blockTag: number | "latest" }): Promise<boolean> {
  const ask = async (contract: string, view: string) => {
    const asked = new Contract(contract, [`function ${view}() view returns (address)`], phases.runner);
    return String(await asked.getFunction(view)(at));
  };
  try {
    return (
      (await ask(await ask(await phases.governor(at), "rulebook"), "PHASES")) === (await phases.getAddress())
    );
  } catch (error) {
    // A rulebook without phases does not answer.
    if (isRefused(error)) return false;
    throw error;
  }
}

async function readStep(phases: Phases, from: number, at: { blockTag: number | "latest" }): Promise<Step> {
  const [gate, latest] = await Promise.all([phases.gateOf(from, at), phases.latestAt(from, at)]);
  const read = gateOf(gate);
  return { from, gate: read, ...(read.latestAfter > 0 && { latestAt: Number(latest) }) };
}

/** Ids as the contract wants them: ascending. */
export const inOrder = (ids: readonly bigint[]): bigint[] => [...ids].sort((a, b) => (a < b ? -1 : 1));
