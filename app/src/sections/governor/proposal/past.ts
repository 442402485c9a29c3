import type { HistoricProposal } from "@polity/sdk/governor/history";
import { useHistory } from "../../../data/history";
import type { LiveProposal } from "../proposals";
import type { Moments } from "../steps";

/** What the history knows of a proposal, once it has been read. */
export function usePastOf({ record }: LiveProposal): HistoricProposal | undefined {
  return useHistory().data?.history.governor.proposals.get(record.id);
}

/** When it was extended, queued, executed or canceled, as far as that is known. */
export function momentsOf(past: HistoricProposal | undefined): Moments {
  if (!past) return {};
  const { proposed, extended, queued, executed, canceled } = past;
  return {
    proposed: proposed.time,
    ...(extended && { extended: extended.time }),
    ...(queued && { queued: queued.time }),
    ...(executed && { executed: executed.time }),
    ...(canceled && { canceled: canceled.time }),
  };
}
