import type { ProposalView } from "@polity/sdk/governor/timeline";

/** What happened to a proposal, as far as it is known; times in seconds. */
export interface Moments {
  proposed?: number;
  extended?: number;
  queued?: number;
  executed?: number;
  canceled?: number;
}

export interface Step {
  name: string;
  /** `lost`: what it never came to. */
  state: "done" | "now" | "coming" | "lost" | "failed";
  /** Seconds; `end` may lie ahead. */
  start?: number;
  end?: number;
  note?: string;
}

/** When a proposal that was defeated, or that expired, came to its end. */
export const endOf = ({ state, deadline, expiry }: ProposalView): number =>
  state === "Expired" ? expiry : deadline;

const ORDER = ["Pending", "Active", "Succeeded", "Queued", "Executed"] as const;

/**
 * The life of a proposal as the network names its stages: draft, review, voting, scheduled, active; or where it ended before.
 * @param drafted When its NEP says that it was written.
 */
export function stepsOf(view: ProposalView, moments: Moments, drafted?: number): Step[] {
  const { state, snapshot, deadline, eta, expiry } = view;
  const { proposed, queued, executed, canceled, extended } = moments;
  const reached = reachedBy(view, moments);
  const over = ["Canceled", "Defeated", "Expired", "Uncounted"].includes(state);
  const at = (index: number): Step["state"] =>
    index < reached ? "done" : index > reached ? (over ? "lost" : "coming") : over ? "lost" : "now";
  const steps: Step[] = [
    { name: "Draft", state: "done", ...(drafted !== undefined && { start: drafted }) },
    { name: "Review", state: at(0), ...(proposed !== undefined && { start: proposed }), end: snapshot },
    {
      name: "Voting",
      state: at(1),
      start: snapshot,
      end: deadline,
      ...(extended !== undefined && { note: "extended: the outcome turned late" }),
    },
    {
      name: "Scheduled",
      state: state === "Succeeded" ? "now" : at(2),
      ...(queued !== undefined && { start: queued }),
      ...(eta > 0 && { end: eta }),
      ...(state === "Succeeded" && { note: "approved; anyone can queue it until it expires", end: expiry }),
    },
  ];
  if (state === "Executed") {
    return [...steps, { name: "Active", state: "done", ...(executed !== undefined && { start: executed }) }];
  }
  if (state === "Canceled") {
    return [
      ...steps,
      { name: "Cancelled", state: "failed", ...(canceled !== undefined && { start: canceled }) },
    ];
  }
  if (state === "Defeated") return [...steps, { name: "Defeated", state: "failed", start: deadline }];
  if (state === "Uncounted") {
    const note = "what counts its votes fails, so that nobody knows how it stands";
    return [...steps, { name: "Not counted", state: "failed", start: deadline, note }];
  }
  if (state === "Expired") return [...steps, { name: "Expired", state: "failed", start: endOf(view) }];
  return [
    ...steps,
    {
      name: "Active",
      state: "coming",
      ...(eta > 0 && { note: "the last moment to execute it", end: expiry }),
    },
  ];
}

/** How many of review, voting and grace a proposal has been through. */
function reachedBy({ state, snapshot, deadline, eta }: ProposalView, { canceled }: Moments): number {
  if (state === "Defeated" || state === "Uncounted") return 2;
  if (state === "Expired") return eta > 0 ? 3 : 2;
  if (state === "Canceled") {
    if (canceled === undefined) return 0;
    return [snapshot, deadline, eta || Infinity].filter((end) => canceled > end).length;
  }
  const index = ORDER.indexOf(state);
  return Math.max(0, index > 2 ? index - 1 : index);
}
