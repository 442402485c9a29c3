import { inFile, type Mutation } from "./mutation";

/** What phases promise: each condition of a gate, each check of evidence, and each rule of the ratchet. */
export const mutations: Mutation[] = [
  ...inFile("contracts/phases/Phases.sol", [
    // Who commands, and how it is made.
    ["        if (msg.sender != TIMELOCK) revert Phases_NotTimelock(msg.sender);\n", ""],
    ["        since = uint48(block.timestamp);\n", ""],
    ["            _checkGate(step, gates[step]);\n", ""],
    ["for (uint256 i = 0; i < declared.length; ++i)", "for (uint256 i = 1; i < declared.length; ++i)"],
    // A step.
    ["msg.sender != TIMELOCK && block.timestamp < latestAt(step)", "msg.sender != TIMELOCK"],
    ["msg.sender != TIMELOCK && block.timestamp < latestAt(step)", "block.timestamp < latestAt(step)"],
    ["msg.sender != TIMELOCK && block.timestamp < latestAt(step)", "msg.sender != TIMELOCK && block.timestamp <= latestAt(step)"], // prettier-ignore
    ["if (!condition.met) revert", "if (false) revert"],
    ["i < conditions.length; ++i", "i + 1 < conditions.length; ++i"],
    ["(current, since) = (uint8(step + 1), uint48(block.timestamp));", "current = uint8(step + 1);"],
    ["(current, since) = (uint8(step + 1), ", "(current, since) = (uint8(step + 2), "],
    ["if (step == LAST) revert Phases_Last();", ""],
    // Gates only become easier.
    ["before.latestAfter == 0 || (gate", "(gate"],
    ["(gate.latestAfter != 0 && gate.latestAfter <= before.latestAfter)", "gate.latestAfter <= before.latestAfter"], // prettier-ignore
    ["gate.latestAfter != 0 && gate.latestAfter <= before.latestAfter", "gate.latestAfter != 0"],
    ["            !nearer ||\n", ""],
    ["            gate.minTime > before.minTime ||\n", ""],
    ["            gate.minDecisions > before.minDecisions ||\n", ""],
    ["            gate.minTurnoutBps > before.minTurnoutBps ||\n", ""],
    ["            gate.maxFounderBps < before.maxFounderBps ||\n", ""],
    ["gate.minTime > before.minTime", "gate.minTime >= before.minTime"],
    [" ||\n            (gate.handsOff && !before.handsOff)", ""],
    ["        _checkGate(step, gate);\n", ""],
    ["        _checkGate(step, gate);\n        _gates[step] = gate;\n", "        _checkGate(step, gate);\n"],
    // Whose decisions are evidence.
    ["        if (governor != address(0)) revert Phases_GovernorNamed(governor);\n", ""],
    ["if (!timelock.hasRole(timelock.PROPOSER_ROLE(), candidate)) revert Phases_NotProposer(candidate);", ""],
    // What is left of a gate from its latest date on.
    ["if (block.timestamp < latestAt(step)) return gate;", ""],
    ["if (block.timestamp < latestAt(step)) return gate;", "if (block.timestamp <= latestAt(step)) return gate;"], // prettier-ignore
    ["if (step == 0) (gate.minTime, gate.minDecisions, gate.minTurnoutBps) = (0, 0, 0);", ""],
    ["if (step == 0) (gate.minTime", "(gate.minTime"],
    ["(gate.maxFounderBps, gate.handsOff) = (uint16(BPS), false);", "gate.handsOff = false;"],
    ["(gate.maxFounderBps, gate.handsOff) = (uint16(BPS), false);", "gate.maxFounderBps = uint16(BPS);"],
    ["latestAfter == 0 ? type(uint256).max : STARTED", "STARTED"],
    ["STARTED + latestAfter", "since + latestAfter"],
    // What is measured.
    ["if (ids.length > MAX_DECISIONS) revert", "if (ids.length >= MAX_DECISIONS) revert"],
    ["all || gate.maxFounderBps < BPS", "all"],
    ["all || gate.maxFounderBps < BPS", "gate.maxFounderBps < BPS"],
    ["block.timestamp - since, gate.minTime", "block.timestamp - STARTED, gate.minTime"],
    ["founderBps <= gate.maxFounderBps", "founderBps < gate.maxFounderBps"],
    ["(all || gate.handsOff) && _isFree()", "_isFree()"],
    ["(all || gate.handsOff) && _isFree()", "gate.handsOff && _isFree()"],
    ["value >= bound", "value > bound"],
    ["if (asksFounders) founderBps = _founderBps(block.timestamp - 1);", ""],
    ["if (i != 0 && ids[i] <= ids[i - 1]) revert", "if (i != 0 && ids[i] < ids[i - 1]) revert"],
    ["if (i != 0 && ids[i] <= ids[i - 1]) revert", "if (i != 0 && ids[i] == ids[i - 1]) revert"],
    ["Math.min(turnoutBps, _turnoutBps(ids[i], snapshot))", "_turnoutBps(ids[i], snapshot)"],
    ["if (asksFounders) founderBps = Math.max(founderBps, _founderBps(snapshot));", ""],
    ["Math.max(founderBps, _founderBps(snapshot))", "_founderBps(snapshot)"],
    // Evidence.
    ['if (snapshot == 0) revert Phases_NoEvidence(id, "unknown");', ""],
    ["state(id) != IGovernor.ProposalState.Executed", "state(id) == IGovernor.ProposalState.Pending"],
    ["if (snapshot <= since) revert", "if (snapshot < since) revert"],
    ["if (snapshot <= since) revert", "if (false) revert"],
    ["code == EMERGENCY_TYPE || ", ""],
    [" || RulesCodec.kind(rules.cost) & ~COUNTS_HEADS != 0", ""],
    [
      "& ~COUNTS_HEADS != 0",
      "!= 0",
      "Heads are counted of a source alone, which is no ordinary vote either.",
    ],
    // Turnout and shares.
    ["against + inFavour + abstain", "inFavour + abstain"],
    ["against + inFavour + abstain", "against + inFavour"],
    ["others -= asked.usedVotes(id, _founders[i]);", ""],
    ["for (uint256 i = 0; i < _founders.length; ++i) others", "for (uint256 i = 1; i < _founders.length; ++i) others"], // prettier-ignore
    ["for (uint256 i = 0; i < _founders.length; ++i) theirs", "for (uint256 i = 1; i < _founders.length; ++i) theirs"], // prettier-ignore
    ["base == 0 ? 0 : (others * BPS) / base", "(others * BPS) / base"],
    ["base == 0 ? BPS : ", "base == 0 ? 0 : "],
    ["Math.ceilDiv(theirs * BPS, base)", "(theirs * BPS) / base"],
    ["Math.saturatingSub(votes.getPastTotalSupply(timepoint), votes.getPastVotes(EXCLUDED, timepoint))", "votes.getPastTotalSupply(timepoint)"], // prettier-ignore
    // The council.
    ["council == address(0) || until < block.timestamp", "council == address(0)"],
    [
      "council == address(0) || until < block.timestamp",
      "until < block.timestamp",
      "Nobody has a mandate of no time.",
    ],
    ["until < block.timestamp", "until <= block.timestamp"],
    ["        if (isFounder[council]) return false;\n", ""],
    ["if (isFounder[owners[i]]) return false;", ""],
    ["return answered;", "return true;"],
    ["OWNERS_GAS = 300_000", "OWNERS_GAS = 30_000"],
    ["MAX_OWNERS = 64", "MAX_OWNERS = 3"],
    // Founders.
    ["founder == address(0) || isFounder[founder]", "isFounder[founder]"],
    ["|| isFounder[founder] ||", "||"],
    [" || _founders.length == MAX_FOUNDERS", ""],
    ["_founders.length == MAX_FOUNDERS", "_founders.length == MAX_FOUNDERS - 1"],
    ["        isFounder[founder] = true;\n", ""],
    ["        _founders.push(founder);\n", ""],
    // Bounds of a gate.
    ["            gate.minTime > MAX_TIME ||\n", ""],
    ["            gate.latestAfter > MAX_TIME ||\n", ""],
    ["            gate.minDecisions > MAX_DECISIONS ||\n", ""],
    ["            gate.minTurnoutBps > BPS ||\n", ""],
    [" ||\n            gate.maxFounderBps > BPS", ""],
    ["gate.minTime > MAX_TIME", "gate.minTime >= MAX_TIME"],
    ["gate.minDecisions > MAX_DECISIONS", "gate.minDecisions >= MAX_DECISIONS"],
  ]),
  ...inFile("contracts/phases/PhasedRulebook.sol", [
    ["rules) external onlyTimelock {", "rules) external {"],
    ["for (uint256 i = 0; i < later.length; ++i)", "for (uint256 i = 1; i < later.length; ++i)"],
    ["if (phase >= PHASE_COUNT) revert PhasedRulebook_NoSuchPhase(phase);", ""],
    ["if (phase >= PHASE_COUNT)", "if (phase > PHASE_COUNT)"],
    ["if (code == DEFAULT_TYPE && phase != 0) revert PhasedRulebook_OneColumn(code);", ""],
    ["code != DEFAULT_TYPE && phase < now_", "phase < now_"],
    ["code != DEFAULT_TYPE && phase < now_", "code != DEFAULT_TYPE && phase + 1 < now_"],
    ["code != DEFAULT_TYPE && phase < now_", "code != DEFAULT_TYPE && phase <= now_"],
    ["            _checkForwards(code, phase, _rulesIn(code, before), rules);\n", ""],
    ["if (phase != now_) revert PhasedRulebook_TooEarly(code, phase, now_);", ""],
    ["now_ != 0 && rules.proposers == COUNCIL", "rules.proposers == COUNCIL"],
    ["if (now_ != 0 && rules.proposers == COUNCIL) revert PhasedRulebook_CouncilsAlone(code);", ""],
    ["next < PHASE_COUNT; ++next", "next < PHASE_COUNT - 1; ++next"],
    ["if (_hasRules(code, next)) _checkForwards(code, next, rules, _rulesIn(code, next));", ""],
    ["if (phase != 0) emit", "emit"],
    ["        super._setRules(code, phase, rules);\n", "        super._setRules(code, 0, rules);\n"],
    ["i < scope.codes.length && _phase() != 0; ++i", "i < scope.codes.length; ++i"],
    ["uint256 i = 0; i < scope.codes.length && _phase() != 0; ++i", "uint256 i = 1; i < scope.codes.length && _phase() != 0; ++i"], // prettier-ignore
    ["_rulesNow(scope.codes[i]).proposers", "_rulesIn(scope.codes[i], 0).proposers"],
    ["        super._setScope(scope);\n", ""],
    ["_rank(rules) < _rank(before)", "_rank(rules) <= _rank(before)"],
    ["_rank(rules) < _rank(before)", "false"],
    ["before.vetoBps != 0 && rules.vetoBps != 0", "before.vetoBps != 0"],
    [
      "before.vetoBps != 0 && rules.vetoBps != 0",
      "rules.vetoBps != 0",
      "A veto after none goes back by its rank, and by a share above 0 as well.",
    ],
    ["+ rules.voting < uint256", "+ rules.voting <= uint256"],
    ["uint256(rules.review) + rules.voting <", "uint256(rules.voting) <"],
    ["< uint256(before.review) + before.voting", "< uint256(before.review)"],
    ["rules.vetoBps > before.vetoBps || shorter", "shorter"],
    ["rules.vetoBps > before.vetoBps || shorter", "rules.vetoBps > before.vetoBps"],
    ["rules.vetoBps > before.vetoBps", "rules.vetoBps >= before.vetoBps"],
    ["        if (rules.vetoBps != 0) return 0;\n", ""],
    ["                ? 1\n", "                ? 2\n"],
    ["                    ? 3\n", "                    ? 2\n"],
    ["                    : 2;", "                    : 1;"],
    ["address(this).code.length == 0 ? 0 : PHASES.current()", "0"],
  ]),
  ...inFile("contracts/governor/Rulebook.sol", [
    ["if (phase != 0) phase = _lastColumn(code, phase);", ""],
    ["while (phase != 0 && columns & (1 << phase) == 0) --phase;", "if (phase != 0 && columns & (1 << phase) == 0) --phase;"], // prettier-ignore
    ["(_contentHashes[_columnOf(code, _phaseOf(code))], _bookVersion)", "(_contentHashes[_columnOf(code, 0)], _bookVersion)"], // prettier-ignore
    ["uint256 phase = _phaseOf(code); phase < PHASE_COUNT; ++phase) {\n            if (_isBounded", "uint256 phase = 0; phase < PHASE_COUNT; ++phase) {\n            if (_isBounded"], // prettier-ignore
    ["phase < PHASE_COUNT; ++phase) {\n            if (_isBounded", "phase < 1; ++phase) {\n            if (_isBounded"], // prettier-ignore
    ["uint256 phase = _phaseOf(code); phase < PHASE_COUNT; ++phase) {\n            if (_hasRules", "uint256 phase = 0; phase < PHASE_COUNT; ++phase) {\n            if (_hasRules"], // prettier-ignore
    ["phase < PHASE_COUNT; ++phase) {\n            if (_hasRules", "phase < 1; ++phase) {\n            if (_hasRules"], // prettier-ignore
  ]),
];
