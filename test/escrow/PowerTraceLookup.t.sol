// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {PowerTraceHarness} from "./PowerTraceHarness.sol";

/// @notice The search that takes steps and then halves, against halving alone, over random histories.
contract PowerTraceLookupTest is Test {
    uint256 private constant START = 1_750_000_000;

    PowerTraceHarness private _trace;

    function setUp() public {
        vm.warp(START);
        _trace = new PowerTraceHarness();
    }

    /// Every point is found at its second, a second before it, and at any second between.
    function testFuzz_findsWhatHalvingAloneFinds(uint256 seed, uint8 length) public {
        uint256 count = uint256(length) % 70;
        for (uint256 i = 0; i < count; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            // Gaps of a second and of weeks, mixed.
            vm.warp(block.timestamp + 1 + (seed % 5 == 0 ? seed % 30 days : seed % 3));
            _trace.lift(1);
        }
        (uint32 points, , ) = _trace.head();
        assertEq(points, count, "one point a second");
        for (uint256 i = 0; i < count; ++i) {
            uint256 at = _trace.point(i).time;
            _compare(at);
            _compare(at - 1);
            _compare(at + 1);
        }
        _compare(bound(seed, 0, block.timestamp));
        _compare(block.timestamp);
        _compare(type(uint48).max);
    }

    function _compare(uint256 time) private view {
        (uint256 slope, uint256 bias) = _trace.line(time);
        assertEq(slope, 0);
        assertEq(bias, _halving(time));
    }

    /// @dev As it was before: the last point that is not later, by halves of the whole history.
    function _halving(uint256 time) private view returns (uint256) {
        (uint32 high, , ) = _trace.head();
        uint256 low = 0;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (_trace.point(middle).time > time) high = uint32(middle);
            else low = middle + 1;
        }
        return low == 0 ? 0 : _trace.point(low - 1).bias;
    }
}
