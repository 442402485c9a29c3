import { inFile, type Mutation } from "./mutation";

/** What ballots promise: one change for each promise of docs/invariants.md, or more. */
export const mutations: Mutation[] = inFile("contracts/voting/Ballots.sol", [
  // How it is made.
  ["timelock == address(0) || openBps", "openBps"],
  ["if (address(votes_).code.length == 0) revert Ballots_NoVotesThere(votes_);", ""],
  ["IERC5805 votes_) external onlyTimelock", "IERC5805 votes_) external"],
  ["        votes = votes_;\n", ""],
  ["openBps == 0 || openBps > BPS", "openBps > BPS"],
  [" || openBps > BPS) {", ") {"],
  ["openBps > BPS", "openBps >= BPS"],
  // Who opens.
  ["bool admitted) external onlyTimelock", "bool admitted) external"],
  ["isOpener[opener] = admitted;", "isOpener[opener] = true;"],
  ["uint256 snapshot = block.timestamp - 1;", "uint256 snapshot = block.timestamp - 2;"],
  ["if (msg.sender != TIMELOCK && !isOpener[msg.sender]) _requireShare", "if (false) _requireShare"],
  ["if (msg.sender != TIMELOCK && !isOpener[msg.sender])", "if (!isOpener[msg.sender])"],
  ["if (msg.sender != TIMELOCK && !isOpener[msg.sender])", "if (msg.sender != TIMELOCK)"],
  ["_requireShare(votes, snapshot, OPEN_BPS)", "_requireShare(terms.source, snapshot, OPEN_BPS)"],
  ["        _checkTerms(terms);\n", ""],
  ["        _checkTerms(terms);\n        _checkText(uri);", "        _checkTerms(terms);"],
  ["id = ++ballotCount;", "id = ballotCount++;"],
  ["opener: msg.sender, snapshot", "opener: TIMELOCK, snapshot"],
  // Nominations.
  ["if (terms.nomineeBps == 0 || block.timestamp", "if (block.timestamp"],
  ["block.timestamp >= terms.opens) revert", "block.timestamp > terms.opens) revert"],
  ["if (_stands[id][msg.sender]) revert Ballots_AlreadyNominated(id, msg.sender);", ""],
  ["        _checkText(uri);\n        _requireShare(terms.source", "        _requireShare(terms.source"],
  ["_requireShare(terms.source, ballot.snapshot, terms.nomineeBps);", ""],
  ["_requireShare(terms.source, ballot.snapshot, terms.nomineeBps)", "_requireShare(votes, ballot.snapshot, terms.nomineeBps)"], // prettier-ignore
  ["_requireShare(terms.source, ballot.snapshot, terms.nomineeBps)", "_requireShare(terms.source, block.timestamp - 1, terms.nomineeBps)"], // prettier-ignore
  ["if (option == MAX_OPTIONS) revert Ballots_Full(id, option);", ""],
  ["terms.options = uint16(option + 1);", ""],
  ["(_stands[id][msg.sender], nomineeOf[id][option]) = (true, msg.sender);", "nomineeOf[id][option] = msg.sender;"], // prettier-ignore
  [
    "(_stands[id][msg.sender], nomineeOf[id][option]) = (true, msg.sender);",
    "_stands[id][msg.sender] = true;",
  ],
  // Votes.
  ["if (block.timestamp < terms.opens || block.timestamp >= terms.closes) {", "if (block.timestamp >= terms.closes) {"], // prettier-ignore
  ["if (block.timestamp < terms.opens || block.timestamp >= terms.closes) {", "if (block.timestamp < terms.opens) {"], // prettier-ignore
  ["block.timestamp < terms.opens ||", "block.timestamp <= terms.opens ||"],
  ["block.timestamp >= terms.closes) {", "block.timestamp > terms.closes) {"],
  ["if (hasCast[id][msg.sender]) revert Ballots_AlreadyCast(id, msg.sender);", ""],
  ["(terms.kind == Kind.Split ? options.length : 0)", "options.length"],
  ["if (parts.length != (terms.kind == Kind.Split ? options.length : 0)) {", "if (false) {"],
  ["getPastVotes(msg.sender, ballot.snapshot);", "getPastVotes(msg.sender, block.timestamp - 1);"],
  ["if (weight == 0) revert Ballots_NoVotes(id, msg.sender);", ""],
  ["hasCast[id][msg.sender] = true;", ""],
  ["ballot.turnout = (ballot.turnout + weight).toUint128();", ""],
  ["(ballot.turnout + weight).toUint128()", "uint128(ballot.turnout + weight)"],
  ["_give(id, terms.options, weight, options, parts);", ""],
  [
    "_give(id, terms.options, weight, options, parts);",
    "_give(id, terms.options, weight - 1, options, parts);",
  ],
  // Results.
  ["if (block.timestamp < ballot.terms.closes) revert", "if (block.timestamp <= ballot.terms.closes) revert"],
  ["if (block.timestamp < ballot.terms.closes) revert Ballots_NotClosed(id, ballot.terms.closes);", ""],
  ["if (ballot.turnout < ballot.terms.quorum) return new uint256[](0);", ""],
  ["ballot.turnout < ballot.terms.quorum", "ballot.turnout <= ballot.terms.quorum"],
  ["new uint256[](ballot.terms.winners);", "new uint256[](1);"],
  [
    "if (tallies[option] > tallies[best]) best = option;",
    "if (tallies[option] >= tallies[best]) best = option;",
  ],
  [
    "if (tallies[option] > tallies[best]) best = option;",
    "if (tallies[option] < tallies[best]) best = option;",
  ],
  ["if (tallies[best] == 0) break;", ""],
  ["(places[count], tallies[best]) = (best, 0);", "places[count] = best;"],
  ["for (uint256 i = 0; i < count; ++i) options[i] = places[i];", ""],
  ["if (ballot.opener == address(0)) revert Ballots_UnknownBallot(id);", ""],
  // Options and parts.
  ["option < next || option >= count", "option >= count"],
  ["option < next || option >= count", "option < next || option > count"],
  ["if (option < next || option >= count) revert Ballots_BadOptions(id, options, count);", ""],
  ["next = option + 1;", "next = option;"],
  ["if (part == 0 || part > left)", "if (part > left)"],
  ["if (part == 0 || part > left)", "if (part == 0)"],
  ["left -= part;", ""],
  ["((weight * part) / BPS)", "weight"],
  ["if (next == 0) revert Ballots_BadOptions(id, options, count);", ""],
  ["if (parts.length != 0 && left != 0) revert Ballots_BadParts(id, parts);", ""],
  ["_tallies[id][option >> 1] +=", "_tallies[id][option >> 1] ="],
  ["return (option & 1) << 7;", "return 0;"],
  ["return (option & 1) << 7;", "return (option & 1) << 6;"],
  // Shares.
  [
    "source.getPastTotalSupply(time) - source.getPastVotes(EXCLUDED, time);",
    "source.getPastTotalSupply(time);",
  ],
  ["if (has == 0 || has * BPS < all * bps)", "if (has * BPS < all * bps)"],
  ["has * BPS < all * bps", "has * BPS <= all * bps"],
  ["if (has == 0 || has * BPS < all * bps)", "if (has == 0)"],
  // Terms.
  ["uint256 places = terms.nomineeBps == 0 ? 0 : BPS / terms.nomineeBps;", "uint256 places = terms.nomineeBps == 0 ? 0 : 2;"], // prettier-ignore
  ["terms.opens < block.timestamp ||", ""],
  ["terms.opens < block.timestamp ||", "terms.opens <= block.timestamp ||"],
  ["terms.closes < terms.opens + MIN_VOTING ||", ""],
  ["terms.closes < terms.opens + MIN_VOTING ||", "terms.closes <= terms.opens + MIN_VOTING ||"],
  ["terms.closes > block.timestamp + MAX_AHEAD ||", ""],
  ["terms.closes > block.timestamp + MAX_AHEAD ||", "terms.closes >= block.timestamp + MAX_AHEAD ||"],
  ["terms.options + places > MAX_OPTIONS ||", ""],
  ["terms.options + places > MAX_OPTIONS ||", "terms.options + places >= MAX_OPTIONS ||"],
  ["terms.options + places < 2 ||", ""],
  ["terms.options + places < 2 ||", "terms.options + places < 3 ||"],
  ["terms.winners == 0 ||", ""],
  ["terms.winners > MAX_WINNERS ||", ""],
  ["terms.winners > MAX_WINNERS ||", "terms.winners >= MAX_WINNERS ||"],
  ["terms.source.clock() != block.timestamp", "false"], // prettier-ignore
  ["address(terms.source).code.length == 0 ||", ""],
  ["if (length > MAX_URI)", "if (length >= MAX_URI)"],
  ["if (length > MAX_URI) revert Ballots_TextTooLong(length, MAX_URI);", ""],
]);
