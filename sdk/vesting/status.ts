import { formatPercent, formatTokens } from "../format";
import type { Standing } from "../status/types";
import { readVestingTotals, type VestingTotals } from "./totals";

export interface VestingStatus {
  /** Absent in a network without vesting. */
  vesting?: VestingTotals;
}

export const standing: Standing<VestingStatus> = {
  async read(network, at) {
    const vesting = await readVestingTotals(network, at);
    return vesting ? { vesting } : {};
  },

  words({ vesting, supply }) {
    if (!vesting) return {};
    const share = formatPercent(supply === 0n ? 0n : (vesting.held * 10_000n) / supply);
    return { summary: [`vesting ${formatTokens(vesting.held)} in ${vesting.vaults} vaults (${share})`] };
  },
};
