// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {INetworkGovernor} from "../INetworkGovernor.sol";
import {RulesCodec} from "../Rules.sol";
import {Terms} from "../Terms.sol";
import {GovernorQuorum} from "./GovernorQuorum.sol";

/**
 * @dev Counts for, against and abstain, in whole or in parts, as OpenZeppelin's GovernorCountingFractional, for less.
 *
 * Who has voted takes two bits per voter and proposal, 128 proposals a word, so that a voter pays for a fresh slot once
 * in 128 proposals. Only a partial vote stores its weight. The votes for a proposal share a slot with its terms, which
 * every ballot reads anyway. The quorum is looked up for the first ballot that may extend the vote.
 *
 * Where the rules ask for a number of voters, each account's first ballot is counted beside the votes for. Where they name a
 * share that vetoes, nothing but the votes against decides, and with nothing that could be cast nothing passes.
 *
 * A ballot that brings the quorum, or turns the outcome to success, close to the deadline, extends the vote once: nobody
 * can win by being last.
 */
abstract contract GovernorCounting is GovernorQuorum {
    using SafeCast for uint256;

    /// @dev Beside the votes for the proposal, which are in its {Terms}.
    struct Tally {
        uint128 againstVotes;
        uint128 abstainVotes;
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
    uint256 internal constant VOTED_FULLY = 2;

    mapping(uint256 proposalId => Tally tally) private _tallies;
    mapping(address voter => mapping(uint256 word => uint256 marks)) private _marks;
    mapping(uint256 proposalId => mapping(address voter => uint256 votes)) private _parts;

    // ---------------------------------------------------------------------------------------------- reading

    /// @inheritdoc IGovernor
    // The name is that of OpenZeppelin's IGovernor.
    // solhint-disable-next-line func-name-mixedcase
    function COUNTING_MODE() public pure virtual override returns (string memory) {
        return "support=bravo,fractional&quorum=for,abstain&params=fractional";
    }

    /// @inheritdoc IGovernor
    function hasVoted(uint256 proposalId, address account) public view virtual override returns (bool) {
        return _isProposal(proposalId) && _markOf(_terms[proposalId].sequence(), account) != 0;
    }

    /// @inheritdoc INetworkGovernor
    function usedVotes(uint256 proposalId, address account) public view virtual returns (uint256) {
        if (!hasVoted(proposalId, account)) return 0;
        Terms terms = _terms[proposalId];
        if (_markOf(terms.sequence(), account) == VOTED_PARTLY) return _parts[proposalId][account];
        return _votesOn(terms, proposalId, account);
    }

    /// @inheritdoc INetworkGovernor
    function proposalVotes(
        uint256 proposalId
    ) public view virtual returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes) {
        Tally storage tally = _tallies[proposalId];
        return (tally.againstVotes, _terms[proposalId].forVotes(), tally.abstainVotes);
    }

    /// @inheritdoc INetworkGovernor
    function proposalVoters(uint256 proposalId) public view virtual returns (uint256) {
        return _terms[proposalId].heads();
    }

    /// @inheritdoc IGovernor
    function proposalDeadline(uint256 proposalId) public view virtual override returns (uint256 deadline) {
        deadline = super.proposalDeadline(proposalId);
        Terms terms = _terms[proposalId];
        if (terms.extended()) deadline += terms.late();
    }

    // ---------------------------------------------------------------------------------------------- counting

    /// @dev See {Governor-_countVote}. `totalWeight` is what the account had when the vote began, of the token's votes.
    function _countVote(
        uint256 proposalId,
        address account,
        uint8 support,
        uint256 totalWeight,
        bytes memory params
    ) internal virtual override returns (uint256 weight) {
        (Terms terms, bool reached, bool approved) = _judge(proposalId);
        if (terms.hasSource()) totalWeight = _votesOn(terms, proposalId, account);
        if (totalWeight == 0) revert GovernorCounting_NoVotes(proposalId, account);
        weight = _record(proposalId, terms, account, support, totalWeight, params);
        _extendOnSwing(proposalId, reached, approved);
    }

    /// @dev How the proposal stands before something is counted: its terms, and whether it reaches the quorum and the
    /// approval. Where that cannot extend the vote any more, or not yet, both are taken as reached.
    function _judge(uint256 proposalId) internal returns (Terms terms, bool reached, bool approved) {
        terms = _terms[proposalId];
        if (terms.extended() || clock() + terms.late() <= super.proposalDeadline(proposalId)) {
            return (terms, true, true);
        }
        _fixQuorum(proposalId);
        return (_terms[proposalId], _reachesQuorum(proposalId), _reachesApproval(proposalId));
    }

    /// @dev Extends the vote, once, if what was counted brought the quorum or turned the outcome to success within its
    /// last `late` seconds.
    function _extendOnSwing(uint256 proposalId, bool reached, bool approved) internal {
        if ((reached || !_reachesQuorum(proposalId)) && (approved || !_reachesApproval(proposalId))) return;
        _terms[proposalId] = _terms[proposalId].asExtended();
        emit ProposalExtended(proposalId, uint64(proposalDeadline(proposalId)));
    }

    function _record(
        uint256 proposalId,
        Terms terms,
        address account,
        uint8 support,
        uint256 totalWeight,
        bytes memory params
    ) private returns (uint256 weight) {
        bool partly = support == SUPPORT_PARTS;
        uint256 used = _mark(proposalId, terms.sequence(), account, partly ? VOTED_PARTLY : VOTED_FULLY);
        uint256 available = totalWeight - used;
        if (available == 0) revert GovernorAlreadyCastVote(account);
        // Two partial ballots do not make two voters; a part of zero votes is refused.
        uint256 heads = used == 0 ? 1 : 0;

        if (partly) {
            if (params.length != PARTS_LENGTH) revert GovernorInvalidVoteParams();
            (uint256 against, uint256 inFavour, uint256 abstain) = _unpack(params);
            weight = against + inFavour + abstain;
            if (weight == 0 || weight > available) {
                revert GovernorCounting_BadParts(proposalId, account, weight, available);
            }
            _parts[proposalId][account] = used + weight;
            _addVotes(proposalId, terms, heads, [against, inFavour, abstain]);
        } else {
            if (params.length != 0) revert GovernorInvalidVoteParams();
            weight = available;
            if (support > uint8(Support.Abstain)) revert GovernorInvalidVoteType();
            uint256[3] memory sums;
            sums[support] = weight;
            _addVotes(proposalId, terms, heads, sums);
        }
    }

    /// @dev Marks the account's place on the proposal, and returns what it has used there in parts before.
    function _mark(
        uint256 proposalId,
        uint256 sequence,
        address account,
        uint256 mark
    ) internal returns (uint256 used) {
        mapping(uint256 word => uint256 marks) storage words = _marks[account];
        uint256 marks = words[sequence / PROPOSALS_PER_WORD];
        uint256 shift = (sequence % PROPOSALS_PER_WORD) << 1;
        uint256 before = (marks >> shift) & 3;
        if (before == VOTED_FULLY) revert GovernorAlreadyCastVote(account);
        if (before == VOTED_PARTLY) used = _parts[proposalId][account];
        words[sequence / PROPOSALS_PER_WORD] = marks ^ ((before ^ mark) << shift);
    }

    /// @dev Adds votes, by what they support, and the accounts that voted here for the first time.
    function _addVotes(uint256 proposalId, Terms terms, uint256 heads, uint256[3] memory sums) internal {
        (uint256 against, uint256 inFavour, uint256 abstain) = (sums[0], sums[1], sums[2]);
        if (terms.countsHeads()) terms = terms.plusHeads(heads);
        else heads = 0;
        if (inFavour + heads != 0) _terms[proposalId] = terms.plusFor(inFavour.toUint96());
        if (against != 0) _tallies[proposalId].againstVotes += against.toUint128();
        if (abstain != 0) _tallies[proposalId].abstainVotes += abstain.toUint128();
    }

    // ---------------------------------------------------------------------------------------------- outcome

    /// @dev See {Governor-_quorumReached}. What has been queued had passed, and is not judged again.
    function _quorumReached(uint256 proposalId) internal view virtual override returns (bool) {
        return proposalEta(proposalId) != 0 || _reachesQuorum(proposalId);
    }

    /// @dev See {Governor-_voteSucceeded}. Queued: as above.
    function _voteSucceeded(uint256 proposalId) internal view virtual override returns (bool) {
        return proposalEta(proposalId) != 0 || _reachesApproval(proposalId);
    }

    /// @dev For and abstain count, and the voters where their number does. What is not vetoed needs nobody.
    function _reachesQuorum(uint256 proposalId) private view returns (bool) {
        Terms terms = _terms[proposalId];
        if (terms.optimistic()) return true;
        if (terms.countsHeads() && terms.heads() < RulesCodec.minVoters(_rulesOf(terms).turnout)) return false;
        return terms.forVotes() + _tallies[proposalId].abstainVotes >= _quorumOf(proposalId);
    }

    /// @dev More for than against, so that a tie never passes, and the share of for in both reaches the type's approval.
    /// Where a share vetoes, that nobody holds votes against it that reach it; with a base of zero no share can be reached.
    function _reachesApproval(uint256 proposalId) private view returns (bool) {
        Terms terms = _terms[proposalId];
        uint256 inFavour = terms.forVotes();
        uint256 against = _tallies[proposalId].againstVotes;
        if (terms.optimistic()) return against < _quorumOf(proposalId);
        return
            inFavour > against &&
            inFavour * 10_000 >= RulesCodec.approvalBps(_rulesOf(terms).turnout) * (inFavour + against);
    }

    // ---------------------------------------------------------------------------------------------- marks

    function _markOf(uint256 sequence, address account) internal view returns (uint256) {
        return (_marks[account][sequence / PROPOSALS_PER_WORD] >> ((sequence % PROPOSALS_PER_WORD) << 1)) & 3;
    }

    /// @dev Three uint128, packed: against, for, abstain.
    function _unpack(bytes memory params) private pure returns (uint256 against, uint256 inFavour, uint256 abstain) {
        assembly ("memory-safe") {
            against := shr(128, mload(add(params, 0x20)))
            inFavour := shr(128, mload(add(params, 0x30)))
            abstain := shr(128, mload(add(params, 0x40)))
        }
    }
}
