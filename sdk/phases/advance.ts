import type { Signer, TransactionReceipt } from "ethers";

import type { Phases } from "../../typechain-types/contracts/phases/Phases";
import { send } from "../transaction";
import { inOrder } from "./read";

/**
 * Takes the step to the next phase, by an account of anyone, from its latest date on. Before that a vote takes it, by a
 * proposal that calls `advance`.
 * @param ids Proposals that prove what the gate still asks for, in any order.
 * @throws PolityError when it cannot be taken yet, and as {@link send} does.
 */
export async function advancePhase(
  phases: Phases,
  signer: Signer,
  ids: readonly bigint[] = [],
): Promise<{ phase: number; receipt: TransactionReceipt }> {
  const receipt = await send(signer, phases.advance.populateTransaction(inOrder(ids)));
  return { phase: Number(await phases.current()), receipt };
}
