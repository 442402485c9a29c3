import type { UseQueryResult } from "@tanstack/react-query";

import type { Network } from "../../../sdk/deployment";
import { listProposals, type ProposalRecord } from "../../../sdk/governor/proposals";
import { readProposal, type ProposalView } from "../../../sdk/governor/timeline";
import { useChain } from "./chain";
import { useSite } from "./network";

/** A proposal with where it stands now. */
export interface LiveProposal {
  record: ProposalRecord;
  view: ProposalView;
}

/** All proposals, the newest first. */
export function useProposals(): UseQueryResult<LiveProposal[]> {
  const { deployment } = useSite();
  return useChain(["proposals"], async (network: Network) => {
    const records = await listProposals(network, { fromBlock: deployment.block });
    const live = await Promise.all(
      records.map(async (record) => ({ record, view: await readProposal(network.governor, record.id) })),
    );
    return live.reverse();
  });
}

/** How a proposal is called: its NEP's number, if its text is a NEP, and its title. */
export const nameOf = ({ nep, title }: Pick<ProposalRecord, "nep" | "title">) =>
  nep === undefined ? title : `NEP-${nep}: ${title}`;
