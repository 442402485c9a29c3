import type { NepStage } from "@polity/sdk/governor/timeline";

export const STAGE_WORDS: Readonly<Record<NepStage, string>> = {
  DRAFT: "Draft",
  REVIEW: "Review",
  VOTING: "Voting",
  APPROVED: "Approved",
  SCHEDULED: "Scheduled",
  ACTIVE: "Active",
  DEFEATED: "Defeated",
  EXPIRED: "Expired",
  CANCELED: "Cancelled",
  UNCOUNTED: "Not counted",
};

/** Where a proposal stands. */
export function StageBadge({ stage }: { stage: NepStage }) {
  return <span className={`badge stage-${stage.toLowerCase()}`}>{STAGE_WORDS[stage]}</span>;
}

/** A word in a frame. */
export function Badge({ children, tone }: { children: string; tone?: "good" | "bad" | "warn" }) {
  return <span className={`badge${tone ? ` ${tone}` : ""}`}>{children}</span>;
}

export const SIDES = ["for", "against", "abstain"] as const;
const SIDE_WORDS = { for: "For", against: "Against", abstain: "Abstain" };

/** How somebody voted. */
export function SideBadge({ side }: { side: (typeof SIDES)[number] }) {
  return <span className={`side side-${side}`}>{SIDE_WORDS[side]}</span>;
}
