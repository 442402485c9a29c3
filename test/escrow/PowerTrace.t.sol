// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Test} from "forge-std/Test.sol";

import {PowerTrace} from "../../contracts/escrow/PowerTrace.sol";
import {PowerTraceHarness} from "./PowerTraceHarness.sol";

/// @notice Directed tests of the arithmetic, at the places where a random walk seldom goes.
contract PowerTraceTest is Test {
    uint256 private constant WEEK = 7 days;
    uint256 private constant HORIZON = 208;
    /// @dev An even week whose pair is a multiple of the ring's length, so that bit 0 is the pair of this week.
    uint256 private constant NOW = 256 * 12;

    PowerTraceHarness private _trace;

    function setUp() public {
        vm.warp(NOW * WEEK);
        _trace = new PowerTraceHarness();
    }

    function test_anEmptyTraceWeighsNothing() public view {
        assertEq(_trace.weight(0), 0);
        assertEq(_trace.weight(block.timestamp), 0);
        assertEq(_trace.weight(type(uint48).max), 0);
    }

    function test_anAmountDecaysToNothingAtTheSecondItEnds() public {
        _trace.add(7, NOW + 3);
        uint256 end = (NOW + 3) * WEEK;
        assertEq(_trace.weight(NOW * WEEK - 1), 0, "not before it was added");
        assertEq(_trace.weight(NOW * WEEK), 7 * 3 * WEEK);
        assertEq(_trace.weight(end - 1), 7);
        assertEq(_trace.weight(end), 0);
        assertEq(_trace.weight(end + 1), 0);
    }

    /// @dev The fold takes off even and odd weeks on their own, first and last week included.
    function test_bothHalvesOfAPairEndInTheirOwnWeek() public {
        for (uint256 parity = 0; parity < 2; ++parity) {
            PowerTraceHarness trace = new PowerTraceHarness();
            vm.warp((NOW + parity) * WEEK);
            uint256 first = NOW + parity + 1;
            trace.add(5, first);
            trace.add(11, first + 1);
            trace.add(17, first + 2);
            assertEq(trace.weight(first * WEEK - 1), 5 + 11 * (WEEK + 1) + 17 * (2 * WEEK + 1));
            assertEq(trace.weight(first * WEEK), 11 * WEEK + 17 * 2 * WEEK);
            assertEq(trace.weight((first + 1) * WEEK - 1), 11 + 17 * (WEEK + 1));
            assertEq(trace.weight((first + 1) * WEEK), 17 * WEEK);
            assertEq(trace.weight((first + 2) * WEEK), 0);
        }
    }

    /// @dev 208 distinct weeks, both parities of now, every boundary and the seconds around it.
    function test_everyWeekOfTheHorizonFolds() public {
        for (uint256 parity = 0; parity < 2; ++parity) {
            PowerTraceHarness trace = new PowerTraceHarness();
            uint256 now_ = NOW + 250 + parity;
            vm.warp(now_ * WEEK + 1);
            for (uint256 week = now_ + 1; week <= now_ + HORIZON; ++week) trace.add(week, week);
            for (uint256 at_ = now_ + 1; at_ <= now_ + HORIZON + 2; at_ += 23) {
                for (uint256 time = at_ * WEEK - 1; time <= at_ * WEEK + 1; ++time) {
                    uint256 expected = 0;
                    for (uint256 week = now_ + 1; week <= now_ + HORIZON; ++week) {
                        if (week * WEEK > time) expected += week * (week * WEEK - time);
                    }
                    assertEq(trace.weight(time), expected);
                }
            }
        }
    }

    /// @dev The last week that may be written, seen from the last second of a week and from its first.
    function test_theLastWeekOfTheHorizonIsReached() public {
        _trace.add(3, NOW + HORIZON);
        assertEq(_trace.weight((NOW + HORIZON) * WEEK - 1), 3);
        assertEq(_trace.weight((NOW + HORIZON) * WEEK), 0);

        vm.warp((NOW + 1) * WEEK - 1);
        _trace.add(5, NOW + HORIZON - 1);
        vm.warp((NOW + HORIZON + 300) * WEEK);
        assertEq(_trace.weight(block.timestamp), 0);
        assertEq(_trace.weight((NOW + HORIZON) * WEEK - 1), 3);
        (uint256 slope, uint256 bias) = _trace.line(block.timestamp);
        assertEq(slope + bias, 0, "nothing is left");
    }

    /// @dev What ends now is gone before anything is written now, or it would stay for ever.
    function test_aWriteInTheSecondOfAnEndLeavesItOut() public {
        _trace.add(3, NOW + 5);
        _trace.add(4, NOW + 6);
        vm.warp((NOW + 5) * WEEK);
        _trace.add(10, NOW + 7);
        (uint256 slope, ) = _trace.line(block.timestamp);
        assertEq(slope, 14);
        assertEq(_trace.weight((NOW + 6) * WEEK), 10 * WEEK);
        vm.warp((NOW + 7) * WEEK - 1);
        _trace.lift(1);
        assertEq(_trace.weight(block.timestamp), 10 + WEEK);
        assertEq(_trace.weight(block.timestamp + 1), WEEK);
    }

    function test_severalWritesInOneSecondLeaveOnePoint() public {
        _trace.add(3, NOW + 5);
        _trace.add(4, NOW + 6);
        _trace.remove(3, NOW + 5);
        _trace.add(9, NOW + 6);
        (uint32 count, , ) = _trace.head();
        assertEq(count, 1);
        assertEq(_trace.point(0).time, block.timestamp);
        assertEq(_trace.point(0).slope, 13);
        assertEq(_trace.point(0).bias, 13 * (NOW + 6));
        assertEq(_trace.ending(NOW + 5), 0);
        assertEq(_trace.ending(NOW + 6), 13);

        vm.warp(block.timestamp + 1);
        _trace.add(1, NOW + 6);
        (count, , ) = _trace.head();
        assertEq(count, 2);
    }

    /// @dev 256 weeks on, the ring's bit of a pair stands for another pair; a stale bit must not matter, nor hide one.
    function test_theRingComesRoundAfter256Weeks() public {
        _trace.add(3, NOW + 10);
        (, uint128 ring, ) = _trace.head();
        assertEq(ring, 1 << 5, "pair 5 of the ring");

        for (uint256 idle = 256; idle <= 768; idle += 256) {
            vm.warp((NOW + idle) * WEEK + 7);
            _trace.add(idle, NOW + idle + 10);
            (, ring, ) = _trace.head();
            assertEq(ring, 1 << 5, "the same bit again");
            assertEq(_trace.weight(block.timestamp), idle * (10 * WEEK - 7));
            assertEq(_trace.weight((NOW + idle + 10) * WEEK - 1), idle);
            assertEq(_trace.weight((NOW + idle + 10) * WEEK), 0);
            assertEq(_trace.weight((NOW + 10) * WEEK - 1), 3, "the first amount's last second");
            assertEq(_trace.weight((NOW + 10) * WEEK), 0);
        }
    }

    /// @dev A fold looks 105 pairs ahead at the most, never as far as the ring is long, wherever in the ring it begins.
    function test_theRingIsReadRoundItsEnd() public {
        for (uint256 turn = 0; turn < 256; turn += 5) {
            uint256 now_ = NOW + 1000 + turn;
            vm.warp(now_ * WEEK + 3);
            PowerTraceHarness trace = new PowerTraceHarness();
            trace.add(2, now_ + 1);
            trace.add(5, now_ + 104);
            trace.add(9, now_ + 208);
            assertEq(trace.weight((now_ + 104) * WEEK - 1), 5 + 9 * (104 * WEEK + 1));
            assertEq(trace.weight((now_ + 104) * WEEK), 9 * 104 * WEEK);
            assertEq(trace.weight((now_ + 208) * WEEK - 1), 9);
            assertEq(trace.weight((now_ + 208) * WEEK), 0);
        }
    }

    /// @dev Invariant 2: idle for longer than a ring of 128 pairs, or one of 224, would take to come round.
    function test_invariant02_thePastStaysAfterMoreThan448IdleWeeks() public {
        uint256[4] memory gaps = [uint256(257), 449, 513, 5000];
        for (uint256 gap = 0; gap < 4; ++gap) {
            vm.warp((NOW + 1) * WEEK - 1);
            PowerTraceHarness trace = new PowerTraceHarness();
            for (uint256 week = 1; week <= 41; week += 4) trace.add(week, NOW + week);
            trace.lift(1000);
            vm.warp((NOW + 43) * WEEK);

            uint256[] memory seen = new uint256[](129);
            for (uint256 i = 0; i < 129; ++i) seen[i] = trace.weight((NOW + i / 3) * WEEK + (i % 3) - 1);
            vm.warp((NOW + gaps[gap]) * WEEK + 1);
            for (uint256 i = 0; i < 129; ++i) assertEq(trace.weight((NOW + i / 3) * WEEK + (i % 3) - 1), seen[i]);
            for (uint256 week = 1; week < 208; week += 3) trace.add(1 + week, NOW + gaps[gap] + week);
            trace.lift(-900);
            for (uint256 i = 0; i < 129; ++i) assertEq(trace.weight((NOW + i / 3) * WEEK + (i % 3) - 1), seen[i]);
            assertEq(trace.weight(block.timestamp - 1), 1000 * WEEK);
        }
    }

    /// @dev 65,535 is the last week that a lock stores; the line still fits with the whole supply in it.
    function test_theLastWeekAndTheLargestSupplyFit() public {
        uint256 last = type(uint16).max;
        vm.warp((last - HORIZON) * WEEK);
        _trace.add(type(uint96).max, last);
        (uint256 slope, uint256 bias) = _trace.line(block.timestamp);
        assertEq(slope, type(uint96).max);
        assertEq(bias, uint256(type(uint96).max) * last);
        assertEq(_trace.weight(block.timestamp), uint256(type(uint96).max) * HORIZON * WEEK);
        assertEq(_trace.ending(last), type(uint96).max);
        assertEq(_trace.ending(last - 1), 0, "the other half is untouched");
        assertEq(_trace.weight(last * WEEK - 1), type(uint96).max);
        assertEq(_trace.weight(last * WEEK), 0);

        _trace.remove(type(uint96).max, last);
        assertEq(_trace.weight(block.timestamp), 0);
        assertEq(_trace.ending(last), 0);
    }

    function test_refusesASlopeBeyond96Bits() public {
        _trace.add(type(uint96).max, NOW + 4);
        vm.expectRevert(
            abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 96, uint256(type(uint96).max) + 1)
        );
        _trace.add(1, NOW + 5);
    }

    function test_refusesABiasBeyond112Bits() public {
        _trace.lift(int256(uint256(type(uint112).max)));
        vm.expectRevert(
            abi.encodeWithSelector(
                SafeCast.SafeCastOverflowedUintDowncast.selector,
                112,
                uint256(type(uint112).max) + 1
            )
        );
        _trace.lift(1);
    }

    function test_refusesToTakeOffWhatIsNotThere() public {
        _trace.add(5, NOW + 4);
        vm.expectRevert();
        _trace.remove(5, NOW + 6);
        vm.expectRevert();
        _trace.remove(6, NOW + 4);
    }

    function test_theTagIsTheOwnersAlone() public {
        _trace.setTag(type(uint96).max);
        _trace.add(5, NOW + 4);
        (uint32 count, uint128 ring, uint96 tag) = _trace.head();
        assertEq(count, 1);
        assertEq(ring, 1 << 2);
        assertEq(tag, type(uint96).max);
    }

    /// @dev Odd and even numbers of points, each of them, the seconds before and after, and before the first.
    function test_lookupFindsThePointBefore() public {
        for (uint256 count = 1; count < 12; ++count) {
            PowerTraceHarness trace = new PowerTraceHarness();
            vm.warp(NOW * WEEK);
            for (uint256 i = 0; i < count; ++i) {
                vm.warp(NOW * WEEK + 10 * (i + 1));
                trace.lift(1);
            }
            assertEq(trace.weight(NOW * WEEK + 9), 0);
            for (uint256 i = 1; i <= count; ++i) {
                assertEq(trace.weight(NOW * WEEK + 10 * i - 1), (i - 1) * WEEK);
                assertEq(trace.weight(NOW * WEEK + 10 * i), i * WEEK);
                assertEq(trace.weight(NOW * WEEK + 10 * i + 1), i * WEEK);
            }
        }
    }

    /// @dev The newest point is looked at first: a question about now does not search a long history.
    function test_aLongHistoryDoesNotMakeNowDearer() public {
        _trace.lift(1);
        uint256 before = _gasOf(block.timestamp);
        for (uint256 i = 0; i < 300; ++i) {
            vm.warp(block.timestamp + 1);
            _trace.lift(1);
        }
        assertLt(_gasOf(block.timestamp), before + 100);
        assertLt(_gasOf(NOW * WEEK + 1), before + 13 * 2_700, "four steps and eight halves, not a walk");
    }

    /// @dev Unused weeks are not read, and nothing is read once all has ended.
    function test_aFoldReadsOnlyWhatIsMarked() public {
        _trace.add(5, NOW + 4);
        uint256 one = _gasOf((NOW + 4) * WEEK);
        assertLt(_gasOf((NOW + 208) * WEEK), one + 600, "no read for weeks that nobody used");
        _trace.add(5, NOW + 204);
        assertLt(_gasOf((NOW + 208) * WEEK), one + 5_000, "one read more for the one more that is used");
        _trace.remove(5, NOW + 204);
        vm.warp(block.timestamp + 1);
        for (uint256 week = 6; week < 200; week += 2) {
            _trace.add(5, NOW + week);
            _trace.remove(5, NOW + week);
        }
        assertLt(_gasOf((NOW + 208) * WEEK), one + 600, "stale marks are not read when the slope is nothing");
    }

    function _gasOf(uint256 time) private returns (uint256 used) {
        vm.cool(address(_trace));
        used = gasleft();
        _trace.weight(time);
        used -= gasleft();
    }
}
