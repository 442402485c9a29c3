import { formatPercent, formatTimestamp } from "@polity/sdk/format";
import { formatVotes } from "@polity/sdk/voting/ballot";
import { optionName } from "@polity/sdk/voting/told";
import { formatTable } from "../../scripts/lib/table";
import { required } from "../core/command";
import { readingCommand } from "../core/context";
import { BALLOT, ballotOf, phaseText, resultRows, subjectsOf } from "../parts/ballots";
import { tellAccount } from "../parts/treasury";

export default readingCommand({
  words: "Shows a ballot: what it asks, who stands, how the votes are, and what has won",
  options: { id: required(BALLOT) },
  async run(context) {
    const ballot = await ballotOf(context, context.options.id);
    const { id, subject, text, uri, kind, source, opener, snapshot, winners, nomineeBps } = ballot;
    const { quorum, turnout, won, options } = ballot;
    const about = await subjectsOf(context, [ballot]);
    const { nameOf } = context;
    const names = won?.map((option) => optionName(ballot, option, nameOf)).join(", ") ?? "";
    return {
      text: [
        `ballot ${id} about ${about(subject)}, opened by ${tellAccount(context, opener)}`,
        `it ${phaseText(ballot)}`,
        ...(text ? [text.question] : [`its text, as the opener says, is at ${uri || "no address"}`]),
        kind === "split" ? "votes are split in parts" : "all votes go to each option that a voter approves",
        `votes are those of ${tellAccount(context, source)} on ${formatTimestamp(snapshot)}`,
        ...(nomineeBps > 0
          ? [`whoever has ${formatPercent(nomineeBps)} of them may stand until it opens`]
          : []),
        `${formatVotes(turnout)} took part${quorum > 0n ? `, of ${formatVotes(quorum)} that have to` : ""}; up to ${winners} win`,
        ...(options.length > 0 ? [formatTable(resultRows(ballot, nameOf))] : []),
        ...(won ? [won.length > 0 ? `won: ${names}` : "nobody and nothing has won"] : []),
      ].join("\n"),
      json: { ballot },
    };
  },
});
