import type { ProposalView } from "./timeline";

/** States of a proposal that ended without being executed. */
export const DEAD: readonly ProposalView["state"][] = ["Canceled", "Defeated", "Expired"];

/** States that a proposal never leaves. */
export const FINAL: readonly ProposalView["state"][] = [...DEAD, "Executed"];

export interface NextStep {
  /** In words, as "the vote ends" or "anyone can execute it". */
  what: string;
  /** When it comes, or until when it can be done; in seconds. */
  at: number;
  /** Whether it can be done only until then. */
  isLimit: boolean;
}

/** What a proposal waits for; undefined once it is {@link FINAL}. */
export function nextStep(
  {
    state,
    snapshot,
    deadline,
    eta,
    expiry,
  }: Pick<ProposalView, "state" | "snapshot" | "deadline" | "eta" | "expiry">,
  now: number,
): NextStep | undefined {
  switch (state) {
    case "Pending":
      return { what: "the vote begins", at: snapshot, isLimit: false };
    case "Active":
      return { what: "the vote ends", at: deadline, isLimit: false };
    case "Succeeded":
      return { what: "anyone can queue it", at: expiry, isLimit: true };
    case "Queued":
      return now < eta
        ? { what: "the grace period ends", at: eta, isLimit: false }
        : { what: "anyone can execute it", at: expiry, isLimit: true };
    default:
      return undefined;
  }
}
