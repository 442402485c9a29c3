import { readSafe } from "../safe/read";
import type { Standing } from "../status/types";
import { indent } from "../status/words";

export interface CouncilStatus {
  /** The council's Safe, in office or not; absent in a network without one. */
  council?: { address: string; members: string[]; threshold: number; nonce: number };
}

export const standing: Standing<CouncilStatus> = {
  async read({ council: safe }) {
    if (!safe) return {};
    const { address, owners: members, threshold, nonce } = await readSafe(safe);
    return { council: { address, members, threshold, nonce } };
  },

  words({ council }) {
    if (!council) return {};
    const { address, members, threshold, nonce } = council;
    const seats = `${threshold} of ${members.length} sign, ${nonce} transactions so far`;
    return { summary: [`council's Safe ${address}: ${seats}`, ...indent(members)] };
  },
};
