// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import {BoundedCall} from "../BoundedCall.sol";
import {INetworkGovernor} from "../INetworkGovernor.sol";
import {Terms} from "../Terms.sol";
import {GovernorCounting} from "./GovernorCounting.sol";

/**
 * @dev One transaction relays many signed ballots, so that holders vote without paying and a relayer pays little.
 *
 * A relayed ballot is a full vote, and only an account without a recorded vote can have one: that is what keeps it from
 * being replayed, and what lets ballots be relayed in any order, without nonces. They are signed under a type of their own,
 * so that a ballot for {castVoteBySig} is not valid here, nor the other way round.
 *
 * A ballot that cannot be counted is passed over and named in an event: one voter cannot stop the others. Contracts that
 * sign (ERC-1271) are asked with a limit on gas, and no more of what they return is read than the answer.
 */
abstract contract GovernorBallots is GovernorCounting {
    bytes32 private constant RELAYED_BALLOT_TYPEHASH = keccak256(
        "RelayedBallot(uint256 proposalId,uint8 support,address voter,uint256 deadline)"
    );
    uint256 private constant SIGNATURE_GAS = 100_000;

    /// @inheritdoc INetworkGovernor
    function castVotesBySig(uint256 proposalId, Ballot[] calldata ballots) external virtual returns (uint256 counted) {
        _validateStateBitmap(proposalId, _encodeStateBitmap(ProposalState.Active));
        (Terms terms, bool reached, bool approved) = _judge(proposalId);
        uint256[3] memory sums;
        for (uint256 i = 0; i < ballots.length; ++i) {
            uint256 weight = _castBallot(proposalId, terms, ballots[i]);
            if (weight == 0) continue;
            sums[ballots[i].support] += weight;
            ++counted;
        }
        // The terms are still what they were: nobody who is asked for votes or for a signature can write.
        _addVotes(proposalId, terms, counted, sums[0], sums[1], sums[2]);
        _extendOnSwing(proposalId, reached, approved);
    }

    /// @dev Marks and announces a good ballot, and returns its votes for the sums; 0 for one that is passed over.
    function _castBallot(uint256 proposalId, Terms terms, Ballot calldata ballot) private returns (uint256 weight) {
        address voter = ballot.voter;
        uint256 number;
        (weight, number) = _voterOn(terms, proposalId, voter);
        BallotRejection reason = _reject(proposalId, ballot, weight, _markOf(terms, voter, number) != 0);
        if (reason != BallotRejection.None) {
            emit BallotRejected(proposalId, voter, reason);
            return 0;
        }
        _mark(proposalId, terms, voter, number, VOTED_FULLY);
        emit VoteCast(voter, proposalId, ballot.support, weight, "");
    }

    function _reject(
        uint256 proposalId,
        Ballot calldata ballot,
        uint256 weight,
        bool voted
    ) private view returns (BallotRejection) {
        if (ballot.support > uint8(Support.Abstain)) return BallotRejection.Support;
        if (ballot.deadline < clock()) return BallotRejection.Expired;
        if (voted) return BallotRejection.Voted;
        if (weight == 0) return BallotRejection.NoVotes;
        if (!_isSigned(proposalId, ballot)) return BallotRejection.Signature;
        return BallotRejection.None;
    }

    function _isSigned(uint256 proposalId, Ballot calldata ballot) private view returns (bool) {
        bytes32 digest = _hashTypedDataV4(
            keccak256(abi.encode(RELAYED_BALLOT_TYPEHASH, proposalId, ballot.support, ballot.voter, ballot.deadline))
        );
        (address signer, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, ballot.signature);
        if (failure == ECDSA.RecoverError.NoError && signer == ballot.voter) return true;
        if (ballot.voter.code.length == 0) return false;
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, ballot.signature));
        (, bytes32 answer) = BoundedCall.ask(ballot.voter, SIGNATURE_GAS, question);
        return answer == bytes32(IERC1271.isValidSignature.selector);
    }
}
