import type { Signer, TransactionReceipt } from "ethers";

import type { NetworkGovernor } from "../../typechain-types";
import { PolityError } from "../errors";
import { formatTimestamp } from "../format";
import { send } from "../transaction";
import { argumentsOf } from "./proposals";
import type { Decided } from "./queue";
import { readProposal } from "./timeline";

/**
 * Carries out a proposal whose grace period is over, as anyone may.
 * @param proposal `value` is the wei that the signer sends along; what the calls send comes from the timelock.
 * @throws PolityError when it is not queued, too early, or refused by what it calls.
 */
export async function execute(
  governor: NetworkGovernor,
  signer: Signer,
  { value = 0n, ...proposal }: Decided & { value?: bigint },
): Promise<{ receipt: TransactionReceipt }> {
  const [{ state, stage, eta, expiry }, now] = await Promise.all([
    readProposal(governor, proposal.id),
    governor.clock(),
  ]);
  if (state === "Expired") {
    const what = eta === 0 ? "queued" : "executed";
    throw new PolityError(`the proposal could be ${what} until ${formatTimestamp(expiry)}`, {
      hint: "propose it again",
    });
  }
  if (state !== "Queued") {
    throw new PolityError(`a proposal in the state ${stage} cannot be executed`, {
      hint: "it has to pass its vote and be queued first, and is executed once",
    });
  }
  if (now < BigInt(eta)) {
    throw new PolityError(`the grace period lasts until ${formatTimestamp(eta)}`, {
      hint: "execute after it",
    });
  }
  const call = governor.execute.populateTransaction(...argumentsOf(proposal), { value });
  return { receipt: await send(signer, call) };
}
