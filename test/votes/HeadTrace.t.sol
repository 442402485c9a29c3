// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {HeadTrace} from "../../contracts/votes/HeadTrace.sol";

/// @notice The same is written into OpenZeppelin's trace, which has to tell the same of every time.
contract HeadTraceTest is Test {
    using Checkpoints for Checkpoints.Trace208;
    using HeadTrace for HeadTrace.Trace;

    uint256 private constant START = 1_750_000_000;

    Checkpoints.Trace208 private _stock;
    HeadTrace.Trace private _trace;

    function setUp() external {
        vm.warp(START);
    }

    function test_tellsNothingBeforeAnythingWasWritten() external view {
        assertEq(_trace.latest(), 0);
        assertEq(_trace.upperLookup(0), 0);
        assertEq(_trace.upperLookup(type(uint256).max), 0);
    }

    /// Values of any size, several of them in one second, gaps of a second and of weeks: at each checkpoint's second, a
    /// second before and after it, and at any time, both tell the same.
    function testFuzz_tellsWhatOpenZeppelinsTells(uint256 seed, uint8 length) external {
        uint256 count = uint256(length) % 200;
        for (uint256 i = 0; i < count; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            if (seed % 4 != 0) vm.warp(block.timestamp + (seed % 5 == 0 ? seed % 30 days : seed % 3));
            uint256 value = seed % 7 == 0 ? 0 : seed >> 128;
            (uint208 stock, ) = _stock.push(uint48(block.timestamp), uint208(value));
            assertEq(_trace.push(value), stock, "what held before");
            assertEq(_trace.latest(), value);
        }
        for (uint32 i = 0; i < _stock.length(); ++i) {
            uint48 since = _stock.at(i)._key;
            _compare(since);
            _compare(since - 1);
            _compare(since + 1);
        }
        _compare(0);
        _compare(bound(seed, START, block.timestamp));
        _compare(type(uint48).max);
    }

    function test_refusesMoreThan128Bits() external {
        this.push(type(uint128).max);
        assertEq(_trace.latest(), type(uint128).max);
        bytes4 error = SafeCast.SafeCastOverflowedUintDowncast.selector;
        vm.expectRevert(abi.encodeWithSelector(error, 128, uint256(type(uint128).max) + 1));
        this.push(uint256(type(uint128).max) + 1);
    }

    /// A trace that begins is one slot, each later second one more, and what is so is one read.
    function test_beginsWithOneSlot() external {
        vm.record();
        _trace.push(5);
        (, bytes32[] memory writes) = vm.accesses(address(this));
        for (uint256 i = 1; i < writes.length; ++i) assertEq(writes[i], writes[0], "one slot");
        skip(1);
        _trace.push(7);
        vm.record();
        assertEq(_trace.upperLookup(block.timestamp), 7);
        assertEq(_trace.upperLookup(block.timestamp - 1), 5);
        (bytes32[] memory reads, ) = vm.accesses(address(this));
        for (uint256 i = 0; i < reads.length - 2; ++i) assertEq(reads[i], writes[0], "the head");
    }

    function push(uint256 value) external {
        _trace.push(value);
    }

    function _compare(uint256 time) private view {
        assertEq(_trace.upperLookup(time), _stock.upperLookup(uint48(time)));
    }
}
