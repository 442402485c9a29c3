import type { ProposalView } from "./timeline";

/** What a live proposal waits for, and until when, in seconds. */
export function nextStep(
  { state, snapshot, deadline, eta, expiry }: ProposalView,
  now: number,
): { what: string; at?: number } {
  if (state === "Pending") return { what: "the vote begins", at: snapshot };
  if (state === "Active") return { what: "the vote ends", at: deadline };
  if (state === "Succeeded") return { what: "anyone can queue it, until", at: expiry };
  return now < eta
    ? { what: "the grace period ends", at: eta }
    : { what: "anyone can execute it, until", at: expiry };
}
