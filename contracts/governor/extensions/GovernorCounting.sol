// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {INetworkGovernor} from "../INetworkGovernor.sol";
import {GovernorQuorum} from "./GovernorQuorum.sol";

/**
 * @dev Counts for, against and abstain, in whole or in parts, as OpenZeppelin's GovernorCountingFractional, for less.
 *
 * Who has voted takes two bits per voter and proposal, 128 proposals a word, so that a voter pays for a fresh slot once
 * in 128 proposals. Only a partial vote stores its weight. `for` and `abstain`, which make the quorum, share a slot.
 *
 * A ballot that brings the quorum, or turns the outcome to success, close to the deadline, extends the vote once: nobody
 * can win by being last.
 */
abstract contract GovernorCounting is GovernorQuorum {
    using SafeCast for uint256;

    struct Tally {
        uint128 forVotes;
        uint128 abstainVotes;
        uint128 againstVotes;
    }

    enum Support {
        Against,
        For,
        Abstain
    }

    uint8 private constant SUPPORT_PARTS = 255;
    uint256 private constant PARTS_LENGTH = 48;
    uint256 private constant PROPOSALS_PER_WORD = 128;
    uint256 private constant VOTED_PARTLY = 1;
    uint256 private constant VOTED_FULLY = 2;

    mapping(uint256 proposalId => Tally tally) private _tallies;
    mapping(address voter => mapping(uint256 word => uint256 marks)) private _marks;
    mapping(uint256 proposalId => mapping(address voter => uint256 votes)) private _parts;

    // ---------------------------------------------------------------------------------------------- reading

    /// @inheritdoc IGovernor
    // solhint-disable-next-line func-name-mixedcase
    function COUNTING_MODE() public pure virtual override returns (string memory) {
        return "support=bravo,fractional&quorum=for,abstain&params=fractional";
    }

    /// @inheritdoc IGovernor
    function hasVoted(uint256 proposalId, address account) public view virtual override returns (bool) {
        return _isProposal(proposalId) && _markOf(proposalId, account) != 0;
    }

    /// @inheritdoc INetworkGovernor
    function usedVotes(uint256 proposalId, address account) public view virtual returns (uint256) {
        if (!hasVoted(proposalId, account)) return 0;
        if (_markOf(proposalId, account) == VOTED_PARTLY) return _parts[proposalId][account];
        return getVotes(account, proposalSnapshot(proposalId));
    }

    /// @inheritdoc INetworkGovernor
    function proposalVotes(
        uint256 proposalId
    ) public view virtual returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes) {
        Tally storage tally = _tallies[proposalId];
        return (tally.againstVotes, tally.forVotes, tally.abstainVotes);
    }

    /// @inheritdoc IGovernor
    function proposalDeadline(uint256 proposalId) public view virtual override returns (uint256) {
        uint256 extended = _terms[proposalId].extendedDeadline;
        return extended != 0 ? extended : super.proposalDeadline(proposalId);
    }

    // ---------------------------------------------------------------------------------------------- counting

    /// @dev See {Governor-_countVote}. `totalWeight` is what the account had when the vote began.
    function _countVote(
        uint256 proposalId,
        address account,
        uint8 support,
        uint256 totalWeight,
        bytes memory params
    ) internal virtual override returns (uint256 weight) {
        if (totalWeight == 0) revert GovernorCounting_NoVotes(proposalId, account);
        _fixQuorum(proposalId);
        bool late = _isLate(proposalId);
        bool reached = late && _quorumReached(proposalId);
        bool success = late && _voteSucceeded(proposalId);

        weight = _record(proposalId, account, support, totalWeight, params);

        if (late && ((!reached && _quorumReached(proposalId)) || (!success && _voteSucceeded(proposalId)))) {
            uint48 extended = uint48(proposalDeadline(proposalId)) + _terms[proposalId].late;
            _terms[proposalId].extendedDeadline = extended;
            emit ProposalExtended(proposalId, extended);
        }
    }

    function _record(
        uint256 proposalId,
        address account,
        uint8 support,
        uint256 totalWeight,
        bytes memory params
    ) private returns (uint256 weight) {
        uint256 mark = _markOf(proposalId, account);
        if (mark == VOTED_FULLY) revert GovernorAlreadyCastVote(account);
        uint256 used = mark == VOTED_PARTLY ? _parts[proposalId][account] : 0;
        uint256 available = totalWeight - used;
        if (available == 0) revert GovernorAlreadyCastVote(account);

        if (support == SUPPORT_PARTS) {
            if (params.length != PARTS_LENGTH) revert GovernorInvalidVoteParams();
            (uint128 against, uint128 inFavour, uint128 abstain) = _unpack(params);
            weight = uint256(against) + inFavour + abstain;
            if (weight == 0 || weight > available) {
                revert GovernorCounting_BadParts(proposalId, account, weight, available);
            }
            _setMark(proposalId, account, VOTED_PARTLY);
            _parts[proposalId][account] = used + weight;
            _addVotes(proposalId, against, inFavour, abstain);
        } else {
            if (params.length != 0) revert GovernorInvalidVoteParams();
            weight = available;
            uint128 votes = available.toUint128();
            _setMark(proposalId, account, VOTED_FULLY);
            if (support == uint8(Support.Against)) _addVotes(proposalId, votes, 0, 0);
            else if (support == uint8(Support.For)) _addVotes(proposalId, 0, votes, 0);
            else if (support == uint8(Support.Abstain)) _addVotes(proposalId, 0, 0, votes);
            else revert GovernorInvalidVoteType();
        }
    }

    function _addVotes(uint256 proposalId, uint128 against, uint128 inFavour, uint128 abstain) private {
        Tally storage tally = _tallies[proposalId];
        if (against != 0) tally.againstVotes += against;
        if (inFavour != 0) tally.forVotes += inFavour;
        if (abstain != 0) tally.abstainVotes += abstain;
    }

    /// @dev Whether a swing now would extend the vote.
    function _isLate(uint256 proposalId) private view returns (bool) {
        uint256 late = _terms[proposalId].late;
        return _terms[proposalId].extendedDeadline == 0 && clock() + late > proposalDeadline(proposalId);
    }

    // ---------------------------------------------------------------------------------------------- outcome

    /// @dev See {Governor-_quorumReached}: for and abstain count.
    function _quorumReached(uint256 proposalId) internal view virtual override returns (bool) {
        Tally storage tally = _tallies[proposalId];
        return uint256(tally.forVotes) + tally.abstainVotes >= _quorumOf(proposalId);
    }

    /// @dev See {Governor-_voteSucceeded}: more for than against, so that a tie never passes, and the share of for in both
    /// reaches the type's approval.
    function _voteSucceeded(uint256 proposalId) internal view virtual override returns (bool) {
        Tally storage tally = _tallies[proposalId];
        uint256 inFavour = tally.forVotes;
        uint256 against = tally.againstVotes;
        return inFavour > against && inFavour * 10_000 >= _rulesOf(proposalId).approvalBps() * (inFavour + against);
    }

    // ---------------------------------------------------------------------------------------------- marks

    function _markOf(uint256 proposalId, address account) private view returns (uint256) {
        (uint256 word, uint256 shift) = _place(proposalId);
        return (_marks[account][word] >> shift) & 3;
    }

    function _setMark(uint256 proposalId, address account, uint256 mark) private {
        (uint256 word, uint256 shift) = _place(proposalId);
        _marks[account][word] = (_marks[account][word] & ~(uint256(3) << shift)) | (mark << shift);
    }

    function _place(uint256 proposalId) private view returns (uint256 word, uint256 shift) {
        uint256 sequence = _terms[proposalId].sequence;
        return (sequence / PROPOSALS_PER_WORD, (sequence % PROPOSALS_PER_WORD) * 2);
    }

    /// @dev Three uint128, packed: against, for, abstain.
    function _unpack(bytes memory params) private pure returns (uint128 against, uint128 inFavour, uint128 abstain) {
        assembly ("memory-safe") {
            against := shr(128, mload(add(params, 0x20)))
            inFavour := shr(128, mload(add(params, 0x30)))
            abstain := shr(128, mload(add(params, 0x40)))
        }
    }
}
