// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Test} from "forge-std/Test.sol";

import {PowerTrace} from "../../contracts/escrow/PowerTrace.sol";

/// @notice Fold early is fold late, and the greatest amounts fit: see docs/invariants.md.
contract PowerTraceProofs is Test {
    using PowerTrace for PowerTrace.Trace;

    uint256 private constant WEEK = 7 days;

    /// @dev A line, what ends in a week and in the next, and the weeks from which and to which is folded.
    struct Pair {
        uint96 slope;
        uint112 bias;
        uint96 even;
        uint96 odd;
        uint16 week;
        uint16 first;
        uint24 last;
    }

    PowerTrace.Trace private _trace;

    /// Folding to the first week of a pair and from there to a later one takes off each of its weeks once, as folding at
    /// once does, from wherever it began.
    function testFuzz_aPairSplitsBetweenItsWeeks(Pair memory pair) public pure {
        uint256 weighted;
        unchecked {
            weighted = uint256(pair.even) * pair.week + uint256(pair.odd) * (uint256(pair.week) + 1);
        }
        uint256 sum = uint256(pair.even) + pair.odd;
        if (pair.first > pair.week) pair.first = pair.week;
        if (pair.last <= pair.week) pair.last = uint24(pair.week) + 1;
        vm.assume(sum <= pair.slope && weighted <= pair.bias);

        (uint256 slope, uint256 bias) = _passed(pair, pair.slope, pair.bias, pair.first, pair.week);
        (slope, bias) = _passed(pair, slope, bias, uint256(pair.week) + 1, pair.last);
        (uint256 slopeAtOnce, uint256 biasAtOnce) = _passed(pair, pair.slope, pair.bias, pair.first, pair.last);
        assertEq(slope, slopeAtOnce);
        assertEq(bias, biasAtOnce);
        assertEq(slope, pair.slope - sum);
        assertEq(bias, pair.bias - weighted);
    }

    /// The whole supply of 2^96 - 1, ending in the last week that fits, is stored whole, beside whatever was there.
    function testFuzz_theGreatestAmountsFit(uint96 slope, uint96 amount) public {
        if (amount > type(uint96).max - slope) amount = type(uint96).max - slope;
        uint256 week = type(uint16).max;
        vm.warp((week - 1) * WEEK);
        PowerTrace.Cursor memory cursor = _trace.open();
        _trace.add(cursor, slope, week);
        _trace.add(cursor, amount, week);
        _trace.add(cursor, 7, week - 1);
        _trace.remove(cursor, 7, week - 1);
        _trace.close(cursor);
        (uint256 sum, uint256 bias) = _trace.lookup(block.timestamp);
        assertEq(sum, uint256(slope) + amount);
        assertEq(bias, sum * week);
        (sum, bias) = _trace.lookup(week * WEEK);
        assertEq(sum, 0);
        assertEq(bias, 0);
    }

    function _passed(
        Pair memory pair,
        uint256 slope,
        uint256 bias,
        uint256 first,
        uint256 last
    ) private pure returns (uint256, uint256) {
        return PowerTrace.passed(slope, bias, (uint256(pair.odd) << 128) | pair.even, pair.week, first, last);
    }
}
