import { formatPercent, formatTokens } from "../format";
import type { Standing } from "../status/types";
import { readElectorate } from ".";

export interface VotesStatus {
  supply: bigint;
  /** Tokens in the escrow, where there is one. */
  locked?: bigint;
  /** Votes that can be cast, as of a second before the newest block. */
  votes: bigint;
}

export const standing: Standing<VotesStatus> = {
  async read(network, { block, time }) {
    const { token, escrow } = network;
    const at = { blockTag: block };
    const [supply, locked, votes] = await Promise.all([
      token.totalSupply(at),
      escrow && token.balanceOf(escrow, at),
      readElectorate(network, time - 1, block),
    ]);
    return { supply, votes, ...(locked !== undefined && { locked }) };
  },

  words({ supply, locked, votes }) {
    const share = (part: bigint) => formatPercent(supply === 0n ? 0n : (part * 10_000n) / supply);
    const staked = locked === undefined ? "" : `, of which ${formatTokens(locked)} locked (${share(locked)})`;
    return {
      summary: [`supply ${formatTokens(supply)}${staked}; ${formatTokens(votes)} votes can be cast`],
    };
  },
};
