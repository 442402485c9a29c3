import type { Distributor, IDistributor } from "../../typechain-types/contracts/distribution/Distributor";
import { getBlock } from "../provider";
import { decodeDistributionTerms, type DistributionTerms } from "./terms";

/** A distribution as of one block. Amounts in base units, times in seconds. */
export interface DistributionView extends DistributionTerms {
  id: bigint;
  status: "open" | "over";
  /** Claims are made before it. */
  end: number;
  /** What was neither claimed nor returned. */
  left: bigint;
}

/**
 * Reads all distributions that were ever opened, from one block, in the order of their ids.
 * @param blockTag The block; default the newest.
 */
export async function readDistributions(
  distributor: Distributor,
  blockTag: number | "latest" = "latest",
): Promise<DistributionView[]> {
  const block = await getBlock(distributor.runner!.provider!, blockTag);
  const at = { blockTag: block.number };
  const count = Number(await distributor.distributionCount(at));
  const ids = Array.from({ length: count }, (_, i) => BigInt(i + 1));
  return Promise.all(
    ids.map(async (id) => viewOf(id, await distributor.distribution(id, at), block.timestamp)),
  );
}

/** Reads one distribution, as of the newest block. */
export async function readDistribution(distributor: Distributor, id: bigint): Promise<DistributionView> {
  const block = await getBlock(distributor.runner!.provider!, "latest");
  return viewOf(id, await distributor.distribution(id, { blockTag: block.number }), block.timestamp);
}

function viewOf(id: bigint, state: IDistributor.StateStructOutput, now: number): DistributionView {
  const end = Number(state.end);
  return {
    ...decodeDistributionTerms(state.terms),
    ...{ id, end, left: state.left, status: now < end ? "open" : "over" },
  };
}
