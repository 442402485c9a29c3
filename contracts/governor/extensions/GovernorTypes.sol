// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {BoundedCall} from "../BoundedCall.sol";
import {INetworkGovernor} from "../INetworkGovernor.sol";
import {IRulebook} from "../IRulebook.sol";
import {NepTitle} from "../NepTitle.sol";
import {ProposerMark} from "../ProposerMark.sol";
import {COUNCIL, Cost, DEFAULT_TYPE, HOLDERS, PackedRules, RulesCodec, Timing} from "../Rules.sol";
import {Terms, TermsCodec} from "../Terms.sol";

/**
 * @dev Proposals have a type, read from the title, and the rules of that type are pinned when they are made.
 *
 * Rules come from the rulebook and are kept here by content: the first proposal under new rules stores them, later ones
 * point to them. The default type's rules are kept here from the start, and its proposals never ask the rulebook: one
 * that reverts on everything can therefore be replaced. What {Governor} asks without saying for which proposal
 * ({votingDelay}, {votingPeriod}, {proposalThreshold}), is answered for the proposal being made while one is, from
 * transient storage, and for the default type otherwise.
 *
 * **Who can change what.** Only the timelock can replace the rulebook, by a proposal of the default type.
 */
abstract contract GovernorTypes is Governor, INetworkGovernor {
    using SafeCast for uint256;

    /// @dev What a rulebook may use for an answer that the governor can do without: more than twice what {Rulebook} needs
    /// for the most calls that a proposal can make.
    uint256 internal constant RULEBOOK_GAS = 2_000_000;

    IRulebook private _rulebook;
    uint24 private _proposalCount;
    uint32 private _adoptedVersion;
    uint16 private _defaultRulesId;
    uint16 private _rulesCount;

    mapping(uint256 rulesId => PackedRules rules) private _rules;
    mapping(bytes32 contentHash => uint16 rulesId) private _rulesIds;
    mapping(uint256 proposalId => Terms terms) internal _terms;

    /// @dev The timing of the proposal that is being made in this call; 0 outside {propose}.
    Timing private transient _pendingTiming;

    constructor(IRulebook firstRulebook) {
        _setRulebook(firstRulebook);
    }

    // ---------------------------------------------------------------------------------------------- proposing

    /// @inheritdoc IGovernor
    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public virtual override returns (uint256 proposalId) {
        if (targets.length != values.length || targets.length != calldatas.length) {
            revert GovernorInvalidProposalLength(targets.length, calldatas.length, values.length);
        }
        _checkSize(calldatas, description);
        (bytes8 code, uint256 grace) = NepTitle.parse(bytes(description));
        uint16 rulesId = _rulesFor(code, targets, values, calldatas);
        (Timing timing, Cost cost) = (_rules[rulesId].timing, _rules[rulesId].cost);
        if (grace == 0) grace = RulesCodec.graceMin(timing);
        if (grace < RulesCodec.graceMin(timing) || grace > RulesCodec.graceMax(timing)) {
            revert GovernorTypes_GraceOutOfRange(grace, RulesCodec.graceMin(timing), RulesCodec.graceMax(timing));
        }

        bool byCouncil = RulesCodec.proposers(cost) & COUNCIL != 0 && _isCouncil(_msgSender());
        if (!byCouncil && RulesCodec.proposers(cost) & HOLDERS == 0) {
            revert GovernorTypes_CouncilOnly(RulesCodec.code(cost), _msgSender());
        }

        _pendingTiming = byCouncil ? RulesCodec.withoutThreshold(timing) : timing;
        proposalId = super.propose(targets, values, calldatas, description);
        _pendingTiming = Timing.wrap(0);

        _terms[proposalId] = _fixTerms(targets, calldatas, rulesId, uint32(grace), byCouncil);
        emit ProposalTyped(proposalId, RulesCodec.code(cost), rulesId, grace);
        _burnFee(_msgSender(), RulesCodec.fee(cost));
    }

    /// @inheritdoc INetworkGovernor
    function setRulebook(IRulebook newRulebook) external virtual onlyGovernance {
        _setRulebook(newRulebook);
    }

    // ---------------------------------------------------------------------------------------------- reading

    /// @inheritdoc INetworkGovernor
    function rulebook() public view virtual returns (IRulebook) {
        return _rulebook;
    }

    /// @inheritdoc INetworkGovernor
    function proposalCount() public view virtual returns (uint256) {
        return _proposalCount;
    }

    /// @inheritdoc INetworkGovernor
    function proposalType(
        uint256 proposalId
    ) public view virtual returns (bytes8 code, uint256 rulesId, uint256 grace) {
        Terms terms = _terms[proposalId];
        rulesId = terms.rulesId();
        return (RulesCodec.code(_rules[rulesId].cost), rulesId, terms.grace());
    }

    /// @inheritdoc INetworkGovernor
    function pinnedRules(uint256 rulesId) public view virtual returns (PackedRules memory) {
        return _rules[rulesId];
    }

    /// @inheritdoc IGovernor
    function votingDelay() public view virtual override returns (uint256) {
        return RulesCodec.review(_presentTiming());
    }

    /// @inheritdoc IGovernor
    function votingPeriod() public view virtual override returns (uint256) {
        return RulesCodec.voting(_presentTiming());
    }

    /// @notice The lowest threshold of all types, in votes, so that no client keeps a proposer away who may propose
    /// something; while a proposal is being made, that of its type.
    function proposalThreshold() public view virtual override returns (uint256) {
        uint256 threshold = RulesCodec.threshold(_presentTiming());
        if (Timing.unwrap(_pendingTiming) != 0) return threshold;
        // Not by `try`: it would pass on that a rulebook answers with too little, and copy all that one says too much.
        bytes memory question = abi.encodeCall(IRulebook.lowestThreshold, ());
        (bool answered, bytes32 lowest) = BoundedCall.ask(address(_rulebook), RULEBOOK_GAS, question);
        return answered ? Math.min(uint256(lowest), threshold) : threshold;
    }

    // ---------------------------------------------------------------------------------------------- internal

    /// @dev See {Governor-_isValidDescriptionForProposer}.
    function _isValidDescriptionForProposer(
        address proposer,
        string memory description
    ) internal view virtual override returns (bool) {
        return ProposerMark.admits(bytes(description), proposer);
    }

    /// @dev See {Governor-_castVote}, which asks for the account's votes before it is known what counts them. Here counting
    /// asks, once, for votes and number together. As the first of its overrides it costs no code: anywhere else it would
    /// have to be overridden again.
    function _castVote(
        uint256 proposalId,
        address account,
        uint8 support,
        string memory reason,
        bytes memory params
    ) internal virtual override returns (uint256 weight) {
        _validateStateBitmap(proposalId, _encodeStateBitmap(ProposalState.Active));
        weight = _countVote(proposalId, account, support, 0, params);
        if (params.length == 0) emit VoteCast(account, proposalId, support, weight, reason);
        else emit VoteCastWithParams(account, proposalId, support, weight, reason, params);
    }

    /// @dev A call that has been closed to the type since is no longer executed; the default type may make any.
    function _beforeExecute(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas
    ) internal view virtual {
        bytes8 code = RulesCodec.code(_rulesOf(_terms[proposalId]).cost);
        if (code != DEFAULT_TYPE) _rulebook.checkScopes(code, targets, values, calldatas);
    }

    /// @dev The rules for a proposal with this tag. No tag and unknown ones mean the default type.
    function _rulesFor(
        bytes8 code,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas
    ) internal virtual returns (uint16 rulesId) {
        if (code == 0 || code == DEFAULT_TYPE) return _defaultRulesId;
        (bytes32 contentHash, uint256 bookVersion) = _rulebook.review(code, targets, values, calldatas);
        if (contentHash == 0) return _defaultRulesId;
        if (bookVersion != _adoptedVersion) revert GovernorTypes_RulebookNotAdopted(bookVersion, _adoptedVersion);
        rulesId = _rulesIds[contentHash];
        if (rulesId == 0) rulesId = _pin(_rulebook.packedRulesOf(code));
    }

    /// @dev Keeps rules by content, so that the same ones are stored once, whichever rulebook they come from.
    function _pin(PackedRules memory rules) internal virtual returns (uint16 rulesId) {
        bytes32 contentHash = RulesCodec.hash(rules);
        rulesId = _rulesIds[contentHash];
        if (rulesId == 0) {
            rulesId = ++_rulesCount;
            _rulesIds[contentHash] = rulesId;
            _rules[rulesId] = rules;
            emit RulesPinned(rulesId, rules);
        }
    }

    function _setRulebook(IRulebook newRulebook) internal virtual {
        (PackedRules memory rules, uint256 bookVersion) = newRulebook.defaultRules();
        emit RulebookChanged(address(_rulebook), address(newRulebook));
        _rulebook = newRulebook;
        _adoptedVersion = bookVersion.toUint32();
        uint16 rulesId = _pin(rules);
        // Under any other code, proposals of the default type would ask the rulebook, and could not replace it.
        if (RulesCodec.code(rules.cost) != DEFAULT_TYPE) revert GovernorTypes_NoDefaultRules(address(newRulebook));
        _defaultRulesId = rulesId;
    }

    /// @dev Reverts if the calls or the description are too large for the steps to come.
    function _checkSize(bytes[] memory calldatas, string memory description) internal pure virtual;

    /// @dev Whether the guardian may not stop a proposal that makes these calls.
    function _areUnstoppable(address[] memory targets, bytes[] memory calldatas) internal view virtual returns (bool);

    /// @dev Counts the proposal, pins the code that it calls, and gives what is fixed for its life. A function of its own,
    /// since {propose} has as many variables as the stack reaches without the IR.
    function _fixTerms(
        address[] memory targets,
        bytes[] memory calldatas,
        uint16 rulesId,
        uint32 grace,
        bool byCouncil
    ) private returns (Terms) {
        PackedRules storage rules = _rules[rulesId];
        uint24 sequence = _proposalCount++;
        uint24 codeId = _pinCode(sequence, targets, calldatas);
        bool unstoppable = _areUnstoppable(targets, calldatas);
        return
            TermsCodec.pack({
                sequence_: sequence,
                codeId_: codeId,
                rulesId_: rulesId,
                grace_: grace,
                late_: uint32(RulesCodec.late(rules.timing)),
                kind_: RulesCodec.kind(rules.cost),
                byCouncil_: byCouncil,
                unstoppable_: unstoppable
            });
    }

    /// @dev The number of the code that these targets have, for the proposal with this sequence number.
    function _pinCode(
        uint24 sequence,
        address[] memory targets,
        bytes[] memory calldatas
    ) internal virtual returns (uint24 codeId);

    /// @dev Takes the fee, in base units, from the proposer.
    function _burnFee(address proposer, uint256 fee) internal virtual;

    /// @dev Whether the account is the council, with a mandate that lasts.
    function _isCouncil(address account) internal view virtual returns (bool);

    function _isProposal(uint256 proposalId) internal view returns (bool) {
        return _terms[proposalId].rulesId() != 0;
    }

    function _defaultRules() internal view returns (PackedRules storage) {
        return _rules[_defaultRulesId];
    }

    /// @dev Of the proposal that is being made, else of the default type.
    function _presentTiming() private view returns (Timing timing) {
        timing = _pendingTiming;
        if (Timing.unwrap(timing) == 0) timing = _defaultRules().timing;
    }

    function _rulesOf(Terms terms) internal view returns (PackedRules storage) {
        return _rules[terms.rulesId()];
    }
}
