import type { Network } from "../network";
import { readElectorate } from "../votes";
import type { Draft } from "./state";

/**
 * What is no event, and final as soon as a proposal's snapshot has passed: its quorum, and the votes that could be cast.
 * Asks for what the draft does not have yet.
 * @param time Of the draft's last block, in seconds.
 */
export async function addFacts(network: Network, draft: Draft, time: number): Promise<void> {
  const { proposals } = draft.state;
  const missing = [...proposals.values()].filter(
    ({ snapshot, electorate }) => electorate === undefined && snapshot < time,
  );
  const found = await Promise.all(
    missing.map(({ id, snapshot }) =>
      Promise.all([network.governor.quorum(id), readElectorate(network, snapshot)]),
    ),
  );
  missing.forEach(({ id }, i) => {
    const [quorum, electorate] = found[i]!;
    Object.assign(draft.edit(proposals, id), { quorum, electorate });
  });
}
