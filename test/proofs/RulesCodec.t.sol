// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Test} from "forge-std/Test.sol";

import {
    COUNTS_HEADS,
    HAS_SOURCE,
    OPTIMISTIC,
    PackedRules,
    Rules,
    RulesCodec,
    Timing
} from "../../contracts/governor/Rules.sol";

contract RulesCodecTest is Test {
    /// Rules come out of three words as they went in.
    function testFuzz_packingLosesNothing(Rules memory rules, bytes8 code) public pure {
        (Rules memory unpacked, bytes8 unpackedCode) = RulesCodec.unpack(RulesCodec.pack(rules, code));
        assertEq(keccak256(abi.encode(unpacked)), keccak256(abi.encode(rules)));
        assertEq(unpackedCode, code);
    }

    /// Different rules never share a packing: rules are kept by their content.
    function testFuzz_packingIsInjective(Rules memory a, bytes8 codeA, Rules memory b, bytes8 codeB) public pure {
        bool same = keccak256(abi.encode(a, codeA)) == keccak256(abi.encode(b, codeB));
        bytes32 packedA = keccak256(abi.encode(RulesCodec.pack(a, codeA)));
        assertEq(packedA == keccak256(abi.encode(RulesCodec.pack(b, codeB))), same);
    }

    /// The readers of single fields read the fields they are named after.
    function testFuzz_eachReaderReadsItsField(Rules memory rules, bytes8 code) public pure {
        PackedRules memory packed = RulesCodec.pack(rules, code);
        assertEq(RulesCodec.review(packed.timing), rules.review);
        assertEq(RulesCodec.voting(packed.timing), rules.voting);
        assertEq(RulesCodec.graceMin(packed.timing), rules.graceMin);
        assertEq(RulesCodec.graceMax(packed.timing), rules.graceMax);
        assertEq(RulesCodec.late(packed.timing), rules.late);
        assertEq(RulesCodec.threshold(packed.timing), rules.threshold);
        assertEq(RulesCodec.fee(packed.cost), rules.fee);
        assertEq(RulesCodec.window(packed.cost), rules.window);
        assertEq(RulesCodec.proposers(packed.cost), rules.proposers);
        assertEq(RulesCodec.quorumFloor(packed.turnout), rules.quorumFloor);
        assertEq(RulesCodec.quorumBps(packed.turnout), rules.quorumBps);
        assertEq(RulesCodec.queueWindow(packed.turnout), rules.window);
        assertEq(RulesCodec.approvalBps(packed.turnout), rules.approvalBps);
        assertEq(RulesCodec.vetoBps(packed.turnout), rules.vetoBps);
        assertEq(RulesCodec.minVoters(packed.turnout), rules.minVoters);
        assertEq(packed.voteSource, rules.voteSource);
        assertEq(RulesCodec.code(packed.cost), code);
    }

    /// The flags say which of the three kinds the rules are of, and nothing else.
    function testFuzz_theKindIsThatOfTheRules(Rules memory rules, bytes8 code, bool plain) public pure {
        if (plain) (rules.voteSource, rules.vetoBps, rules.minVoters) = (address(0), 0, 0);
        uint256 kind = RulesCodec.kind(RulesCodec.pack(rules, code).cost);
        assertEq(kind & HAS_SOURCE != 0, rules.voteSource != address(0));
        assertEq(kind & OPTIMISTIC != 0, rules.vetoBps != 0);
        assertEq(kind & COUNTS_HEADS != 0, rules.minVoters != 0);
        assertLe(kind, HAS_SOURCE | OPTIMISTIC | COUNTS_HEADS);
    }

    /// Without the threshold a proposal has the same times, and needs no votes.
    function testFuzz_withoutTheThresholdNothingElseIsMissing(Rules memory rules, bytes8 code) public pure {
        Timing timing = RulesCodec.withoutThreshold(RulesCodec.pack(rules, code).timing);
        rules.threshold = 0;
        assertEq(Timing.unwrap(timing), Timing.unwrap(RulesCodec.pack(rules, code).timing));
    }
}
