// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {PowerTrace} from "../../contracts/escrow/PowerTrace.sol";
import {PackedTrace, Trace as Packed} from "../../contracts/token/PackedTrace.sol";
import {HeadTrace} from "../../contracts/votes/HeadTrace.sol";

/**
 * @notice The three histories that search by steps of 1, 4, 16 and 64 and then by halves, against a plain list that
 * nobody searches. All get the same values in the same seconds.
 */
contract SearchesTest is Test {
    using HeadTrace for HeadTrace.Trace;
    using PackedTrace for Packed;
    using PowerTrace for PowerTrace.Trace;

    uint256 private constant START = 1_750_000_000;
    /// @dev A packed history counts its seconds from here.
    uint256 private constant EPOCH = START - 1;
    uint256 private constant STEPS = 1_000;

    /// @dev What was written, the oldest first.
    struct Plain {
        uint256 count;
        uint256[] times;
        uint256[] values;
    }

    PowerTrace.Trace private _power;
    Packed private _packed;
    HeadTrace.Trace private _head;

    /// Each step is one look-up in each history, in the newest hundred or anywhere, at the second of a value, at the last that
    /// it holds in, or between; up to eight of them go by before the next value is written, in the same second, soon after, or
    /// weeks later.
    /// forge-config: default.fuzz.runs = 32
    /// forge-config: deep.fuzz.runs = 500
    function testFuzz_stepsFindWhatWasWritten(uint256 seed) external {
        Plain memory plain = Plain(0, new uint256[](STEPS), new uint256[](STEPS));
        uint256 every = 1 + (seed % 8);
        uint256 time = START;
        for (uint256 i = 0; i < STEPS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            if (i % every == 0) {
                if (seed % 8 != 0) time += seed % 5 == 0 ? (seed >> 8) % 30 days : 1 + ((seed >> 8) % 3);
                _write(plain, time, uint96(seed >> 160));
            }
            (uint256 when, uint256 known) = _choose(plain, seed >> 40);
            (, uint256 bias) = _power.lookup(when);
            // What forge compares costs more than a search, so that it is only asked about a difference.
            if (bias != known) assertEq(bias, known, "PowerTrace");
            uint256 votes = _packed.lookup(when - EPOCH);
            if (votes != known) assertEq(votes, known, "PackedTrace");
            uint256 value = _head.upperLookup(when);
            if (value != known) assertEq(value, known, "HeadTrace");
        }
        assertEq(_power.count, plain.count, "PowerTrace has one point a second");
        assertEq(_packed.head.older() + 1, plain.count, "PackedTrace has one checkpoint a second");
        assertEq(_head.older + 1, plain.count, "HeadTrace has one value a second");
    }

    function _write(Plain memory plain, uint256 time, uint256 value) private {
        vm.warp(time);
        PowerTrace.Cursor memory cursor = _power.open();
        cursor.bias = value;
        _power.close(cursor);
        _packed.push(_packed.head, value, time - EPOCH);
        _head.push(value);
        if (plain.count == 0 || plain.times[plain.count - 1] != time) ++plain.count;
        (plain.times[plain.count - 1], plain.values[plain.count - 1]) = (time, value);
    }

    /// @dev A second, and what held in it: one of the list is chosen first, so that nothing has to be searched for.
    function _choose(Plain memory plain, uint256 seed) private pure returns (uint256 when, uint256 known) {
        uint256 back = (seed >> 8) % (seed % 2 == 0 && plain.count > 100 ? 100 : plain.count);
        uint256 index = plain.count - 1 - back;
        // In one of sixteen cases, what was before the first.
        if (seed % 16 == 1) return (EPOCH + ((seed >> 48) % (plain.times[0] - EPOCH)), 0);
        when = plain.times[index];
        known = plain.values[index];
        uint256 held = back == 0 ? 1_000 : plain.times[index + 1] - when;
        if ((seed >> 4) % 3 == 1) when += held - 1;
        else if ((seed >> 4) % 3 == 2) when += (seed >> 48) % held;
    }
}
