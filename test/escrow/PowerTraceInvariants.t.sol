// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {PowerTrace} from "../../contracts/escrow/PowerTrace.sol";
import {PowerTraceHarness} from "./PowerTraceHarness.sol";

/// @notice Writes the same amounts to two traces; pokes one of them at random besides.
contract PowerTraceHandler is Test {
    uint256 private constant WEEK = 7 days;

    PowerTraceHarness public immutable QUIET = new PowerTraceHarness();
    PowerTraceHarness public immutable POKED = new PowerTraceHarness();
    uint256 public immutable START;

    uint256[] public weeksUsed;
    /// @dev What is to end in each week; nothing below changes it once the week has begun.
    mapping(uint256 week => uint256 amount) private _amounts;

    constructor() {
        vm.warp(3000 * WEEK + 54321);
        START = block.timestamp;
    }

    function add(uint256 amount, uint256 seed) external {
        uint256 week = block.timestamp / WEEK + bound(seed, 1, 208);
        amount = bound(amount, 1, type(uint64).max);
        QUIET.add(amount, week);
        POKED.add(amount, week);
        if (_amounts[week] == 0) weeksUsed.push(week);
        _amounts[week] += amount;
    }

    function remove(uint256 amount, uint256 seed) external {
        if (weeksUsed.length == 0) return;
        uint256 week = weeksUsed[seed % weeksUsed.length];
        if (week * WEEK <= block.timestamp || _amounts[week] == 0) return;
        amount = bound(amount, 1, _amounts[week]);
        QUIET.remove(amount, week);
        POKED.remove(amount, week);
        _amounts[week] -= amount;
    }

    function lift(uint256 amount) external {
        amount = bound(amount, 0, type(uint64).max);
        QUIET.lift(int256(amount));
        POKED.lift(int256(amount));
    }

    function poke() external {
        POKED.poke();
    }

    function wait(uint256 delay) external {
        delay = delay % 16 == 0 ? (delay % 600) * WEEK : delay % (2 * WEEK);
        if (block.timestamp + delay < 65_000 * WEEK) vm.warp(block.timestamp + delay);
    }

    function waitForWeek(uint256 ahead, uint256 offset) external {
        vm.warp((block.timestamp / WEEK + 1 + (ahead % 40)) * WEEK - 1 + (offset % 3));
    }

    /// @notice Invariant 5.
    function assertPointsRise(PowerTraceHarness trace) external view {
        (uint32 count, , ) = trace.head();
        uint256 time = 0;
        for (uint256 i = 0; i < count; ++i) {
            PowerTrace.Point memory point = trace.point(i);
            assertGt(point.time, time, "5: times rise");
            time = point.time;
        }
        assertLe(time, block.timestamp, "5: no point lies ahead");
    }

    /// @notice Invariant 6: what a week that has begun held in its last second before is what it holds for ever.
    function assertEndingsStand() external view {
        for (uint256 i = 0; i < weeksUsed.length; ++i) {
            assertEq(QUIET.ending(weeksUsed[i]), _amounts[weeksUsed[i]], "6: what ends in a week");
        }
    }

    /// @notice Invariant 8, at a past, present or coming time.
    function assertPokesDoNothing(uint256 seed) external view {
        uint256 time = START + (seed % (block.timestamp - START + 210 * WEEK));
        if (seed % 3 != 0) time = (time / WEEK) * WEEK - 1 + ((seed >> 128) % 3);
        assertEq(QUIET.weight(time), POKED.weight(time), "8: folding early has changed a value");
    }
}

/// @notice The numbers are those of docs/invariants.md.
contract PowerTraceInvariants is Test {
    PowerTraceHandler private _handler;

    function setUp() public {
        _handler = new PowerTraceHandler();
        targetContract(address(_handler));
        bytes4[] memory selectors = new bytes4[](6);
        selectors[0] = PowerTraceHandler.add.selector;
        selectors[1] = PowerTraceHandler.remove.selector;
        selectors[2] = PowerTraceHandler.lift.selector;
        selectors[3] = PowerTraceHandler.poke.selector;
        selectors[4] = PowerTraceHandler.wait.selector;
        selectors[5] = PowerTraceHandler.waitForWeek.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
    }

    function invariant_05_atMostOnePointPerSecondAndTimesRise() public view {
        _handler.assertPointsRise(_handler.QUIET());
        _handler.assertPointsRise(_handler.POKED());
    }

    function invariant_06_whatEndsInAWeekIsFinalFromItsBeginning() public view {
        _handler.assertEndingsStand();
    }

    function invariant_08_foldingLateOrEarlyChangesNoValue() public view {
        for (uint256 i = 0; i < 6; ++i) {
            _handler.assertPokesDoNothing(uint256(keccak256(abi.encode(i, block.timestamp))));
        }
    }
}
