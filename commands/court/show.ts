import type { Ballot, CasePhase } from "@polity/sdk/court";
import { UNKNOWN_WORTH } from "@polity/sdk/court/figures";
import { rulingText } from "@polity/sdk/court/phases";
import { formatTimestamp, formatTokens } from "@polity/sdk/format";
import { formatTable } from "../../scripts/lib/table";
import { required } from "../core/command";
import { readingCommand } from "../core/context";
import { CASE, caseOf, phaseText } from "../parts/court";
import { tellAccount } from "../parts/treasury";

/** What can be done in a phase, and by whom. */
const NEXT: Partial<Record<CasePhase, string>> = {
  sealing: "anybody: seal",
  seating: "anybody: seat",
  committing: "the jurors: vote",
  revealing: "the jurors: reveal; who does not loses the slice",
  tallying: "anybody: close",
  appeal: "whoever disagrees: appeal, or refer after the largest bench",
  referral: "the voters: a proposal that calls JurorCourt.overrule",
  closing: "anybody: close",
  decided: "anybody: close, which has it carried out",
};

const BALLOTS: Record<Extract<Ballot, string>, string> = {
  open: "no vote yet",
  committed: "has voted in secret",
  lost: "was shown too early, and lost its slice",
};

export default readingCommand({
  words: "Shows a case: where it stands, its benches, their votes, and what can be done now",
  options: { id: required(CASE) },
  async run(context) {
    const view = await caseOf(context, context.options.id);
    const { id, arbitrable, choices, value, ruling, byBench, phase, until, target, draws } = view;
    const isOver = phase === "decided" || phase === "executed";
    const worth =
      value === UNKNOWN_WORTH ? "an amount that nobody has said" : `${formatTokens(value)} tokens`;
    const next = NEXT[phase];
    const benches = draws.map(({ size, settled, seats }, draw) => {
      const head = `draw ${draw}: a bench of ${size}${settled ? ", shared out" : ""}`;
      const rows = seats.map(({ seat, juror, ballot }) => [
        `seat ${seat}`,
        context.nameOf(juror),
        typeof ballot === "bigint" ? rulingText(ballot) : BALLOTS[ballot],
      ]);
      return [head, ...(rows.length > 0 ? [formatTable(rows)] : [])].join("\n");
    });
    return {
      text: [
        `case ${id} of ${tellAccount(context, arbitrable)}: ${choices} choices, about ${worth}`,
        `it ${phaseText(view)}${until === undefined ? "" : ` until ${formatTimestamp(until)}`}`,
        ...(byBench || isOver ? [`ruling${isOver ? "" : " as of now"}: ${rulingText(ruling)}`] : []),
        ...(phase === "sealing" && target !== undefined ? [`block ${target} draws its jurors`] : []),
        ...(next === undefined ? [] : [`next, by ${next}`]),
        ...benches,
      ].join("\n"),
      json: { case: view },
    };
  },
});
