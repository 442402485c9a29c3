import { formatVotes } from "@polity/sdk/voting/ballot";
import { castBallot } from "@polity/sdk/voting/open";
import { requireBallots } from "@polity/sdk/voting/require";
import { optionName } from "@polity/sdk/voting/told";
import { done } from "../core/answer";
import { required } from "../core/command";
import { signedCommand } from "../core/context";
import { BALLOT, ballotOf, choiceOf } from "../parts/ballots";

/** A vote in a ballot stays as it is cast. */
export default signedCommand({
  words: "Votes in a ballot, once, with all votes of the signer",
  options: {
    id: required(BALLOT),
    for: required(
      'Options by number, words, or who stands, like "0,2" or "eva,finn"; of a split in percent, like "0=60,2=40"',
    ),
  },
  async run(context) {
    const { network, signer, options, nameOf } = context;
    const ballot = await ballotOf(context, options.id);
    const choice = choiceOf(ballot, options.for, context);
    const { weight, receipt } = await castBallot(requireBallots(network), signer, ballot.id, choice);
    const names = [...choice].map(
      ([option, part]) =>
        `${optionName(ballot, option, nameOf)}${part === undefined ? "" : ` ${part / 100} %`}`,
    );
    return done(
      receipt,
      `${nameOf(signer.address)} gives ${formatVotes(weight)} in ballot ${ballot.id} to ${names.join(", ")}`,
      { ballot: ballot.id, weight, options: [...choice.keys()], parts: [...choice.values()] },
    );
  },
});
