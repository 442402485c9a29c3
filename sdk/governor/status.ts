import { ZeroAddress } from "ethers";

import { formatTokens } from "../format";
import type { Standing } from "../status/types";
import { moment, until } from "../status/words";
import { nextStep } from "./next";
import { listProposals } from "./proposals";
import { LIVE_STATES, readProposal, type ProposalView } from "./timeline";

export interface GovernorStatus {
  /** Proposals that something can still happen to. */
  proposals: (ProposalView & { title: string })[];
  /** Proposals that are over. */
  past: number;
  /** Who may cancel and propose emergencies, and until when; absent before the first mandate. */
  guardian?: { account: string; until: number };
}

export const standing: Standing<GovernorStatus> = {
  async read(network, { block, fromBlock }) {
    const { governor } = network;
    const [{ account, until }, created] = await Promise.all([
      governor.guardian({ blockTag: block }),
      listProposals(network, { fromBlock, toBlock: block }),
    ]);
    const all = await Promise.all(
      created.map(async ({ id, title }) => ({ ...(await readProposal(governor, id, block)), title })),
    );
    const proposals = all.filter(({ state }) => LIVE_STATES.includes(state));
    return {
      ...{ proposals, past: all.length - proposals.length },
      ...(account !== ZeroAddress && { guardian: { account, until: Number(until) } }),
    };
  },

  words: ({ guardian, proposals, past, now }) => ({
    summary: [
      guardian === undefined
        ? "no council in office"
        : `council ${guardian.account} in office, ${until(guardian.until, now, "its mandate ends", "its mandate ended")}`,
    ],
    details: [
      [
        `live proposals: ${proposals.length}, past ones: ${past}`,
        ...proposals.flatMap((proposal) => {
          const next = nextStep(proposal, now);
          const { title, stage, type, votes, quorum } = proposal;
          const coming = next
            ? `${next.what}${next.isLimit ? " until" : ""} ${moment(next.at, now)}`
            : "final";
          const tally = `${formatTokens(votes.for)} for, ${formatTokens(votes.against)} against`;
          return [
            `  ${title}`,
            `    ${stage}, ${type}: ${coming}; ${tally}, quorum ${quorum === undefined ? "unknown" : formatTokens(quorum)}`,
          ];
        }),
      ],
    ],
  }),
};
