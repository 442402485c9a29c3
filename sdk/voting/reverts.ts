import type { Reverts } from "../core/domain";
import { formatTimestamp } from "../format";
import { formatVotes } from "./ballot";
import type { contracts } from "./contracts";

export const reverts: Reverts<typeof contracts> = {
  Ballots_NoVotesThere: (votes) => [
    `there is no contract at ${votes}, so that nobody's votes could be asked for`,
    "give the contract that counts the network's own votes",
  ],
  Ballots_NotTimelock: (caller) => [
    `only a vote may do this, and ${caller} is not the timelock`,
    "write it into a proposal",
  ],
  Ballots_TooFewVotes: (caller, votes, needed) => [
    `${caller} has ${formatVotes(votes)}, and this takes ${formatVotes(needed)}`,
    "ask somebody with more votes; those of a second ago count, or of the second before the ballot was opened",
  ],
  Ballots_BadTerms: () => [
    "these terms do not fit together",
    "a ballot opens from now on, lasts a day or more, closes within a year, and has 2 to 128 options with everybody who may be nominated, 1 to 16 winners, and votes that count seconds",
  ],
  Ballots_TextTooLong: (length, max) => [
    `the address of the text has ${length} bytes`,
    `shorten it to ${max}, or store the text elsewhere`,
  ],
  Ballots_UnknownBallot: (id) => [`there is no ballot ${id}`, "ballots are numbered from 1"],
  Ballots_NoNominations: (id, until) => [
    `ballot ${id} takes no nominations now`,
    `those that take any take them until they open, here at ${formatTimestamp(until)}`,
  ],
  Ballots_AlreadyNominated: (id, nominee) => [
    `${nominee} stands in ballot ${id} already`,
    "an account stands once",
  ],
  Ballots_NotOpen: (id, opens, closes) => [
    `ballot ${id} takes no votes now`,
    `it takes them from ${formatTimestamp(opens)} until ${formatTimestamp(closes)}`,
  ],
  Ballots_AlreadyCast: (id, voter) => [
    `${voter} has voted in ballot ${id} already`,
    "a vote that is cast stays as it is",
  ],
  Ballots_NoVotes: (id, voter) => [
    `${voter} had no votes when ballot ${id} was opened`,
    "votes that came later count in later ballots",
  ],
  Ballots_Full: (id, options) => [
    `ballot ${id} has ${options} options, and room for no more`,
    "stand in a later ballot",
  ],
  Ballots_BadOptions: (id, options, count) => [
    `[${options.join(", ")}] do not name options of ballot ${id}`,
    `name them in rising order, each once, from 0 to ${count - 1n}`,
  ],
  Ballots_BadParts: (id, parts) => [
    `the parts [${parts.join(", ")}] do not fit ballot ${id}`,
    "where votes are split, give each option a part above zero, 100 % in all; where options are approved, give none",
  ],
  Ballots_NotClosed: (id, closes) => [
    `ballot ${id} has no result yet`,
    `wait until it closes, at ${formatTimestamp(closes)}`,
  ],
};
