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
 * @param voteSource Reserved: 0, the governor's own token.
 * @param vetoBps Reserved: 0, an ordinary vote.
 * @param minVoters Reserved: 0, any number.
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
    uint8 voteSource;
    uint16 vetoBps;
    uint32 minVoters;
}

/**
 * @notice A type's code and rules in three words, by when they are asked for, so that each step but the first reads one.
 * From the lowest bits up:
 * `timing`, to make a proposal: review, voting, graceMin, graceMax, late (32 bits each), threshold (96);
 * `cost`, to make and to execute it: fee (96), window (32), proposers (8), 56 unused bits, the code (64);
 * `turnout`, to decide and to queue it: quorumFloor (96), quorumBps, approvalBps (16 each), voteSource (8), vetoBps (16),
 * minVoters (32), 40 unused bits, and the window again (32).
 */
struct PackedRules {
    uint256 timing;
    uint256 cost;
    uint256 turnout;
}

/// @dev The code of the default type, which may do anything and is the strictest: governance itself.
bytes8 constant DEFAULT_TYPE = "GOV";

/// @dev Classes of proposers, a bit each: accounts with enough votes, and the council while its mandate lasts.
uint8 constant HOLDERS = 1;
uint8 constant COUNCIL = 2;

/// @title RulesCodec
/// @dev Packs rules for the governor, where code is scarce, and reads single fields of the word that they are in.
library RulesCodec {
    function pack(Rules memory rules, bytes8 typeCode) internal pure returns (PackedRules memory packed) {
        packed.timing =
            uint256(rules.review) |
            (uint256(rules.voting) << 32) |
            (uint256(rules.graceMin) << 64) |
            (uint256(rules.graceMax) << 96) |
            (uint256(rules.late) << 128) |
            (uint256(rules.threshold) << 160);
        packed.cost =
            uint256(rules.fee) |
            (uint256(rules.window) << 96) |
            (uint256(rules.proposers) << 128) |
            (uint256(uint64(typeCode)) << 192);
        packed.turnout =
            uint256(rules.quorumFloor) |
            (uint256(rules.quorumBps) << 96) |
            (uint256(rules.approvalBps) << 112) |
            (uint256(rules.voteSource) << 128) |
            (uint256(rules.vetoBps) << 136) |
            (uint256(rules.minVoters) << 152) |
            (uint256(rules.window) << 224);
    }

    function unpack(PackedRules memory packed) internal pure returns (Rules memory rules, bytes8 typeCode) {
        rules.review = uint32(packed.timing);
        rules.voting = uint32(packed.timing >> 32);
        rules.graceMin = uint32(packed.timing >> 64);
        rules.graceMax = uint32(packed.timing >> 96);
        rules.late = uint32(packed.timing >> 128);
        rules.threshold = uint96(packed.timing >> 160);
        rules.fee = uint96(packed.cost);
        rules.window = uint32(packed.cost >> 96);
        rules.proposers = uint8(packed.cost >> 128);
        rules.quorumFloor = uint96(packed.turnout);
        rules.quorumBps = uint16(packed.turnout >> 96);
        rules.approvalBps = uint16(packed.turnout >> 112);
        rules.voteSource = uint8(packed.turnout >> 128);
        rules.vetoBps = uint16(packed.turnout >> 136);
        rules.minVoters = uint32(packed.turnout >> 152);
        typeCode = bytes8(uint64(packed.cost >> 192));
    }

    /// @dev What rules are told apart by.
    function hash(PackedRules memory packed) internal pure returns (bytes32) {
        return keccak256(abi.encode(packed));
    }

    function review(uint256 timing) internal pure returns (uint256) {
        return uint32(timing);
    }

    function voting(uint256 timing) internal pure returns (uint256) {
        return uint32(timing >> 32);
    }

    function graceMin(uint256 timing) internal pure returns (uint256) {
        return uint32(timing >> 64);
    }

    function graceMax(uint256 timing) internal pure returns (uint256) {
        return uint32(timing >> 96);
    }

    function late(uint256 timing) internal pure returns (uint256) {
        return uint32(timing >> 128);
    }

    function window(uint256 cost) internal pure returns (uint256) {
        return uint32(cost >> 96);
    }

    function queueWindow(uint256 turnout) internal pure returns (uint256) {
        return turnout >> 224;
    }

    function approvalBps(uint256 turnout) internal pure returns (uint256) {
        return uint16(turnout >> 112);
    }

    function proposers(uint256 cost) internal pure returns (uint256) {
        return uint8(cost >> 128);
    }

    function threshold(uint256 timing) internal pure returns (uint256) {
        return uint96(timing >> 160);
    }

    /// @dev For the council, which needs no votes.
    function withoutThreshold(uint256 timing) internal pure returns (uint256) {
        return uint160(timing);
    }

    function fee(uint256 cost) internal pure returns (uint256) {
        return uint96(cost);
    }

    function code(uint256 cost) internal pure returns (bytes8) {
        return bytes8(uint64(cost >> 192));
    }

    function quorumFloor(uint256 turnout) internal pure returns (uint256) {
        return uint96(turnout);
    }

    function quorumBps(uint256 turnout) internal pure returns (uint256) {
        return uint16(turnout >> 96);
    }
}
