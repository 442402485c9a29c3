import { formatTimestamp } from "@polity/sdk/format";
import { formatVotes } from "@polity/sdk/voting/ballot";
import { readBallots } from "@polity/sdk/voting/read";
import { findBallotTexts, toldOf } from "@polity/sdk/voting/told";
import { requireBallots } from "@polity/sdk/voting/require";
import { formatTable } from "../../scripts/lib/table";
import { readingCommand } from "../core/context";
import { subjectsOf } from "../parts/ballots";
import { scanOf } from "../parts/proposals";

export default readingCommand({
  words: "Lists what the network was asked: each ballot, what it is about, and where it stands",
  options: {},
  async run(context) {
    const ballots = requireBallots(context.network);
    const [views, uris] = await Promise.all([
      readBallots(ballots),
      findBallotTexts(ballots, scanOf(context)),
    ]);
    const all = views.map((view) => toldOf(view, uris));
    const about = await subjectsOf(context, all);
    const head = ["ballot", "about", "it is", "until", "votes cast"];
    const rows = all.map(({ id, subject, text, phase, opens, closes, turnout }) => [
      id.toString(),
      text?.question ?? about(subject),
      phase,
      formatTimestamp(phase === "nominating" || phase === "waiting" ? opens : closes),
      formatVotes(turnout),
    ]);
    return {
      text: rows.length > 0 ? formatTable([head, ...rows]) : "no ballot was opened yet",
      json: { ballots: all },
    };
  },
});
