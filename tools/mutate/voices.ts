import { inFile, type Mutation } from "./mutation";

const extension = (name: string): string => `contracts/governor/extensions/${name}.sol`;

/** What the governor and the rulebook do for types with a source of their own, a veto, or a least number of voters. */
export const mutations: Mutation[] = [
  ...inFile(extension("GovernorQuorum"), [
    ["if (share == 0) share = RulesCodec.quorumBps(turnout);", "share = RulesCodec.quorumBps(turnout);"],
    [", source.getPastVotes(EXCLUDED, timepoint))", ", 0)"],
    ["terms.hasSource() ? IERC5805(_rulesOf(terms).voteSource) : TOKEN", "TOKEN"],
    ["NUMBERED && !terms.hasSource()", "NUMBERED"],
    ["_quorumAt(_rulesOf(terms), _sourceOf(terms), ", "_quorumAt(_rulesOf(terms), TOKEN, "],
    ["params.length == 32 ? _sourceOf(_terms[uint256(bytes32(params))]) : TOKEN", "TOKEN"],
    ["return _sourceOf(terms).getPastVotes(", "return TOKEN.getPastVotes("],
  ]),
  ...inFile(extension("GovernorCounting"), [
    ["used == 0 ? 1 : 0, against", "1, against"],
    ["used == 0 ? 1 : 0, against", "0, against"],
    ["if (terms.countsHeads()) terms", "if (true) terms"],
    ["else heads = 0;", "", "without heads the terms only are written once more"],
    ["if (inFavour + heads != 0)", "if (inFavour != 0)"],
    ["        if (terms.optimistic()) return true;\n", ""],
    ["terms.countsHeads() && terms.heads() <", "terms.heads() <", "where voters are not counted, none are asked for"], // prettier-ignore
    ["terms.heads() < RulesCodec", "terms.heads() <= RulesCodec"],
    ["        if (terms.countsHeads() && terms.heads() < RulesCodec.minVoters(_rulesOf(terms).turnout)) return false;\n", ""], // prettier-ignore
    ["return against < _quorumOf(proposalId);", "return against <= _quorumOf(proposalId);"],
    ["        if (terms.optimistic()) return against < _quorumOf(proposalId);\n", ""],
    ["totalWeight == 0) revert GovernorCounting_NoVotes", "false) revert GovernorCounting_NoVotes"],
    ["if (number != 0) (words, place)", "if (false) (words, place)"],
  ]),
  ...inFile(extension("GovernorBallots"), [
    ["_addVotes(proposalId, terms, counted, sums", "_addVotes(proposalId, terms, 0, sums"],
    ["_addVotes(proposalId, terms, counted, sums", "_addVotes(proposalId, terms, ballots.length, sums"],
  ]),
  ...inFile("contracts/governor/Terms.sol", [["Math.min(more, MAX_HEADS - heads(self))", "more"]]),
  ...inFile("contracts/governor/Rulebook.sol", [
    ["rules.voteSource != address(0) || rules.vetoBps != 0", "rules.voteSource != address(0)"],
    ["rules.voteSource != address(0) || rules.vetoBps != 0", "rules.vetoBps != 0"],
    ["bounded && (code == DEFAULT_TYPE || code == EMERGENCY_TYPE)", "bounded && code == DEFAULT_TYPE"],
    ["bounded && (code == DEFAULT_TYPE || code == EMERGENCY_TYPE)", "bounded && code == EMERGENCY_TYPE"],
    ["rules.voteSource == address(0) ? 0 : MAX_VOTERS", "MAX_VOTERS"],
    ['if (bounded) _inRange(code, "quorumFloor", rules.quorumFloor, 0, 0);', ""],
    ["if (rules.voteSource != address(0)) _checkSource(code, rules.voteSource);", ""],
    ["if (rules.vetoBps != 0) _checkVeto(code, rules);", ""],
    ['        _inRange(code, "vetoBps", rules.vetoBps, MIN_VETO_BPS, MAX_VETO_BPS);\n', ""],
    ['        _inRange(code, "proposers", rules.proposers, COUNCIL, COUNCIL);\n', ""],
    ['        _inRange(code, "voting", rules.voting, MIN_VETO_VOTING, type(uint32).max);\n', ""],
    ['        _inRange(code, "late", rules.late, 0, 0);\n', ""],
    ['        _inRange(code, "fee", rules.fee, 0, 0);\n', ""],
    ['        _inRange(code, "threshold", rules.threshold, 0, 0);\n', ""],
    ['        _inRange(code, "voteSource", uint160(rules.voteSource), 0, 0);\n', ""],
    ["uint256(time) != block.timestamp || ", ""],
    ["!counts || ", ""],
    ["uint256(total) > type(uint96).max || ", ""],
    [" || !excludes) {", ") {"],
    ["_isBounded(rules) && _wideScopes[index] != 0", "false"],
    ["wide && _isBoundedFromNow(code)", "false"],
    ["bool wide = !byWord || scope.allowsValue;", "bool wide = !byWord;"],
    ["bool wide = !byWord || scope.allowsValue;", "bool wide = scope.allowsValue;"],
    ["if (!byWord || entry.allowsValue) _countWide(entry.types, false);", ""],
    ["if (wide) _countWide(mask, true);", ""],
    ["for (uint256 phase = _phaseOf(code); phase < PHASE_COUNT; ++phase) {\n            if (_isBounded", "for (uint256 phase = 0; phase < PHASE_COUNT; ++phase) {\n            if (_isBounded"], // prettier-ignore
    ["rules.proposers != COUNCIL && rules.threshold < lowest", "rules.threshold < lowest"],
  ]),
];
