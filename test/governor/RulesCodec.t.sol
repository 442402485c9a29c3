// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Test} from "forge-std/Test.sol";

import {PackedRules, Rules, RulesCodec} from "../../contracts/governor/Rules.sol";

contract RulesCodecTest is Test {
    PackedRules internal stored;

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
    function testFuzz_eachReaderReadsItsField(Rules memory rules, bytes8 code) public {
        stored = RulesCodec.pack(rules, code);
        assertEq(stored.review(), rules.review);
        assertEq(stored.voting(), rules.voting);
        assertEq(stored.graceMin(), rules.graceMin);
        assertEq(stored.graceMax(), rules.graceMax);
        assertEq(stored.window(), rules.window);
        assertEq(stored.late(), rules.late);
        assertEq(stored.approvalBps(), rules.approvalBps);
        assertEq(stored.proposers(), rules.proposers);
        assertEq(stored.threshold(), rules.threshold);
        assertEq(stored.fee(), rules.fee);
        assertEq(stored.code(), code);
        assertEq(stored.quorumFloor(), rules.quorumFloor);
        assertEq(stored.quorumBps(), rules.quorumBps);
    }
}
