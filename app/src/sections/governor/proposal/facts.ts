import type { UseQueryResult } from "@tanstack/react-query";

import { readOutcome, type Outcome } from "@polity/sdk/governor/proposals";
import { readCalls, readText, type CallFacts, type TextFacts } from "../call-facts";
import { useChain } from "../../../data/chain";
import { useSite } from "../../../data/network";
import type { LiveProposal } from "../proposals";

/** What the page of a proposal shows besides where it stands. */
export interface ProposalFacts {
  /** When it was proposed, in seconds. */
  proposed: number;
  outcome: Outcome;
  calls: CallFacts[];
  text?: TextFacts;
}

/** Reads everything at once, so that the page appears whole. */
export function useProposalFacts({ record, view }: LiveProposal): UseQueryResult<ProposalFacts> {
  const { notes } = useSite();
  return useChain(["proposal", record.id.toString()], async (network) => {
    const [block, outcome, calls] = await Promise.all([
      network.governor.runner!.provider!.getBlock(record.block),
      readOutcome(network, view),
      readCalls(network, record, view.type, notes),
    ]);
    const text = readText(network, record);
    return { proposed: block!.timestamp, outcome, calls, ...(text && { text }) };
  });
}
