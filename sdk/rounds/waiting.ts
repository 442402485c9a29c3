import { formatTimestamp } from "../format";
import { until } from "../status/words";
import { isClaimable, ripeRoundStep, type Ripe, type RoundsProgramView, type RoundView } from "./read";

/** What anybody can do, in words that follow "it". */
const RIPE = {
  freeze: "takes no more entries, and waits to be frozen",
  seal: "waits for its seed, which anybody can draw",
  tally: "waits to be tallied, which anybody can do",
  settle: "waits to be settled with its runners, which anybody can do",
  sweep: "has a rest that goes back to the budget when anybody says so",
} as const;

/** Where a round stands and what it waits for, in words that follow its name. */
export function roundText(round: RoundView, program: RoundsProgramView, at: Ripe): string {
  const { now } = at;
  const claims = isClaimable(round, now)
    ? `; ${round.status === "tallied" ? "shares" : "fees"} can be claimed until ${formatTimestamp(round.claimUntil)}`
    : "";
  const ripe = ripeRoundStep(round, program, at);
  if (ripe !== undefined) return `${RIPE[ripe]}${claims}`;
  const { status, closes, commitUntil, revealUntil, windowUntil, seedBlock } = round;
  switch (status) {
    case "open":
      return program.computes
        ? `computes; ${until(closes, now, "its time ends", "its time ended")}`
        : `takes entries; ${until(closes, now, "that ends", "that ended")}`;
    case "frozen":
      return `waits for block ${seedBlock}, which gives the seed`;
    case "running":
      return now < commitUntil
        ? `is judged: runners commit until ${formatTimestamp(commitUntil)}`
        : `is judged: runners reveal until ${formatTimestamp(revealUntil)}`;
    case "tallied":
      return now < windowUntil
        ? `is tallied; shares can be flagged until ${formatTimestamp(windowUntil)}${round.contested ? ", and it is contested" : ""}`
        : `is tallied${claims || (round.flags > 0 ? `, and waits for ${round.flags} flags` : ", and over")}`;
    case "void":
      return `ended without a result${claims}`;
    case "struck":
      return `was struck by a vote${claims}`;
    case "none":
      return "does not exist";
  }
}
