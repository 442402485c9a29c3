import { seatsOf, type CaseView } from "@polity/sdk/court/cases";

/** The seats of the largest bench, after which only a vote is left. */
const LARGEST = 15;

/** What can be done in a case now: by the account, if it is a juror, or by anybody. */
export interface Offers {
  vote: boolean;
  reveal: boolean;
  seal: boolean;
  seat: boolean;
  close: boolean;
  appeal: boolean;
  refer: boolean;
}

export function offersOf(view: CaseView, account: string | undefined): Offers {
  const { phase, draws } = view;
  const own = account === undefined ? [] : seatsOf(view, account);
  const draw = draws.at(-1);
  const isLargest = draw?.size === LARGEST;
  return {
    vote: phase === "committing" && own.some(({ ballot }) => ballot !== "lost"),
    reveal: phase === "revealing" && own.some(({ ballot }) => ballot === "committed"),
    seal: phase === "sealing",
    seat: phase === "seating" && draw!.seats.length < draw!.size,
    close:
      phase === "tallying" ||
      phase === "closing" ||
      phase === "decided" ||
      (phase === "executed" && draws.some(({ settled }) => !settled)),
    appeal: phase === "appeal" && !isLargest,
    refer: phase === "appeal" && isLargest,
  };
}
