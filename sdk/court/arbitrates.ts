import type { Provider } from "ethers";

import { DisputedBudgets__factory } from "../../typechain-types/factories/contracts/court/DisputedBudgets__factory";
import type { Seat, Subject } from "../audit/types";

/** Who rules about the disputes to come of a contract whose decisions can be disputed; nobody before a vote names one. */
export async function readArbitrator(at: string, provider: Provider) {
  // What all of them answer alike.
  const disputes = DisputedBudgets__factory.connect(at, provider);
  const count = await disputes.arbitratorCount();
  return count === 0n ? undefined : disputes.arbitratorOf(count - 1n);
}

/** The same as a seat; none where there is no such contract. */
export async function arbitratorSeats(contract: string, { contracts, provider }: Subject): Promise<Seat[]> {
  const at = contracts[contract];
  const present = at && (await readArbitrator(at, provider));
  return present ? [{ holder: present.arbitrator, does: `rules about disputes of ${contract}` }] : [];
}
