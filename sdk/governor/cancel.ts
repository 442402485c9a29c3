import { formatDate } from "../format";
import type { Signer, TransactionReceipt } from "ethers";

import type { NetworkGovernor } from "../../typechain-types";
import type { Network } from "../network";
import { PolityError } from "../errors";
import { isRefused } from "../provider";
import { explainFailure } from "../reverts";
import { send } from "../transaction";
import { FINAL } from "./next";
import type { ProposalRecord } from "./proposals";
import { readProposal } from "./timeline";

/**
 * By which right somebody cancels: as its proposer while it is pending, as anyone once the proposer's votes have fallen
 * below half of what proposing took, or as the guardian until it is executed.
 */
export type CancelRight = "proposer" | "threshold" | "guardian";

/** In words. */
export const CANCEL_RIGHTS: Readonly<Record<CancelRight, string>> = {
  proposer: "as its proposer, while it is pending",
  threshold: "as anyone may, since its proposer's votes have fallen below half of what proposing took",
  guardian: "as the guardian, whose mandate lasts",
};

/** What cancelling needs to know of a proposal. */
export type Cancelable = Pick<ProposalRecord, "id" | "proposer">;

/**
 * Stops a proposal for good, by its id: that costs the same whatever its calls are. What it leaves in the timelock can never
 * be executed, and `advance` clears it away.
 * @throws PolityError when the signer has no right to, with the rights that there are.
 */
export async function cancel(
  network: Network,
  signer: Signer,
  proposal: Cancelable,
): Promise<{ receipt: TransactionReceipt; right: CancelRight }> {
  const right = await cancelRight(network, await signer.getAddress(), proposal);
  const call = network.governor["cancel(uint256)"].populateTransaction(proposal.id);
  return { receipt: await send(signer, call), right };
}

/**
 * The right by which an account can cancel a proposal now. Whether it can is the governor's own answer.
 * @throws PolityError when it has none.
 */
export async function cancelRight(
  { governor }: Network,
  account: string,
  proposal: Cancelable,
): Promise<CancelRight> {
  const [{ state, stage, snapshot, type }, [guardian, until], now] = await Promise.all([
    readProposal(governor, proposal.id),
    governor.guardian(),
    governor.clock(),
  ]);
  const guards = same(guardian, account) && now <= until;
  if (await couldCancel(governor, account, proposal)) {
    if (state === "Pending" && same(proposal.proposer, account)) return "proposer";
    // The guardian falls back to everyone's right where it may not use its own.
    return guards && !(await couldCancel(governor, NOBODY, proposal)) ? "guardian" : "threshold";
  }
  if (FINAL.includes(state)) {
    throw new PolityError(`the proposal is ${stage}: there is nothing to cancel`);
  }
  const rights = [
    `its proposer could while it was under review, until ${formatDate(snapshot)}`,
    "anyone can until the vote ends, once the proposer's votes are below half of what proposing took",
    guards
      ? `the guardian can, but not what takes its own power: this NEP-${type} is such a proposal`
      : BigInt(guardian) === 0n || now > until
        ? "there is no guardian with a mandate"
        : `the guardian ${guardian} can until it is executed`,
  ];
  throw new PolityError(`${account} cannot cancel the proposal`, { hint: rights.join("; ") });
}

/** An account without any right of its own. */
const NOBODY = "0x000000000000000000000000000000000000dEaD";

async function couldCancel(governor: NetworkGovernor, from: string, { id }: Cancelable): Promise<boolean> {
  try {
    await governor["cancel(uint256)"].staticCall(id, { from });
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw await explainFailure(error);
  }
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
