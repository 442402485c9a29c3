// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Test} from "forge-std/Test.sol";

import {PowerTrace} from "../../contracts/escrow/PowerTrace.sol";

contract PowerTraceBitsTest is Test {
    /// A pair is visited if it is marked and one of its weeks lies between the first and the last, and only then.
    function testFuzz_theRingMarksThePairsBetween(uint128 ring, uint16 first, uint8 length, uint8 index) public pure {
        length %= uint8(PowerTrace.HORIZON);
        index %= 128;
        uint256 last = uint256(first) + length;
        uint256 pair = (uint256(first) >> 1) + index;
        bool isVisited = (PowerTrace.marked(ring, first, last) >> index) & 1 == 1;
        bool isMarked = (uint256(ring) >> (pair % 128)) & 1 == 1;
        assertEq(isVisited, isMarked && pair <= last >> 1);
    }

    /// No pair is visited that lies further than the horizon.
    function testFuzz_nothingElseIsMarked(uint128 ring, uint16 first, uint8 length) public pure {
        length %= uint8(PowerTrace.HORIZON);
        uint256 last = uint256(first) + length;
        assertEq(PowerTrace.marked(ring, first, last) >> ((last >> 1) - (uint256(first) >> 1) + 1), 0);
    }
}
