import { ZeroHash } from "ethers";

import { PolityError } from "@polity/sdk/errors";
import { BPS, formatPercent, formatTimestamp, parseDecimal, parseDuration } from "@polity/sdk/format";
import { getBlock } from "@polity/sdk/provider";
import { readElectorate } from "@polity/sdk/votes";
import { aboutProposal } from "@polity/sdk/voting/about";
import { leastTurnout } from "@polity/sdk/voting/elections";
import { electionTerms, openBallot, satisfactionTerms, type BallotTerms } from "@polity/sdk/voting/open";
import { requireBallots, requireElections } from "@polity/sdk/voting/require";
import { formatBallotText } from "@polity/sdk/voting/text";
import { done } from "../core/answer";
import { flag, missing, text, type Values } from "../core/command";
import { signedCommand, type Context } from "../core/context";
import { proposalOf } from "../parts/proposals";
import { numberOf, wordOf } from "../parts/treasury";

const OPTIONS = {
  question: text("What is asked, in a few words; with --options it is written to the chain"),
  options: text('What can be chosen, separated by ";", like "yes;with changes;no"'),
  uri: text("Where the text is, where it is too long for the chain: an address of 256 bytes at the most"),
  split: flag(
    "Votes are given in parts, as for priorities; default all of them to each option that is approved",
  ),
  winners: text("How many options win, 1 to 16; default 1"),
  in: text('When votes are taken from, like "3d" from now; default 1h'),
  for: text('How long votes are taken, like "7d", which is the default'),
  quorum: text('The share of all votes that has to take part, in percent, like "5"; default 0'),
  about: text("A proposal that it asks about: its NEP's number, or its id"),
  subject: text("What else it is about: a word of up to 31 characters, or 32 bytes in hex"),
  election: flag("An election of the council, with the terms that the network has agreed on"),
  satisfaction: flag("How satisfied members are: five options, and two weeks"),
};
const OWN = ["options", "split", "winners", "in", "for", "quorum", "about", "subject"] as const;

type Opening = Context<Values<typeof OPTIONS>>;

export default signedCommand({
  words: "Opens a ballot, with the share of votes that it takes: an election, priorities, what people think",
  options: OPTIONS,
  async run(context) {
    const { network, signer, options } = context;
    const ballots = requireBallots(network);
    const { terms, names } = await termsOf(context);
    const uri =
      options.uri ??
      (options.question ? formatBallotText({ question: options.question, options: names }) : "");
    const { id, receipt } = await openBallot(ballots, signer, terms, uri);
    const when = `from ${formatTimestamp(terms.opens)} until ${formatTimestamp(terms.closes)}`;
    const stand =
      terms.nomineeBps > 0
        ? `; until then whoever has ${formatPercent(terms.nomineeBps)} of the votes stands with ballot nominate --id ${id}`
        : "";
    return done(receipt, `ballot ${id} takes votes ${when}${stand}`, { id, terms, uri });
  },
});

async function termsOf(context: Opening): Promise<{ terms: BallotTerms; names: string[] }> {
  const { network, options } = context;
  const { timestamp: now } = await getBlock(network.governor.runner!.provider!, "latest");
  const source = await network.votes.getAddress();
  const { election, satisfaction } = options;
  if (!election && !satisfaction) return ownTerms(context, source, now);
  const given = OWN.find((name) => options[name]);
  if (given !== undefined || (election && satisfaction)) {
    throw new PolityError("its terms are known, and cannot be chosen", {
      hint: `leave out --${given ?? "satisfaction"}; --question and --uri say what people read`,
    });
  }
  if (satisfaction) return { terms: satisfactionTerms(source, now), names: [] };
  const wanted = requireElections(network);
  const least = await leastTurnout(network, now - 1, wanted);
  return { terms: electionTerms(wanted, { source, now, least }), names: [] };
}

/** A ballot of a person's own. */
async function ownTerms(context: Opening, source: string, now: number) {
  const { network, options } = context;
  const names = (options.options ?? missing("options", 'give what can be chosen, like "yes;no"'))
    .split(";")
    .map((name) => name.trim());
  if (options.question === undefined && options.uri === undefined) missing("question", "say what is asked");
  if (options.about !== undefined && options.subject !== undefined)
    throw new PolityError("it is about one thing", { hint: "give --about or --subject" });
  const share = parseDecimal(options.quorum ?? "0", 2);
  if (share > BPS)
    throw new PolityError(`${options.quorum!} % is more than all votes`, { hint: "give 0 to 100" });
  const opens = now + parseDuration(options.in ?? "1h");
  const subject =
    options.about === undefined
      ? options.subject === undefined
        ? ZeroHash
        : wordOf("subject", options.subject)
      : aboutProposal((await proposalOf(context, options.about)).id);
  const terms: BallotTerms = {
    ...{ source, kind: options.split ? "split" : "approval", subject, nomineeBps: 0 },
    ...{ opens, closes: opens + parseDuration(options.for ?? "7d"), options: names.length },
    winners: Number(numberOf("winners", options.winners ?? "1")),
    quorum: share === 0n ? 0n : ((await readElectorate(network, now - 1)) * share) / BigInt(BPS),
  };
  return { terms, names };
}
