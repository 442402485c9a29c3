import type { UseQueryResult } from "@tanstack/react-query";

import { readContradictions } from "@polity/sdk/governor/contradictions";
import { readOutcome, type Outcome } from "@polity/sdk/governor/proposals";
import { LIVE_STATES } from "@polity/sdk/governor/timeline";
import type { Contradiction } from "@polity/sdk/nep/contradictions";
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
  /** Where its figures contradict its changes. */
  contradictions: readonly Contradiction[];
}

/** Reads everything at once, so that the page appears whole. */
export function useProposalFacts({ record, view }: LiveProposal): UseQueryResult<ProposalFacts> {
  const { notes, deployment } = useSite();
  return useChain(["proposal", record.id.toString()], async (network) => {
    const [block, outcome, calls] = await Promise.all([
      network.governor.runner!.provider!.getBlock(record.block),
      readOutcome(network, view),
      readCalls(network, record, view.type, notes),
    ]);
    const { conventions } = deployment;
    const text = readText(network, record, conventions?.proposals);
    const past = !LIVE_STATES.includes(view.state);
    const contradictions = text ? await readContradictions(network, text.nep, conventions, { past }) : [];
    return { proposed: block!.timestamp, outcome, calls, contradictions, ...(text && { text }) };
  });
}
