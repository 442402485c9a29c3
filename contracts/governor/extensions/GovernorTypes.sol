// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {INetworkGovernor} from "../INetworkGovernor.sol";
import {IRulebook} from "../IRulebook.sol";
import {NepTitle} from "../NepTitle.sol";
import {ProposerMark} from "../ProposerMark.sol";
import {COUNCIL, DEFAULT_TYPE, HOLDERS, PackedRules, RulesCodec} from "../Rules.sol";

/**
 * @dev Proposals have a type, read from the title, and the rules of that type are pinned when they are made.
 *
 * Rules come from the rulebook and are kept here by content: the first proposal under new rules stores them, later ones
 * point to them. The default type's rules are kept here from the start, and its proposals never ask the rulebook: one
 * that reverts on everything can therefore be replaced. What {Governor} asks without saying for which proposal
 * ({votingDelay}, {votingPeriod}, {proposalThreshold}), is answered for the proposal being made while one is, from
 * transient storage, and for the default type otherwise.
 *
 * **Who can change what.** The timelock the rulebook, by a proposal of the default type.
 */
abstract contract GovernorTypes is Governor, INetworkGovernor {
    using SafeCast for uint256;

    /// @dev All that a vote needs to know about its proposal, and the votes for it, in one slot: most ballots touch no
    /// other. Votes fit in 96 bits as all amounts of the network's token do.
    struct Terms {
        uint24 sequence;
        uint24 codeId;
        bool byCouncil;
        bool extended;
        bool quorumKnown;
        uint16 rulesId;
        uint32 grace;
        uint32 late;
        uint96 forVotes;
    }

    IRulebook private _rulebook;
    uint24 private _proposalCount;
    uint32 private _adoptedVersion;
    uint16 private _defaultRulesId;
    uint16 private _rulesCount;

    mapping(uint256 rulesId => PackedRules rules) private _rules;
    mapping(bytes32 contentHash => uint16 rulesId) private _rulesIds;
    mapping(uint256 proposalId => Terms terms) internal _terms;

    /// @dev The rules of the proposal that is being made in this call; 0 outside {propose}.
    uint16 private transient _pendingRulesId;
    /// @dev Whether it is made by the council, which needs no votes for it.
    bool private transient _pendingByCouncil;

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
        (bytes8 code, uint256 grace) = NepTitle.parse(bytes(description));
        _pendingRulesId = _rulesFor(code, targets, values, calldatas);
        PackedRules storage rules = _rules[_pendingRulesId];
        if (grace == 0) grace = rules.graceMin();
        if (grace < rules.graceMin() || grace > rules.graceMax()) {
            revert GovernorTypes_GraceOutOfRange(grace, rules.graceMin(), rules.graceMax());
        }

        _pendingByCouncil = rules.proposers() & COUNCIL != 0 && _isCouncil(_msgSender());
        if (!_pendingByCouncil && rules.proposers() & HOLDERS == 0) {
            revert GovernorTypes_CouncilOnly(rules.code(), _msgSender());
        }

        proposalId = super.propose(targets, values, calldatas, description);

        uint24 sequence = _proposalCount++;
        _terms[proposalId] = Terms({
            sequence: sequence,
            codeId: _pinCode(sequence, targets, calldatas),
            byCouncil: _pendingByCouncil,
            extended: false,
            quorumKnown: false,
            rulesId: _pendingRulesId,
            grace: uint32(grace),
            late: uint32(rules.late()),
            forVotes: 0
        });
        emit ProposalTyped(proposalId, rules.code(), _pendingRulesId, grace);
        (_pendingRulesId, _pendingByCouncil) = (0, false);
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
    function proposalType(
        uint256 proposalId
    ) public view virtual returns (bytes8 code, uint256 rulesId, uint256 grace) {
        rulesId = _terms[proposalId].rulesId;
        return (_rules[rulesId].code(), rulesId, _terms[proposalId].grace);
    }

    /// @inheritdoc INetworkGovernor
    function pinnedRules(uint256 rulesId) public view virtual returns (PackedRules memory) {
        return _rules[rulesId];
    }

    /// @inheritdoc IGovernor
    function votingDelay() public view virtual override returns (uint256) {
        return _presentRules().review();
    }

    /// @inheritdoc IGovernor
    function votingPeriod() public view virtual override returns (uint256) {
        return _presentRules().voting();
    }

    /// @notice The lowest threshold of all types, in votes, so that no client keeps a proposer away who may propose
    /// something; while a proposal is being made, that of its type.
    function proposalThreshold() public view virtual override returns (uint256) {
        if (_pendingByCouncil) return 0;
        uint256 threshold = _presentRules().threshold();
        if (_pendingRulesId != 0) return threshold;
        // Not by `try`: it would pass on that a rulebook answers with too little, and copy all that one says too much.
        (bool success, bytes32 lowest, ) = LowLevelCall.staticcallReturn64Bytes(
            address(_rulebook),
            abi.encodeCall(IRulebook.lowestThreshold, ())
        );
        bool answered = success && LowLevelCall.returnDataSize() >= 32;
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

    /// @dev A call that has been closed to the type since is no longer executed; the default type may make any.
    function _beforeExecute(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas
    ) internal view virtual {
        bytes8 code = _rulesOf(proposalId).code();
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
        if (_rules[rulesId].code() != DEFAULT_TYPE) revert GovernorTypes_NoDefaultRules(address(newRulebook));
        _defaultRulesId = rulesId;
    }

    /// @dev The number of the code that these targets have, for the proposal with this sequence number.
    function _pinCode(
        uint24 sequence,
        address[] memory targets,
        bytes[] memory calldatas
    ) internal virtual returns (uint24 codeId);

    /// @dev Whether the account is the council, with a mandate that lasts.
    function _isCouncil(address account) internal view virtual returns (bool);

    function _isProposal(uint256 proposalId) internal view returns (bool) {
        return _terms[proposalId].rulesId != 0;
    }

    /// @dev Of the proposal that is being made, else of the default type.
    function _presentRules() internal view returns (PackedRules storage) {
        uint16 pending = _pendingRulesId;
        return _rules[pending == 0 ? _defaultRulesId : pending];
    }

    function _rulesOf(uint256 proposalId) internal view returns (PackedRules storage) {
        return _rules[_terms[proposalId].rulesId];
    }
}
