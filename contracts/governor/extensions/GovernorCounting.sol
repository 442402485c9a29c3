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
 * Who has voted takes two bits per voter and proposal. Where the source numbers its voters, 128 neighbours share a word of
 * the proposal, and one of them pays for the fresh slot; elsewhere 128 proposals share a word of the voter. Only a partial
 * vote stores its weight. The votes for a proposal share a slot with its terms, which every ballot reads anyway. The quorum
 * is looked up for the first ballot that may extend the vote.
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
    uint256 private constant MARKS_PER_WORD = 128;
    uint256 private constant VOTED_PARTLY = 1;
    uint256 internal constant VOTED_FULLY = 2;

    mapping(uint256 proposalId => Tally tally) private _tallies;
    mapping(address voter => mapping(uint256 word => uint256 marks)) private _marks;
    mapping(uint256 sequence => mapping(uint256 word => uint256 marks)) private _sharedMarks;
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
        return _markOn(proposalId, account) != 0;
    }

    /// @inheritdoc INetworkGovernor
    function usedVotes(uint256 proposalId, address account) public view virtual returns (uint256) {
        uint256 mark = _markOn(proposalId, account);
        if (mark == VOTED_FULLY) return _votesOn(_terms[proposalId], proposalId, account);
        return mark == VOTED_PARTLY ? _parts[proposalId][account] : 0;
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

    /// @dev See {Governor-_countVote}. What the account had when the vote began is asked for here.
    function _countVote(
        uint256 proposalId,
        address account,
        uint8 support,
        uint256 /* totalWeight */,
        bytes memory params
    ) internal virtual override returns (uint256 weight) {
        (Terms terms, bool reached, bool approved) = _judge(proposalId);
        (uint256 totalWeight, uint256 number) = _voterOn(terms, proposalId, account);
        if (totalWeight == 0) revert GovernorCounting_NoVotes(proposalId, account);
        bool partly = support == SUPPORT_PARTS;
        uint256 used = _mark(proposalId, terms, account, number, partly ? VOTED_PARTLY : VOTED_FULLY);
        if (totalWeight == used) revert GovernorAlreadyCastVote(account);
        weight = _record(proposalId, terms, account, support, totalWeight - used, used, params);
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
        uint256 available,
        uint256 used,
        bytes memory params
    ) private returns (uint256 weight) {
        uint256 against;
        uint256 inFavour;
        uint256 abstain;
        if (support == SUPPORT_PARTS) {
            if (params.length != PARTS_LENGTH) revert GovernorInvalidVoteParams();
            (against, inFavour, abstain) = _unpack(params);
            weight = against + inFavour + abstain;
            if (weight == 0 || weight > available) {
                revert GovernorCounting_BadParts(proposalId, account, weight, available);
            }
            _parts[proposalId][account] = used + weight;
        } else {
            if (params.length != 0) revert GovernorInvalidVoteParams();
            weight = available;
            if (support == uint8(Support.Against)) against = weight;
            else if (support == uint8(Support.For)) inFavour = weight;
            else if (support == uint8(Support.Abstain)) abstain = weight;
            else revert GovernorInvalidVoteType();
        }
        // Two partial ballots do not make two voters: a part of zero votes was refused.
        _addVotes(proposalId, terms, used == 0 ? 1 : 0, against, inFavour, abstain);
    }

    /// @dev Marks the account's place on the proposal, and returns what it has used there in parts before.
    function _mark(
        uint256 proposalId,
        Terms terms,
        address account,
        uint256 number,
        uint256 mark
    ) internal returns (uint256 used) {
        (mapping(uint256 word => uint256 marks) storage words, uint256 word, uint256 shift) = _placeOf(
            terms,
            account,
            number
        );
        uint256 marks = words[word];
        uint256 before = (marks >> shift) & 3;
        if (before == VOTED_FULLY) revert GovernorAlreadyCastVote(account);
        if (before == VOTED_PARTLY) used = _parts[proposalId][account];
        words[word] = marks ^ ((before ^ mark) << shift);
    }

    /// @dev Adds votes, by what they support, and the accounts that voted here for the first time.
    function _addVotes(
        uint256 proposalId,
        Terms terms,
        uint256 heads,
        uint256 against,
        uint256 inFavour,
        uint256 abstain
    ) internal {
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

    function _markOn(uint256 proposalId, address account) private view returns (uint256) {
        if (!_isProposal(proposalId)) return 0;
        Terms terms = _terms[proposalId];
        return _markOf(terms, account, _numberOn(terms, account));
    }

    function _markOf(Terms terms, address account, uint256 number) internal view returns (uint256) {
        (mapping(uint256 word => uint256 marks) storage words, uint256 word, uint256 shift) = _placeOf(
            terms,
            account,
            number
        );
        return (words[word] >> shift) & 3;
    }

    /// @dev Where the account's mark is: with a number in a word of the proposal's, which its neighbours share, without one in
    /// a word of its own, which its next ballots share.
    function _placeOf(
        Terms terms,
        address account,
        uint256 number
    ) private view returns (mapping(uint256 word => uint256 marks) storage words, uint256 word, uint256 shift) {
        uint256 place = terms.sequence();
        words = _marks[account];
        if (number != 0) (words, place) = (_sharedMarks[place], number);
        return (words, place / MARKS_PER_WORD, (place % MARKS_PER_WORD) << 1);
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
