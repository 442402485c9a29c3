// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";

import {EXCLUDED} from "../votes/Excluded.sol";
import {BoundedCall} from "./BoundedCall.sol";
import {INetworkGovernor} from "./INetworkGovernor.sol";
import {IRulebook} from "./IRulebook.sol";
import {COUNCIL, DEFAULT_TYPE, HOLDERS, PackedRules, Rules, RulesCodec} from "./Rules.sol";

/**
 * @title Rulebook
 * @notice See {IRulebook}. The governor asks it once when a proposal is made, and once more before it is executed.
 *
 * The governor copies the rules that it reads here and pins them to the proposal, so nothing said here later changes a
 * proposal that exists, with one exception: a call that has since been closed to its type is no longer executed.
 *
 * A type whose votes another source counts, or that passes unless it is vetoed, can do little: it makes only calls
 * that are open by their first argument (the parameters of a namespace), without value. So it cannot pay, mint or appoint
 * anybody, whoever is counted.
 *
 * **Who can change what.** Only TIMELOCK can change the book. The governor lets only proposals of the default type make
 * calls that are not scoped, so only these can change it.
 */
contract Rulebook is IRulebook {
    /// @dev An open call: a bit for each type that may make it. `words` counts the first arguments by which the function
    /// is open; then it is not open as a whole, and `types` is 0.
    struct Entry {
        uint32 types;
        bool allowsValue;
        bool unstoppable;
        uint32 words;
    }

    /// @dev A type: its bit among those that a call is open to, a bit for each phase from which on it has rules, and its place
    /// in the list, plus one. Together they are one slot, which a proposal reads anyway.
    struct Kind {
        uint32 bit;
        uint8 columns;
        uint8 indexPlusOne;
    }

    /// @dev Phases that a network can come through; a book without any stays in the first.
    uint256 internal constant PHASE_COUNT = 4;
    uint256 private constant MAX_TYPES = 32;
    uint256 private constant BPS = 10_000;
    bytes8 private constant EMERGENCY_TYPE = "EMERG";
    /// @dev An emergency is proposed by this many times as many votes as the default type asks for, or more.
    uint256 private constant EMERGENCY_THRESHOLD_FACTOR = 5;
    /// @dev A veto of fewer votes would be anybody's, of more nobody's; and it needs time.
    uint256 private constant MIN_VETO_BPS = 100;
    uint256 private constant MAX_VETO_BPS = 5_000;
    uint256 private constant MIN_VETO_VOTING = 3 days;
    uint256 private constant MAX_VOTERS = 2 ** 20;
    /// @dev What a source of votes may use for an answer when it is made a type's.
    uint256 private constant SOURCE_GAS = 1_000_000;

    /// @inheritdoc IRulebook
    address public immutable TIMELOCK;

    bytes8[] private _types;
    uint256 private _bookVersion;
    mapping(bytes8 code => Kind kind) private _kinds;
    mapping(bytes32 column => Rules rules) private _rules;
    /// @dev Kept, so that the governor need not copy rules that it knows already: that would read three slots.
    mapping(bytes32 column => bytes32 contentHash) private _contentHashes;
    mapping(bytes32 key => Entry entry) private _entries;
    /// @dev How many calls are open to a type as a whole function, or with value.
    mapping(uint256 index => uint256 count) private _wideScopes;

    modifier onlyTimelock() {
        if (msg.sender != TIMELOCK) revert Rulebook_OnlyTimelock(msg.sender);
        _;
    }

    constructor(address timelock, TypeRules[] memory typeRules, Scope[] memory scopes) {
        TIMELOCK = timelock;
        if (typeRules.length == 0 || typeRules[0].code != DEFAULT_TYPE) revert Rulebook_DefaultTypeMissing();
        for (uint256 i = 0; i < typeRules.length; ++i) _setRules(typeRules[i].code, 0, typeRules[i].rules);
        for (uint256 i = 0; i < scopes.length; ++i) _setScope(scopes[i]);
    }

    // ---------------------------------------------------------------------------------------------- changing

    /// @inheritdoc IRulebook
    function setRules(bytes8 code, Rules calldata rules) external onlyTimelock {
        _setRules(code, 0, rules);
    }

    /// @inheritdoc IRulebook
    function setScope(Scope calldata scope) external onlyTimelock {
        _setScope(scope);
    }

    // ---------------------------------------------------------------------------------------------- asking

    /// @inheritdoc IRulebook
    function review(
        bytes8 code,
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas
    ) external view returns (bytes32 contentHash, uint256 bookVersion) {
        uint32 bit = _kinds[code].bit;
        if (bit != 0) _checkScopes(code, bit, targets, values, calldatas);
        return (_contentHashes[_columnOf(code, _phaseOf(code))], _bookVersion);
    }

    /// @inheritdoc IRulebook
    function checkScopes(
        bytes8 code,
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas
    ) external view {
        _checkScopes(code, _kindOf(code).bit, targets, values, calldatas);
    }

    /// @inheritdoc IRulebook
    function defaultRules() external view returns (PackedRules memory rules, uint256 bookVersion) {
        return (RulesCodec.pack(_rules[_columnOf(DEFAULT_TYPE, 0)], DEFAULT_TYPE), _bookVersion);
    }

    /// @inheritdoc IRulebook
    function rulesOf(bytes8 code) external view returns (Rules memory) {
        _kindOf(code);
        return _rulesNow(code);
    }

    /// @inheritdoc IRulebook
    function packedRulesOf(bytes8 code) external view returns (PackedRules memory) {
        _kindOf(code);
        return RulesCodec.pack(_rulesNow(code), code);
    }

    /// @inheritdoc IRulebook
    function unpack(PackedRules calldata packed) external pure returns (Rules memory rules, bytes8 code) {
        return RulesCodec.unpack(packed);
    }

    /// @inheritdoc IRulebook
    function types() external view returns (bytes8[] memory) {
        return _types;
    }

    /// @inheritdoc IRulebook
    function lowestThreshold() external view returns (uint256 lowest) {
        lowest = type(uint256).max;
        for (uint256 i = 0; i < _types.length; ++i) {
            Rules storage rules = _rulesNow(_types[i]);
            // The council needs no votes, and nobody else may propose what is the council's alone.
            if (rules.proposers != COUNCIL && rules.threshold < lowest) lowest = rules.threshold;
        }
    }

    /// @inheritdoc IRulebook
    function scopeOf(
        address target,
        bytes calldata data
    ) external view returns (bytes8[] memory codes, bool allowsValue) {
        Entry memory entry = _entryOf(target, data);
        return (_codesOf(entry.types), entry.allowsValue);
    }

    /// @inheritdoc IRulebook
    function areUnstoppable(address[] calldata targets, bytes[] calldata calldatas) external view returns (bool) {
        for (uint256 i = 0; i < targets.length; ++i) {
            // Replacing the guardian may come in one proposal with ending its budgets.
            bool replaces = targets[i] == msg.sender && bytes4(calldatas[i]) == INetworkGovernor.setGuardian.selector;
            if (!replaces && !_entryOf(targets[i], calldatas[i]).unstoppable) return false;
        }
        return true;
    }

    // ---------------------------------------------------------------------------------------------- internal

    /// @dev The phase that the network is in. A book without phases stays in the first.
    function _phase() internal view virtual returns (uint256) {
        return 0;
    }

    function _phaseOf(bytes8 code) internal view returns (uint256 phase) {
        phase = _phase();
        // A book without phases pays nothing for them.
        if (phase != 0) phase = _lastColumn(code, phase);
    }

    /// @dev The last phase up to this one for which the type has rules: those hold until a later phase has some.
    function _lastColumn(bytes8 code, uint256 phase) internal view returns (uint256) {
        uint256 columns = _kinds[code].columns;
        while (phase != 0 && columns & (1 << phase) == 0) --phase;
        return phase;
    }

    /// @dev Where the rules of a type from a phase on are kept: its code, and the phase behind it.
    function _columnOf(bytes8 code, uint256 phase) private pure returns (bytes32) {
        return bytes32(code) | bytes32(phase);
    }

    function _hasRules(bytes8 code, uint256 phase) internal view returns (bool) {
        return _kinds[code].columns & (1 << phase) != 0;
    }

    function _rulesIn(bytes8 code, uint256 phase) internal view returns (Rules storage) {
        return _rules[_columnOf(code, phase)];
    }

    function _rulesNow(bytes8 code) internal view returns (Rules storage) {
        return _rules[_columnOf(code, _phaseOf(code))];
    }

    /// @dev Whether the type can do little, now or in a phase to come.
    function _isBoundedFromNow(bytes8 code) private view returns (bool) {
        for (uint256 phase = _phaseOf(code); phase < PHASE_COUNT; ++phase) {
            if (_isBounded(_rules[_columnOf(code, phase)])) return true;
        }
        return false;
    }

    /// @dev Sets what the type demands from a phase on. The default type has rules of the first phase alone, which hold in
    /// all: it is the same strictest one for the rules of every phase that is not over.
    function _setRules(bytes8 code, uint256 phase, Rules memory rules) internal virtual {
        _checkRules(code, rules);
        Kind storage kind = _kinds[code];
        if (kind.bit == 0) {
            _checkCode(code);
            if (_types.length == MAX_TYPES) revert Rulebook_TooManyTypes(code);
            _types.push(code);
            (kind.bit, kind.indexPlusOne) = (uint32(1 << (_types.length - 1)), uint8(_types.length));
        }
        kind.columns |= uint8(1 << phase);
        uint256 index = kind.indexPlusOne;
        if (_isBounded(rules) && _wideScopes[index] != 0) {
            revert Rulebook_HasWideScopes(code, _wideScopes[index]);
        }
        _rules[_columnOf(code, phase)] = rules;
        _contentHashes[_columnOf(code, phase)] = RulesCodec.hash(RulesCodec.pack(rules, code));

        if (code == DEFAULT_TYPE) {
            ++_bookVersion;
            for (uint256 i = 1; i < _types.length; ++i) _checkAllStrictest(_types[i], rules);
        } else {
            _checkStrictest(code, rules, _rules[_columnOf(DEFAULT_TYPE, 0)]);
        }
        if (phase == 0) emit RulesSet(code, index - 1, rules);
    }

    function _setScope(Scope memory scope) internal virtual {
        bool byWord = scope.how == Match.SelectorAndWord;
        bool plain = scope.how == Match.PlainTransfer;
        if (
            (!byWord && scope.word != 0) ||
            (plain && (scope.selector != 0 || !scope.allowsValue)) ||
            scope.target == address(0) ||
            scope.target == address(this) ||
            scope.target == TIMELOCK
        ) revert Rulebook_BadScope(scope.target, scope.how, scope.selector, scope.word);

        uint32 mask = 0;
        bool wide = !byWord || scope.allowsValue;
        for (uint256 i = 0; i < scope.codes.length; ++i) {
            bytes8 code = scope.codes[i];
            if (code == EMERGENCY_TYPE && scope.allowsValue) revert Rulebook_EmergencyMovesValue(scope.target);
            if (wide && _isBoundedFromNow(code)) {
                revert Rulebook_ScopeTooWide(code, scope.target, scope.selector, scope.allowsValue);
            }
            mask |= _kindOf(code).bit;
        }

        bytes32 key = _keyOf(scope.target, scope.selector, plain);
        Entry storage entry = _entries[key];
        bool used = mask != 0 || scope.unstoppable;
        if (used && (byWord ? _isUsed(entry) : entry.words != 0)) {
            revert Rulebook_ScopeConflict(scope.target, scope.selector);
        }
        if (byWord) {
            Entry storage whole = entry;
            entry = _entries[_keyOfWord(key, scope.word)];
            if (!_isUsed(entry) && used) ++whole.words;
            else if (_isUsed(entry) && !used) --whole.words;
        }
        if (!byWord || entry.allowsValue) _countWide(entry.types, false);
        if (wide) _countWide(mask, true);
        (entry.types, entry.allowsValue, entry.unstoppable) = (mask, scope.allowsValue, scope.unstoppable);
        emit ScopeSet(
            scope.target,
            scope.selector,
            scope.word,
            scope.how,
            scope.allowsValue,
            scope.unstoppable,
            scope.codes
        );
    }

    function _checkScopes(
        bytes8 code,
        uint32 bit,
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas
    ) internal view {
        if (code == DEFAULT_TYPE) return;
        // Arrays of unequal length are the governor's to refuse; reading past their end reverts here.
        for (uint256 i = 0; i < targets.length; ++i) {
            bytes calldata data = calldatas[i];
            if (_isMalformed(data)) revert Rulebook_MalformedCall(i, data);
            Entry memory entry = _entryOf(targets[i], data);
            // The governor, which is who asks, obeys the default type alone, whatever was scoped.
            if (targets[i] == msg.sender) entry.types = 0;
            if (entry.types & bit == 0) {
                revert Rulebook_OutOfScope(i, targets[i], bytes4(data), code, _codesOf(entry.types));
            }
            if (values[i] != 0 && !entry.allowsValue) revert Rulebook_ValueNotAllowed(i, targets[i], values[i]);
        }
    }

    function _countWide(uint32 types_, bool opened) internal {
        for (uint256 index = 1; types_ != 0; (types_ >>= 1, ++index)) {
            if (types_ & 1 == 0) continue;
            if (opened) ++_wideScopes[index];
            else --_wideScopes[index];
        }
    }

    /// @dev Whether the type is not decided by an ordinary vote of the network's own votes, and so can do little.
    function _isBounded(Rules memory rules) internal pure returns (bool) {
        return rules.voteSource != address(0) || rules.vetoBps != 0;
    }

    function _isUsed(Entry storage entry) internal view returns (bool) {
        return entry.types != 0 || entry.unstoppable;
    }

    /// @dev Nothing is open to calldata that is too short for a selector, or for the words by which the call is open.
    function _entryOf(address target, bytes calldata data) internal view returns (Entry memory entry) {
        if (_isMalformed(data)) return entry;
        bytes32 key = _keyOf(target, bytes4(data), data.length == 0);
        entry = _entries[key];
        if (entry.words != 0 && data.length >= 36) entry = _entries[_keyOfWord(key, bytes32(data[4:36]))];
    }

    function _isMalformed(bytes calldata data) internal pure returns (bool) {
        return data.length > 0 && data.length < 4;
    }

    function _codesOf(uint32 mask) internal view returns (bytes8[] memory codes) {
        uint256 count = 0;
        for (uint256 i = 0; i < _types.length; ++i) if (mask & (1 << i) != 0) ++count;
        codes = new bytes8[](count);
        for (uint256 i = _types.length; count != 0;) if (mask & (1 << --i) != 0) codes[--count] = _types[i];
    }

    function _kindOf(bytes8 code) internal view returns (Kind storage kind) {
        kind = _kinds[code];
        if (kind.bit == 0) revert Rulebook_UnknownType(code);
    }

    /// @dev Target, selector, and a mark for calls without calldata, so that no selector can stand for them.
    function _keyOf(address target, bytes4 selector, bool plain) internal pure returns (bytes32) {
        return bytes32(bytes20(target)) | (bytes32(selector) >> 160) | bytes32(uint256(plain ? 1 : 0));
    }

    function _keyOfWord(bytes32 key, bytes32 word) internal pure returns (bytes32) {
        return keccak256(abi.encode(key, word));
    }

    function _checkCode(bytes8 code) internal pure {
        if (code == 0) revert Rulebook_BadCode(code);
        bool ended = false;
        for (uint256 i = 0; i < 8; ++i) {
            bytes1 char = code[i];
            bool valid = (char >= "A" && char <= "Z") || (char >= "0" && char <= "9");
            if (char == 0) ended = true;
            else if (!valid || ended) revert Rulebook_BadCode(code);
        }
    }

    function _checkRules(bytes8 code, Rules memory rules) internal view {
        uint256 minDelay = TimelockController(payable(TIMELOCK)).getMinDelay();
        _inRange(code, "review", rules.review, 1 minutes, 365 days);
        _inRange(code, "voting", rules.voting, 1 minutes, 365 days);
        _inRange(code, "graceMin", rules.graceMin, minDelay, rules.graceMax);
        _inRange(code, "graceMax", rules.graceMax, rules.graceMin, 365 days);
        _inRange(code, "window", rules.window, 1 hours, 365 days);
        _inRange(code, "late", rules.late, 0, rules.voting);
        _inRange(code, "quorumBps", rules.quorumBps, 1, BPS);
        _inRange(code, "approvalBps", rules.approvalBps, BPS / 2, BPS);
        // The default type stays open to the holders: there is no other way to change anything.
        _inRange(code, "proposers", rules.proposers, HOLDERS, HOLDERS | COUNCIL);
        if (code == DEFAULT_TYPE && rules.proposers == COUNCIL) revert Rulebook_DefaultTypeClosed(rules.proposers);
        bool bounded = _isBounded(rules);
        if (bounded && (code == DEFAULT_TYPE || code == EMERGENCY_TYPE)) revert Rulebook_PlainVoteOnly(code);
        // Of tokens, an account is no person: anybody can be many.
        _inRange(code, "minVoters", rules.minVoters, 0, rules.voteSource == address(0) ? 0 : MAX_VOTERS);
        // A floor is votes of the network's own, in which no other source counts.
        if (bounded) _inRange(code, "quorumFloor", rules.quorumFloor, 0, 0);
        if (rules.voteSource != address(0)) _checkSource(code, rules.voteSource);
        if (rules.vetoBps != 0) _checkVeto(code, rules);
    }

    /// @dev Silence is consent here: only the council proposes, nothing is taken from it for that, and the votes against
    /// are those of the network, cast in time; the last of them moves nothing.
    function _checkVeto(bytes8 code, Rules memory rules) internal pure {
        _inRange(code, "vetoBps", rules.vetoBps, MIN_VETO_BPS, MAX_VETO_BPS);
        _inRange(code, "proposers", rules.proposers, COUNCIL, COUNCIL);
        _inRange(code, "voting", rules.voting, MIN_VETO_VOTING, type(uint32).max);
        _inRange(code, "late", rules.late, 0, 0);
        _inRange(code, "fee", rules.fee, 0, 0);
        _inRange(code, "threshold", rules.threshold, 0, 0);
        _inRange(code, "voteSource", uint160(rules.voteSource), 0, 0);
    }

    /// @dev A source answers what the governor will ask of it: what there is, what cannot be cast, and by which clock. Votes
    /// for a proposal have 96 bits there.
    function _checkSource(bytes8 code, address source) internal view {
        uint256 past = block.timestamp - 1;
        (, bytes32 time) = BoundedCall.ask(source, SOURCE_GAS, abi.encodeCall(IERC6372.clock, ()));
        (bool counts, bytes32 total) = BoundedCall.ask(
            source,
            SOURCE_GAS,
            abi.encodeCall(IVotes.getPastTotalSupply, (past))
        );
        (bool excludes, ) = BoundedCall.ask(source, SOURCE_GAS, abi.encodeCall(IVotes.getPastVotes, (EXCLUDED, past)));
        if (uint256(time) != block.timestamp || !counts || uint256(total) > type(uint96).max || !excludes) {
            revert Rulebook_BadSource(code, source);
        }
    }

    function _inRange(bytes8 code, bytes32 field, uint256 value, uint256 min, uint256 max) internal pure {
        if (value < min || value > max) revert Rulebook_RuleOutOfRange(code, field, value, min, max);
    }

    /**
     * @dev Whatever carries no tag, or an unknown one, falls to the default type, and that type may do anything: it must
     * not be the easy way. The emergency type may ask for more approval, and has to ask for a higher threshold: it can do
     * so little that it need not be weaker than the default in these.
     */
    function _checkStrictest(bytes8 code, Rules memory rules, Rules memory strict) internal pure {
        _notAbove(code, "review", rules.review, strict.review);
        _notAbove(code, "voting", rules.voting, strict.voting);
        _notAbove(code, "graceMin", rules.graceMin, strict.graceMin);
        _notAbove(code, "graceMax", rules.graceMax, strict.graceMax);
        _notAbove(code, "quorumBps", rules.quorumBps, strict.quorumBps);
        _notAbove(code, "quorumFloor", rules.quorumFloor, strict.quorumFloor);
        if (code == EMERGENCY_TYPE) {
            uint256 min = uint256(strict.threshold) * EMERGENCY_THRESHOLD_FACTOR;
            _inRange(code, "threshold", rules.threshold, min, type(uint96).max);
        } else {
            _notAbove(code, "approvalBps", rules.approvalBps, strict.approvalBps);
            _notAbove(code, "threshold", rules.threshold, strict.threshold);
        }
    }

    /// @dev Rules of phases that are over bind nobody: held to, they could never be met by a looser default type.
    function _checkAllStrictest(bytes8 code, Rules memory strict) private view {
        for (uint256 phase = _phaseOf(code); phase < PHASE_COUNT; ++phase) {
            if (_hasRules(code, phase)) _checkStrictest(code, _rules[_columnOf(code, phase)], strict);
        }
    }

    function _notAbove(bytes8 code, bytes32 field, uint256 value, uint256 ofDefault) internal pure {
        if (value > ofDefault) revert Rulebook_DefaultNotStrictest(code, field, value, ofDefault);
    }
}
