// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {COUNTS_HEADS, HAS_SOURCE, OPTIMISTIC} from "./Rules.sol";

/**
 * @notice All that a vote needs to know about its proposal, and the votes for it, in one word: most ballots touch no other.
 * From the lowest bits up: sequence and codeId (24 bits each), rulesId (16), grace (30), two flags (unstoppable, canceled),
 * late (32), six flags (byCouncil, extended, quorumKnown, hasSource, optimistic, countsHeads), heads (26), forVotes (96, as
 * all amounts of the network's token).
 */
type Terms is uint256;

using TermsCodec for Terms global;

/// @title TermsCodec
/// @dev Packs by hand: of a struct, the compiler reads and writes the slot once for each field.
library TermsCodec {
    uint256 private constant UNSTOPPABLE = 1 << 94;
    uint256 private constant CANCELED = 1 << 95;
    uint256 private constant BY_COUNCIL = 1 << 128;
    uint256 private constant EXTENDED = 1 << 129;
    uint256 private constant QUORUM_KNOWN = 1 << 130;
    uint256 private constant KIND = 131;
    uint256 private constant HEADS = 134;
    uint256 private constant MAX_HEADS = 2 ** 26 - 1;
    uint256 private constant FOR_VOTES = 160;

    /// @dev The terms of a new proposal: without votes, not extended, its quorum not known. Times are in seconds; a grace is
    /// 365 days at the most, which leaves its two highest bits to flags. The kind is what the rules say of it.
    function pack(
        uint24 sequence_,
        uint24 codeId_,
        uint16 rulesId_,
        uint32 grace_,
        uint32 late_,
        uint256 kind_,
        bool byCouncil_,
        bool unstoppable_
    ) internal pure returns (Terms) {
        return
            Terms.wrap(
                uint256(sequence_) |
                    (uint256(codeId_) << 24) |
                    (uint256(rulesId_) << 48) |
                    (uint256(grace_) << 64) |
                    (uint256(late_) << 96) |
                    (kind_ << KIND) |
                    (byCouncil_ ? BY_COUNCIL : 0) |
                    (unstoppable_ ? UNSTOPPABLE : 0)
            );
    }

    function sequence(Terms self) internal pure returns (uint256) {
        return uint24(Terms.unwrap(self));
    }

    function codeId(Terms self) internal pure returns (uint256) {
        return uint24(Terms.unwrap(self) >> 24);
    }

    function rulesId(Terms self) internal pure returns (uint256) {
        return uint16(Terms.unwrap(self) >> 48);
    }

    function grace(Terms self) internal pure returns (uint256) {
        return (Terms.unwrap(self) >> 64) & (2 ** 30 - 1);
    }

    function late(Terms self) internal pure returns (uint256) {
        return uint32(Terms.unwrap(self) >> 96);
    }

    function unstoppable(Terms self) internal pure returns (bool) {
        return Terms.unwrap(self) & UNSTOPPABLE != 0;
    }

    function canceled(Terms self) internal pure returns (bool) {
        return Terms.unwrap(self) & CANCELED != 0;
    }

    function byCouncil(Terms self) internal pure returns (bool) {
        return Terms.unwrap(self) & BY_COUNCIL != 0;
    }

    function extended(Terms self) internal pure returns (bool) {
        return Terms.unwrap(self) & EXTENDED != 0;
    }

    function quorumKnown(Terms self) internal pure returns (bool) {
        return Terms.unwrap(self) & QUORUM_KNOWN != 0;
    }

    /// @dev Whether a source of its own counts the votes.
    function hasSource(Terms self) internal pure returns (bool) {
        return Terms.unwrap(self) & (HAS_SOURCE << KIND) != 0;
    }

    /// @dev Whether it passes unless enough votes are against it.
    function optimistic(Terms self) internal pure returns (bool) {
        return Terms.unwrap(self) & (OPTIMISTIC << KIND) != 0;
    }

    /// @dev Whether it needs a number of voters.
    function countsHeads(Terms self) internal pure returns (bool) {
        return Terms.unwrap(self) & (COUNTS_HEADS << KIND) != 0;
    }

    /// @dev How many accounts have voted, where that counts.
    function heads(Terms self) internal pure returns (uint256) {
        return (Terms.unwrap(self) >> HEADS) & MAX_HEADS;
    }

    function forVotes(Terms self) internal pure returns (uint256) {
        return Terms.unwrap(self) >> FOR_VOTES;
    }

    function asCanceled(Terms self) internal pure returns (Terms) {
        return Terms.wrap(Terms.unwrap(self) | CANCELED);
    }

    function asExtended(Terms self) internal pure returns (Terms) {
        return Terms.wrap(Terms.unwrap(self) | EXTENDED);
    }

    function withQuorumKnown(Terms self) internal pure returns (Terms) {
        return Terms.wrap(Terms.unwrap(self) | QUORUM_KNOWN);
    }

    /// @dev Heads stop at their maximum, which no rule asks for: the votes beside them never feel it.
    function plusHeads(Terms self, uint256 more) internal pure returns (Terms) {
        return Terms.wrap(Terms.unwrap(self) + (Math.min(more, MAX_HEADS - heads(self)) << HEADS));
    }

    /// @dev The votes for it are the highest bits: more than 96 bits of them overflow, and revert.
    function plusFor(Terms self, uint96 votes) internal pure returns (Terms) {
        return Terms.wrap(Terms.unwrap(self) + (uint256(votes) << FOR_VOTES));
    }
}
