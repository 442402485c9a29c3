// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/**
 * @notice What a proposal type demands. Durations are in seconds, ratios in basis points, amounts in base units.
 * @param review From the proposal to the start of the vote; the vote's weights are taken at its end.
 * @param voting How long the vote is open.
 * @param graceMin The shortest time between queueing and execution, and the one a title without a grace gets.
 * @param graceMax The longest time that a title may ask for.
 * @param window How long after the grace period the proposal can be executed; then it expires.
 * @param late How close to the deadline a swing of the outcome extends the vote, and by how much; at most `voting`.
 * @param approvalBps Share of for in for and against: 5,000 to 10,000. A tie never passes.
 * @param proposers Classes that may propose: {HOLDERS}, {COUNCIL}, or both.
 * @param threshold Votes that a proposer must have.
 * @param fee Tokens that a proposal burns.
 * @param quorumFloor Votes that a quorum has at the least.
 * @param quorumBps Share of the votes in existence that for and abstain must reach together: 1 to 10,000.
 * @param voteSource What counts the votes, an ERC-5805 source with a timestamp clock; 0 is the governor's own token.
 * @param vetoBps 0 is an ordinary vote. Else a proposal passes unless the votes against it reach this share of those in
 * existence: 100 to 5,000.
 * @param minVoters How many accounts must vote at the least: 0 to 2^20. It needs a source in which an account is a person.
 */
struct Rules {
    uint32 review;
    uint32 voting;
    uint32 graceMin;
    uint32 graceMax;
    uint32 window;
    uint32 late;
    uint16 approvalBps;
    uint8 proposers;
    uint96 threshold;
    uint96 fee;
    uint96 quorumFloor;
    uint16 quorumBps;
    address voteSource;
    uint16 vetoBps;
    uint32 minVoters;
}

/// @notice To make a proposal, from the lowest bits up: review, voting, graceMin, graceMax, late (32 bits each), threshold
/// (96).
type Timing is uint256;
/// @notice To make and to execute it: fee (96 bits), window (32), proposers (8), three flags, 53 unused bits, the code
/// (64).
type Cost is uint256;
/// @notice To decide and to queue it: quorumFloor (96 bits), quorumBps, approvalBps, vetoBps (16 each), minVoters (32), 48
/// unused bits, and the window again (32).
type Turnout is uint256;

/**
 * @notice A type's code and rules, by when they are asked for, so that each step but the first reads one word. Each word
 * has a type of its own, so that none is read for another. Only a type whose votes another source counts has the last.
 */
struct PackedRules {
    Timing timing;
    Cost cost;
    Turnout turnout;
    address voteSource;
}

/// @dev How a proposal is decided, a bit each: what a ballot has to know of the rules without reading them.
uint256 constant HAS_SOURCE = 1;
uint256 constant OPTIMISTIC = 2;
uint256 constant COUNTS_HEADS = 4;

/// @dev The code of the default type, which may do anything and is the strictest: governance itself.
bytes8 constant DEFAULT_TYPE = "GOV";

/// @dev Classes of proposers, a bit each: accounts with enough votes, and the council while its mandate lasts.
uint8 constant HOLDERS = 1;
uint8 constant COUNCIL = 2;

/// @title RulesCodec
/// @dev Packs rules for the governor, where code is scarce, and reads single fields of the word that they are in.
library RulesCodec {
    function pack(Rules memory rules, bytes8 typeCode) internal pure returns (PackedRules memory packed) {
        packed.timing = Timing.wrap(
            uint256(rules.review) |
                (uint256(rules.voting) << 32) |
                (uint256(rules.graceMin) << 64) |
                (uint256(rules.graceMax) << 96) |
                (uint256(rules.late) << 128) |
                (uint256(rules.threshold) << 160)
        );
        packed.cost = Cost.wrap(
            uint256(rules.fee) |
                (uint256(rules.window) << 96) |
                (uint256(rules.proposers) << 128) |
                (kindOf(rules) << 136) |
                (uint256(uint64(typeCode)) << 192)
        );
        packed.turnout = Turnout.wrap(
            uint256(rules.quorumFloor) |
                (uint256(rules.quorumBps) << 96) |
                (uint256(rules.approvalBps) << 112) |
                (uint256(rules.vetoBps) << 128) |
                (uint256(rules.minVoters) << 144) |
                (uint256(rules.window) << 224)
        );
        packed.voteSource = rules.voteSource;
    }

    function unpack(PackedRules memory packed) internal pure returns (Rules memory rules, bytes8 typeCode) {
        rules.review = uint32(review(packed.timing));
        rules.voting = uint32(voting(packed.timing));
        rules.graceMin = uint32(graceMin(packed.timing));
        rules.graceMax = uint32(graceMax(packed.timing));
        rules.late = uint32(late(packed.timing));
        rules.threshold = uint96(threshold(packed.timing));
        rules.fee = uint96(fee(packed.cost));
        rules.window = uint32(window(packed.cost));
        rules.proposers = uint8(proposers(packed.cost));
        rules.quorumFloor = uint96(quorumFloor(packed.turnout));
        rules.quorumBps = uint16(quorumBps(packed.turnout));
        rules.approvalBps = uint16(approvalBps(packed.turnout));
        rules.vetoBps = uint16(vetoBps(packed.turnout));
        rules.minVoters = uint32(minVoters(packed.turnout));
        rules.voteSource = packed.voteSource;
        typeCode = code(packed.cost);
    }

    /// @dev Content hash that identifies a rule set.
    function hash(PackedRules memory packed) internal pure returns (bytes32) {
        return keccak256(abi.encode(packed));
    }

    /// @dev Of {HAS_SOURCE}, {OPTIMISTIC} and {COUNTS_HEADS}, those that the rules ask for.
    function kindOf(Rules memory rules) internal pure returns (uint256) {
        return
            (rules.voteSource == address(0) ? 0 : HAS_SOURCE) |
            (rules.vetoBps == 0 ? 0 : OPTIMISTIC) |
            (rules.minVoters == 0 ? 0 : COUNTS_HEADS);
    }

    function review(Timing timing) internal pure returns (uint256) {
        return uint32(Timing.unwrap(timing));
    }

    function voting(Timing timing) internal pure returns (uint256) {
        return uint32(Timing.unwrap(timing) >> 32);
    }

    function graceMin(Timing timing) internal pure returns (uint256) {
        return uint32(Timing.unwrap(timing) >> 64);
    }

    function graceMax(Timing timing) internal pure returns (uint256) {
        return uint32(Timing.unwrap(timing) >> 96);
    }

    function late(Timing timing) internal pure returns (uint256) {
        return uint32(Timing.unwrap(timing) >> 128);
    }

    function threshold(Timing timing) internal pure returns (uint256) {
        return Timing.unwrap(timing) >> 160;
    }

    /// @dev For the council, which needs no votes.
    function withoutThreshold(Timing timing) internal pure returns (Timing) {
        return Timing.wrap(uint160(Timing.unwrap(timing)));
    }

    function fee(Cost cost) internal pure returns (uint256) {
        return uint96(Cost.unwrap(cost));
    }

    function window(Cost cost) internal pure returns (uint256) {
        return uint32(Cost.unwrap(cost) >> 96);
    }

    function proposers(Cost cost) internal pure returns (uint256) {
        return uint8(Cost.unwrap(cost) >> 128);
    }

    function kind(Cost cost) internal pure returns (uint256) {
        return (Cost.unwrap(cost) >> 136) & 7;
    }

    function code(Cost cost) internal pure returns (bytes8) {
        return bytes8(uint64(Cost.unwrap(cost) >> 192));
    }

    function quorumFloor(Turnout turnout) internal pure returns (uint256) {
        return uint96(Turnout.unwrap(turnout));
    }

    function quorumBps(Turnout turnout) internal pure returns (uint256) {
        return uint16(Turnout.unwrap(turnout) >> 96);
    }

    function approvalBps(Turnout turnout) internal pure returns (uint256) {
        return uint16(Turnout.unwrap(turnout) >> 112);
    }

    function vetoBps(Turnout turnout) internal pure returns (uint256) {
        return uint16(Turnout.unwrap(turnout) >> 128);
    }

    function minVoters(Turnout turnout) internal pure returns (uint256) {
        return uint32(Turnout.unwrap(turnout) >> 144);
    }

    function queueWindow(Turnout turnout) internal pure returns (uint256) {
        return Turnout.unwrap(turnout) >> 224;
    }
}
