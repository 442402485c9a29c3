import { formatCount } from "../format";
import { who } from "../calls/phrases";
import type { Standing } from "../status/types";
import { reachLines, readReach, type Reach } from "./persons";
import { formatPoints } from "./points";
import { readClasses, type CredentialClass } from "./read";

export interface PeopleStatus {
  /** Absent in a network without credentials. */
  credentials?: CredentialClass[];
  /** What all points weigh together, 18 decimals; absent in a network without reputation. */
  reputation?: bigint;
  /** What persons could cast by quadratic votes; absent where no type counts so. */
  reach?: Reach;
}

export const standing: Standing<PeopleStatus> = {
  async read(network, { block, time, fromBlock }) {
    const [credentials, reputation, reach] = await Promise.all([
      network.credentials && readClasses(network.credentials, block),
      network.reputation?.getPastTotalSupply(time - 1, { blockTag: block }),
      readReach(network, fromBlock, time - 1, block),
    ]);
    return {
      ...(credentials && { credentials }),
      ...(reputation !== undefined && { reputation }),
      ...(reach && { reach }),
    };
  },

  words({ credentials = [], reputation, reach }, network) {
    const lines = [
      ...credentials.map(
        ({ name, total, issuer }) =>
          `credentials ${name}: ${formatCount(total)}, issued by ${BigInt(issuer) === 0n ? "nobody" : who(network, issuer)}`,
      ),
      ...(reputation === undefined ? [] : [`reputation: ${formatPoints(reputation)} as they weigh now`]),
      ...(reach ? reachLines(reach) : []),
    ];
    return lines.length > 0 ? { details: [lines] } : {};
  },
};
