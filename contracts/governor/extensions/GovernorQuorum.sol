// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {EXCLUDED} from "../../votes/Excluded.sol";
import {INumberedVotes} from "../../votes/INumberedVotes.sol";
import {BoundedCall} from "../BoundedCall.sol";
import {INetworkGovernor} from "../INetworkGovernor.sol";
import {PackedRules, RulesCodec, Turnout} from "../Rules.sol";
import {Terms} from "../Terms.sol";
import {GovernorTypes} from "./GovernorTypes.sol";

/**
 * @dev Votes come from an ERC-5805 source with a timestamp clock: from the token, or from the source that is pinned with
 * the proposal's rules. A quorum is a share of those that exist:
 *
 *     max(quorumBps * (past total - past votes of EXCLUDED) / 10,000, quorumFloor)
 *
 * Where a proposal passes unless it is vetoed, the share is `vetoBps`, and what it is of stops the proposal.
 *
 * What is delegated to EXCLUDED cannot vote, so it does not raise the quorum either. The floor is there because
 * escrowed power can decay to nothing.
 */
abstract contract GovernorQuorum is GovernorTypes {
    uint256 private constant BPS = 10_000;
    uint256 private constant NUMBER_GAS = 100_000;

    IERC5805 private immutable TOKEN;
    /// @dev Whether the token numbers its voters, see {INumberedVotes}.
    bool private immutable NUMBERED;

    mapping(uint256 proposalId => uint256 votes) private _quorums;

    constructor(IERC5805 token_) {
        TOKEN = token_;
        bytes memory question = abi.encodeCall(INumberedVotes.voterNumber, (address(this)));
        (NUMBERED, ) = BoundedCall.ask(address(token_), NUMBER_GAS, question);
    }

    /// @notice The source of votes, where a type names no other. As OpenZeppelin's GovernorVotes names it.
    function token() public view virtual returns (IERC5805) {
        return TOKEN;
    }

    /// @inheritdoc IERC6372
    function clock() public view virtual override returns (uint48) {
        return uint48(block.timestamp);
    }

    /// @inheritdoc IERC6372
    // The name is ERC-6372's.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure virtual override returns (string memory) {
        return "mode=timestamp";
    }

    /**
     * @notice The quorum in votes: of the proposal, when the argument is a proposal's id (some clients ask it so; ids
     * are hashes and never meet a time), else of the default type at that time (seconds). Of a proposal that passes unless
     * it is vetoed: the votes against it that stop it.
     */
    function quorum(uint256 timepointOrId) public view virtual override returns (uint256) {
        if (_isProposal(timepointOrId)) return _quorumOf(timepointOrId);
        return _quorumAt(_defaultRules(), TOKEN, timepointOrId);
    }

    /// @inheritdoc INetworkGovernor
    function quorumNumerator() public view virtual returns (uint256) {
        return RulesCodec.quorumBps(_defaultRules().turnout);
    }

    /// @inheritdoc INetworkGovernor
    function quorumDenominator() public pure virtual returns (uint256) {
        return BPS;
    }

    /// @dev The proposal's quorum in votes. Before its vote begins, what it would be if it began now.
    function _quorumOf(uint256 proposalId) internal view virtual returns (uint256) {
        Terms terms = _terms[proposalId];
        if (terms.quorumKnown()) return _quorums[proposalId];
        return _quorumAt(_rulesOf(terms), _sourceOf(terms), Math.min(proposalSnapshot(proposalId), clock() - 1));
    }

    /// @dev Remembers the proposal's quorum, which is final once the vote has begun, for the ballots to come.
    function _fixQuorum(uint256 proposalId) internal virtual {
        if (_terms[proposalId].quorumKnown()) return;
        _quorums[proposalId] = _quorumOf(proposalId);
        _terms[proposalId] = _terms[proposalId].withQuorumKnown();
    }

    function _quorumAt(
        PackedRules storage rules,
        IERC5805 source,
        uint256 timepoint
    ) internal view virtual returns (uint256) {
        Turnout turnout = rules.turnout;
        uint256 share = RulesCodec.vetoBps(turnout);
        if (share == 0) share = RulesCodec.quorumBps(turnout);
        return Math.max((share * _base(source, timepoint)) / BPS, RulesCodec.quorumFloor(turnout));
    }

    /// @dev The votes that exist and can be cast.
    function _base(IERC5805 source, uint256 timepoint) internal view virtual returns (uint256) {
        return Math.saturatingSub(source.getPastTotalSupply(timepoint), source.getPastVotes(EXCLUDED, timepoint));
    }

    /// @dev What counts the votes on a proposal of these terms.
    function _sourceOf(Terms terms) internal view virtual returns (IERC5805) {
        return terms.hasSource() ? IERC5805(_rulesOf(terms).voteSource) : TOKEN;
    }

    /// @dev Whether what counts the votes on a proposal of these terms numbers its voters. A type's own source never does:
    /// its voters may have none at the token.
    function _numbers(Terms terms) internal view virtual returns (bool) {
        return NUMBERED && !terms.hasSource();
    }

    /// @dev The account's number as a voter on a proposal of these terms; 0 if it has none.
    function _numberOn(Terms terms, address account) internal view virtual returns (uint256) {
        return _numbers(terms) ? INumberedVotes(address(TOKEN)).voterNumber(account) : 0;
    }

    /// @dev What the account can cast on the proposal, and its number.
    function _voterOn(
        Terms terms,
        uint256 proposalId,
        address account
    ) internal view virtual returns (uint256 votes, uint256 number) {
        if (!_numbers(terms)) return (_votesOn(terms, proposalId, account), 0);
        return INumberedVotes(address(TOKEN)).pastVotesAndNumber(account, proposalSnapshot(proposalId));
    }

    /// @dev What the account can cast on the proposal.
    function _votesOn(Terms terms, uint256 proposalId, address account) internal view virtual returns (uint256) {
        return _sourceOf(terms).getPastVotes(account, proposalSnapshot(proposalId));
    }

    /// @dev See {Governor-_getVotes}. A proposal's id as parameters, `abi.encode(proposalId)`, asks by what that proposal
    /// counts; anything else asks the token.
    function _getVotes(
        address account,
        uint256 timepoint,
        bytes memory params
    ) internal view virtual override returns (uint256) {
        IERC5805 source = params.length == 32 ? _sourceOf(_terms[uint256(bytes32(params))]) : TOKEN;
        return source.getPastVotes(account, timepoint);
    }
}
