import type { Signer, TransactionReceipt } from "ethers";

import type { NetworkGovernor } from "../../typechain-types";
import { PolityError } from "../errors";
import { formatTimestamp } from "../format";
import { send } from "../transaction";
import { argumentsOf, type ProposalRecord } from "./proposals";
import { readProposal } from "./timeline";

/** What queue, execute and cancel need of a proposal. */
export type Decided = Pick<ProposalRecord, "id" | "calls" | "descriptionHash">;

/**
 * Schedules a proposal that has passed, as anyone may: its grace period begins.
 * @throws PolityError when it has not passed, or is queued already.
 */
export async function queue(
  governor: NetworkGovernor,
  signer: Signer,
  proposal: Decided,
): Promise<{ receipt: TransactionReceipt; eta: number }> {
  const { state, stage, deadline, eta, expiry } = await readProposal(governor, proposal.id);
  if (state === "Pending" || state === "Active") {
    throw new PolityError(`the vote is open until ${formatTimestamp(deadline)}`, { hint: "queue after it" });
  }
  if (state === "Expired" && eta === 0) {
    throw new PolityError(`the proposal could be queued until ${formatTimestamp(expiry)}`, {
      hint: "propose it again",
    });
  }
  if (state !== "Succeeded") {
    throw new PolityError(`a proposal in the state ${stage} cannot be queued`, {
      hint: "only one that has passed can, once",
    });
  }
  const receipt = await send(signer, governor.queue.populateTransaction(...argumentsOf(proposal)));
  return { receipt, eta: Number(await governor.proposalEta(proposal.id)) };
}
