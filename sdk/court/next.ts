import { CASE_PHASES, type Ballot, type CaseView } from "./cases";
import { LARGEST } from "./limits";
import { isRipe, PAYMENT_STATUSES, type PaymentView } from "./payments";
import { PHASES, rulingText, STATUSES } from "./phases";

/** What can be done next: by whom, and what, in words; `step` is the name of the command, and mostly of the function. */
export interface Next<Step extends string = string> {
  step: Step;
  by: string;
  does: string;
}

export type CaseStep = "seal" | "seat" | "vote" | "reveal" | "close" | "appeal" | "refer" | "overrule";

const CASE_STEPS: Record<CaseStep, Omit<Next, "step">> = {
  seal: { by: "anybody", does: "draw its jurors" },
  seat: { by: "anybody", does: "seat its jurors" },
  vote: { by: "its jurors", does: "vote in secret" },
  reveal: { by: "its jurors", does: "reveal the vote, or lose the slice" },
  close: { by: "anybody", does: "take it on" },
  appeal: { by: "whoever disagrees", does: "appeal to a larger bench" },
  refer: { by: "whoever disagrees", does: "ask for a vote" },
  overrule: { by: "the voters", does: "rule by a proposal of the type COURT" },
};

/** What takes a case on now. Nothing while evidence is taken, while no seat is free, and once all is done. */
export function nextOf(view: CaseView): Next<CaseStep> | undefined {
  const step = stepOf(view);
  return step && { step, ...CASE_STEPS[step] };
}

function stepOf({ phase, draws }: CaseView): CaseStep | undefined {
  const draw = draws.at(-1);
  switch (phase) {
    case "sealing":
      return "seal";
    case "seating":
      return draw!.seats.length < draw!.size ? "seat" : undefined;
    case "committing":
      return "vote";
    case "revealing":
      return "reveal";
    case "appeal":
      return draw!.size === LARGEST ? "refer" : "appeal";
    case "referral":
      return "overrule";
    case "tallying":
    case "closing":
    case "decided":
      return "close";
    case "executed":
      return draws.every(({ settled }) => settled) ? undefined : "close";
    default:
      return undefined;
  }
}

export type PaymentStep = "dispute" | "evidence" | "finish";

/** What can be done about a payment at a time, in seconds. */
export function nextOfPayment(payment: PaymentView, time: number): Next<PaymentStep> | undefined {
  if (isRipe(payment, time)) {
    const does = payment.status === "refused" ? "return it to its budget" : "have it made";
    return { step: "finish", by: "anybody", does };
  }
  switch (payment.status) {
    case "waiting":
      return { step: "dispute", by: "whoever disagrees", does: "dispute it" };
    case "disputed":
      return { step: "evidence", by: "anybody", does: "bring evidence forward; then its arbitrator rules" };
    default:
      return undefined;
  }
}

/** Where a case stands, in words that follow "it". */
export const phaseText = ({ phase }: Pick<CaseView, "phase">): string => PHASES[CASE_PHASES.indexOf(phase)]!;

/** Where a payment stands, likewise. */
export const statusText = ({ status }: Pick<PaymentView, "status">): string =>
  STATUSES[PAYMENT_STATUSES.indexOf(status)]!;

/** What a seat has voted, in words. */
export const ballotText = (ballot: Ballot): string =>
  typeof ballot === "bigint" ? rulingText(ballot) : BALLOTS[ballot];

const BALLOTS: Record<Extract<Ballot, string>, string> = {
  open: "no vote yet",
  committed: "has voted in secret",
  lost: "was shown too early, and lost its slice",
};
