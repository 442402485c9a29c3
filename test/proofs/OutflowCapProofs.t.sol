// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Test} from "forge-std/Test.sol";

import {OutflowCap} from "../../contracts/treasury/OutflowCap.sol";

/**
 * @notice Never more than two caps in 30 days, by induction over the steps of one entry of the bucket: halmos proves each
 * for every state that the steps before it can leave (docs/invariants.md).
 *
 * A window begins with a payment, for what leaves in any other 30 days leaves in those that begin with its first payment.
 * In units of 1 / 30 days, with `highest` the highest capacity in force in the window so far, `out` what has left in it,
 * and `refilled` what was given back since it began, every step keeps
 *
 *     out + (capacity - used) <= highest + refilled
 *
 * and 30 days give back `highest` at most, for a second gives back a 2,592,000th of the capacity.
 */
contract OutflowCapProofs is Test {
    using OutflowCap for OutflowCap.Limit;

    uint256 private constant WINDOW = 30 days;

    /// @dev One entry and what has happened in the window. Units of the greatest cap have 150 bits.
    struct State {
        uint152 capacity;
        uint152 used;
        uint152 out;
        uint152 highest;
        uint152 refilled;
    }

    /// A payment that fits keeps the bound, however long the bucket had refilled before it.
    function testFuzz_aPaymentKeepsTheBound(State memory s, uint176 refill, uint152 units) public pure {
        _assume(s);
        uint256 used = OutflowCap.drained(s.used, refill);
        vm.assume(OutflowCap.fits(used, units, s.capacity));
        _assertBound(s, s.capacity, used + units, uint256(s.out) + units, s.highest, refill);
    }

    /// A lower cap keeps the bound: it makes no room.
    function testFuzz_aLoweringKeepsTheBound(State memory s, uint176 refill, uint152 capacity) public pure {
        _assume(s);
        vm.assume(capacity <= s.capacity);
        uint256 used = OutflowCap.cut(OutflowCap.drained(s.used, refill), capacity);
        _assertBound(s, capacity, used, s.out, s.highest, refill);
    }

    /// A raise keeps the bound. It was announced before the window, and a lowering since would have withdrawn it: until it
    /// holds, the capacity is the highest.
    function testFuzz_aRaiseKeepsTheBound(State memory s, uint176 refill, uint152 raised) public pure {
        s.highest = s.capacity;
        _assume(s);
        vm.assume(raised > s.capacity);
        uint256 used = OutflowCap.cut(OutflowCap.drained(s.used, refill), raised);
        _assertBound(s, raised, used, s.out, raised, refill);
    }

    /// A raise that was announced in the window's first second, after a lowering in the same one, holds in its last: until
    /// then nothing but the lowered cap refilled. What may still leave then is within two of the highest caps.
    function testFuzz_aRaiseInTheLastSecondStaysWithinTwoCaps(
        State memory s,
        uint152 refill,
        uint152 raised,
        uint152 units
    ) public pure {
        _assume(s);
        vm.assume(raised > s.capacity);
        vm.assume(uint256(s.refilled) + refill <= s.capacity);
        uint256 used = OutflowCap.cut(OutflowCap.drained(s.used, refill), raised);
        vm.assume(OutflowCap.fits(used, units, raised));
        assertLe(uint256(s.out) + units, uint256(s.highest) + raised);
    }

    /// Of the bound, and of no more than the highest cap refilled in 30 days, two caps follow.
    function testFuzz_theBoundIsTwoCaps(State memory s) public pure {
        _assume(s);
        vm.assume(s.refilled <= s.highest);
        assertLe(s.out, 2 * uint256(s.highest));
    }

    /// The greatest cap, used to the brim, also by grants that count twice, fits into the words that keep it.
    function testFuzz_nothingIsCutOffAtTheGreatestCap(
        OutflowCap.Limit memory limit,
        uint40 time,
        uint128 amount,
        bool isGrant
    ) public pure {
        (limit.allAt, limit.grantsAt, limit.raised, limit.raisedAt) = (time, time, 0, 0);
        (uint256 all, uint256 grants) = (limit.all, limit.grants);
        vm.assume(limit.permits(time, amount, isGrant));
        limit = limit.spent(time, amount, isGrant);
        assertEq(limit.all, all + amount * WINDOW);
        assertEq(limit.grants, isGrant ? grants + 2 * amount * WINDOW : grants);
        assertEq(limit.allAt, time);
    }

    function _assume(State memory s) private pure {
        vm.assume(s.used <= s.capacity);
        vm.assume(s.capacity <= s.highest);
        vm.assume(uint256(s.out) + (s.capacity - s.used) <= uint256(s.highest) + s.refilled);
    }

    function _assertBound(
        State memory s,
        uint256 capacity,
        uint256 used,
        uint256 out,
        uint256 highest,
        uint256 refill
    ) private pure {
        assertLe(used, capacity);
        assertLe(capacity, highest);
        assertLe(out + (capacity - used), highest + s.refilled + refill);
    }
}
