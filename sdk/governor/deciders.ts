import type { Log } from "ethers";

import { NetworkGovernor__factory } from "../../typechain-types/factories/contracts/governor/NetworkGovernor__factory";
import { TimelockController__factory } from "../../typechain-types/factories/@openzeppelin/contracts/governance/TimelockController__factory";
import type { Subject } from "../audit/types";
import { findEvents } from "../events";
import { operationOf } from "./expire";
import { listProposals, type ProposalRecord } from "./proposals";
import { PROPOSAL_STATES } from "./timeline";

/** The proposal that decided something; none for what anything else did. */
export type Decider = ProposalRecord | undefined;

/**
 * For a log of a contract that obeys the timelock alone, the executed proposal whose call wrote it.
 *
 * Something counts as decided only when the timelock itself says by an event that it made the call, under the operation of a proposal
 * that the network's governor calls executed. What anybody else brought through the timelock, with a role that they
 * should not have, stays unexplained, also in one transaction with a proposal.
 */
export async function readDeciders(
  contract: string,
  { provider, contracts, fromBlock }: Pick<Subject, "provider" | "contracts" | "fromBlock">,
): Promise<(log: Pick<Log, "transactionHash" | "index">) => Decider> {
  const timelock = TimelockController__factory.connect(contracts.TimelockController!, provider);
  const governor = NetworkGovernor__factory.connect(contracts.NetworkGovernor!, provider);
  const [calls, proposals] = await Promise.all([
    findEvents(timelock, timelock.filters.CallExecuted(), { fromBlock }),
    listProposals({ governor }, { fromBlock }),
  ]);
  const states = await Promise.all(proposals.map(({ id }) => governor.state(id)));
  const executed = new Map(
    proposals
      .filter((_, i) => PROPOSAL_STATES[Number(states[i])] === "Executed")
      .map((record) => [operationOf(contracts.NetworkGovernor!, record), record]),
  );
  return ({ transactionHash, index }) => {
    // The timelock's event of a call comes right after what the call wrote, and nobody else has the contract write it.
    const call = calls.find((one) => one.transactionHash === transactionHash && one.index > index);
    return call?.args.target === contract ? executed.get(call.args.id) : undefined;
  };
}
