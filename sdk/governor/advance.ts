import type { Signer, TransactionReceipt } from "ethers";

import type { Network } from "../network";
import type { PolityError } from "../errors";
import { explainFailure } from "../reverts";
import { execute } from "./execute";
import { expire, isScheduled, mayBeLeft } from "./expire";
import type { ProposalRecord } from "./proposals";
import { queue } from "./queue";
import { readProposal, type ProposalState } from "./timeline";

/** What became of one proposal. */
export interface AdvanceStep {
  proposal: ProposalRecord;
  /** `elsewhere`: somebody else was faster. */
  did: "queued" | "executed" | "cleared" | "elsewhere" | "failed" | "waits";
  state: ProposalState;
  /** For what waits: until when, in seconds, and for what. */
  until?: number;
  waitsFor?: string;
  error?: PolityError;
  receipt?: TransactionReceipt;
}

/**
 * Queues what has passed, executes what is due and clears away what has expired or was canceled, one step for each proposal, in their
 * order. Whatever is done already is left alone, so it can be called as often as one likes; one that fails does not stop
 * the others.
 * @returns A step for every proposal of which something can still come.
 */
export async function advance(
  network: Network,
  signer: Signer,
  { proposals, onStep }: { proposals: readonly ProposalRecord[]; onStep?: (step: AdvanceStep) => void },
): Promise<AdvanceStep[]> {
  const { governor } = network;
  const steps: AdvanceStep[] = [];
  for (const proposal of proposals) {
    const step = await advanceOne(proposal);
    if (!step) continue;
    steps.push(step);
    onStep?.(step);
  }
  return steps;

  async function advanceOne(proposal: ProposalRecord): Promise<AdvanceStep | undefined> {
    const view = await readProposal(governor, proposal.id);
    const due = view.state === "Queued" && (await governor.clock()) >= BigInt(view.eta);
    const waits = { proposal, did: "waits", state: view.state } as const;
    if (view.state === "Pending")
      return { ...waits, until: view.snapshot, waitsFor: "the end of its review" };
    if (view.state === "Active") return { ...waits, until: view.deadline, waitsFor: "the end of its vote" };
    if (view.state === "Queued" && !due)
      return { ...waits, until: view.eta, waitsFor: "the end of its grace period" };
    const left = mayBeLeft(view.state) && (await isScheduled(network, proposal));
    if (view.state !== "Succeeded" && !due && !left) return undefined;

    const did = left ? "cleared" : due ? "executed" : "queued";
    try {
      const { receipt } = await (left
        ? expire(network, signer, proposal)
        : (due ? execute : queue)(governor, signer, proposal));
      return { proposal, did, state: (await readProposal(governor, proposal.id)).state, receipt };
    } catch (cause) {
      const { state } = await readProposal(governor, proposal.id);
      if (state !== view.state) return { proposal, did: "elsewhere", state };
      return { proposal, did: "failed", state, error: await explainFailure(cause, network.domains) };
    }
  }
}
