import type { RefObject } from "react";

import type { ProposalView } from "@polity/sdk/governor/timeline";
import { Countdown } from "../../../ui";

/**
 * While a vote is open, the way to it stays in reach where the page has one column: what changes, the text and the ballots
 * stand before the vote. It is a button and no link, whose address would be another route.
 */
export function VoteBar({ view, to }: { view: ProposalView; to: RefObject<HTMLElement | null> }) {
  if (view.state !== "Active") return null;
  const go = () => {
    to.current?.scrollIntoView();
    to.current?.focus({ preventScroll: true });
  };
  return (
    <p className="vote-bar">
      <span>
        Open for <Countdown to={view.deadline} />
      </span>
      <button type="button" className="primary" onClick={go}>
        Vote
      </button>
    </p>
  );
}
