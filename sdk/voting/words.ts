import { who } from "../calls/phrases";
import { wordText } from "../calls/words";
import type { ArgsOf } from "../core/abi";
import type { AbiOf, Words } from "../core/domain";
import { formatPercent, formatTimestamp } from "../format";
import type { Network } from "../network";
import { formatVotes, optionsText } from "./ballot";
import type { contracts } from "./contracts";

type Own = Words<typeof contracts>;
type Terms = ArgsOf<AbiOf<(typeof contracts)["Ballots"]>, "function", "open">[0];

function termsLines(network: Network, terms: Terms): string[] {
  const [source, kind, opens, closes, options, winners, nomineeBps, quorum, subject] = terms;
  const given = kind === 0n ? "voters approve options" : "voters split their votes";
  const stand =
    nomineeBps === 0n
      ? ""
      : `, and whoever has ${formatPercent(nomineeBps)} of the votes may stand until it opens`;
  return [
    `${BigInt(subject) === 0n ? "a ballot" : `a ballot about ${wordText(subject)}`}, from ${formatTimestamp(opens)} until ${formatTimestamp(closes)}, with the votes of ${who(network, source)}`,
    `${given}: ${options} options${stand}; up to ${winners} win, if ${formatVotes(quorum)} take part`,
  ];
}

export const describe: Own["describe"] = {
  Ballots: {
    admit: ({ network, args: [opener, admitted] }) => [
      admitted
        ? `lets ${who(network, opener)} open ballots, whatever votes it has`
        : `lets ${who(network, opener)} open no ballots without votes of its own; those that are open go on`,
    ],
    setVotes: async ({ network, contract, args: [votes], at }) => [
      `a share of which votes opens ballots to come: ${who(network, await contract.votes(at))} → ${who(network, votes)}`,
    ],
    open: ({ network, args: [terms, uri] }) => [...termsLines(network, terms), `its text is at ${uri}`],
    nominate: ({ args: [id, uri] }) => [`lets the caller stand in ballot ${id}, as presented at ${uri}`],
    cast: ({ args: [id, options, parts] }) => [
      `gives all votes of the caller in ballot ${id} to ${optionsText(options, parts)}, for good`,
    ],
  },
};

export const already: Own["already"] = {
  Ballots: {
    admit: async ({ network, contract, args: [opener, admitted], at }) =>
      (await contract.isOpener(opener, at)) === admitted
        ? `${who(network, opener)} ${admitted ? "may open ballots" : "opens no ballots without votes of its own"} already`
        : undefined,
    setVotes: async ({ network, contract, args: [votes], at }) =>
      (await contract.votes(at)) === votes
        ? `a share of the votes of ${who(network, votes)} opens ballots already`
        : undefined,
  },
};

export const logs: Own["logs"] = {
  Ballots: {
    OpenerAdmitted: ({ network, args: [opener, admitted] }) =>
      `${who(network, opener)} may ${admitted ? "" : "no longer "}open ballots, whatever votes it has`,
    VotesSet: ({ network, args: [votes] }) =>
      `a share of the votes of ${who(network, votes)} opens ballots from then on`,
    BallotOpened: ({ network, args: [id, opener, terms] }) =>
      `${who(network, opener)} opens ballot ${id}: ${termsLines(network, terms).join("; ")}`,
    Nominated: ({ network, args: [id, option, nominee] }) =>
      `${who(network, nominee)} stands in ballot ${id}, as option ${option}`,
    BallotCast: ({ network, args: [id, voter, weight, options, parts] }) =>
      `${who(network, voter)} gives ${formatVotes(weight)} in ballot ${id} to ${optionsText(options, parts)}`,
  },
};
