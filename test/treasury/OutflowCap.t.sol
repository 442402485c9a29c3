// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {OutflowCap} from "../../contracts/treasury/OutflowCap.sol";

contract OutflowCapHarness {
    using OutflowCap for OutflowCap.Limit;

    OutflowCap.Limit private _limit;

    constructor(uint128 cap) {
        _limit.start(cap);
    }

    function take(uint256 amount, bool isGrant) external {
        _limit.take(address(0), amount, isGrant);
    }

    function raiseTo(uint128 cap) external returns (uint48) {
        return _limit.raiseTo(address(0), cap);
    }

    function lowerTo(uint128 cap) external {
        _limit.lowerTo(address(0), cap);
    }

    function available(bool isGrant) external view returns (uint256) {
        return _limit.available(isGrant);
    }

    function current() external view returns (uint128) {
        return _limit.current();
    }
}

/// @notice The numbers are those of docs/invariants.md.
contract OutflowCapTest is Test {
    uint256 private constant WINDOW = 30 days;
    uint256 private constant START = 1_800_000_000;

    /// @dev The clock of the test: the compiler may keep an earlier block.timestamp.
    uint256 private _now;

    function setUp() public {
        _warp(START);
    }

    /// @dev Invariant 5: whatever grants take, votes have what a bucket of their own of half the size would hold.
    function testFuzz_05_grantsNeverStarveVotes(uint128 cap, uint256 seed) public {
        OutflowCapHarness limit = new OutflowCapHarness(cap);
        // What votes have used of their half, in units of 1 / WINDOW, twice: it is given back at one cap a second.
        uint256 used;
        for (uint256 i = 0; i < 24; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 seconds_ = seed % 2 days;
            _warp(_now + seconds_);
            used -= _min(used, seconds_ * cap);
            uint256 own = (cap * WINDOW - used) / (2 * WINDOW);
            assertGe(limit.available(false), own, "starved");

            bool isGrant = seed & (1 << 128) != 0;
            // All that grants can have, or a part of what is the votes' own.
            uint256 amount = isGrant ? limit.available(true) : own / (1 + ((seed >> 130) % 4));
            if (amount == 0) continue;
            limit.take(amount, isGrant);
            if (!isGrant) used += 2 * amount * WINDOW;
        }
    }

    /// @dev Invariant 9: the error's time is exact, with and without a raise to come.
    function testFuzz_09_theErrorNamesTheFirstSecond(
        uint128 cap,
        uint128 raised,
        uint256 usedSeed,
        uint256 amountSeed,
        uint256 wait,
        bool isGrant
    ) public {
        cap = uint128(bound(cap, 0, type(uint128).max - 1));
        OutflowCapHarness limit = new OutflowCapHarness(cap);
        if (raised > cap) limit.raiseTo(raised);
        uint256 room = limit.available(isGrant);
        if (room != 0) limit.take(bound(usedSeed, 0, room), isGrant);
        _warp(_now + (wait % 40 days));

        uint256 amount = bound(amountSeed, 1, uint256(type(uint128).max) + 1);
        uint256 now_ = _now;
        (bool success, uint256 available, uint256 enoughAt) = _try(limit, amount, isGrant);
        if (success) return;
        assertLt(available, amount, "it was enough");
        assertEq(available, limit.available(isGrant), "what is available");
        if (enoughAt == type(uint256).max) {
            _warp(now_ + 1000 * 365 days);
            (success, , enoughAt) = _try(limit, amount, isGrant);
            assertFalse(success, "never, it said");
            return;
        }
        assertGt(enoughAt, now_, "in the past");
        _warp(enoughAt - 1);
        (success, , ) = _try(limit, amount, isGrant);
        assertFalse(success, "a second before");
        _warp(enoughAt);
        (success, , ) = _try(limit, amount, isGrant);
        assertTrue(success, "at the time it said");
    }

    /// @dev Invariant 10: no change of the cap makes room, but a raise that has waited 30 days.
    function testFuzz_10_loweringNeverMakesRoom(uint128 cap, uint128 lower, uint256 used, bool isGrant) public {
        OutflowCapHarness limit = new OutflowCapHarness(cap);
        uint256 room = limit.available(isGrant);
        if (room != 0) limit.take(bound(used, 0, room), isGrant);
        (uint256 forVotes, uint256 forGrants) = (limit.available(false), limit.available(true));

        lower = uint128(bound(lower, 0, cap));
        limit.lowerTo(lower);
        assertLe(limit.available(false), forVotes);
        assertLe(limit.available(true), forGrants);
        if (lower < cap) limit.raiseTo(cap);
        _warp(_now + WINDOW - 1);
        assertEq(limit.current(), lower, "before its time");
        assertLe(limit.available(false), lower);
        _warp(_now + 1);
        assertEq(limit.available(false), cap, "full after 30 days");
        assertEq(limit.available(true), cap / 2, "half after 30 days");
    }

    /// @dev Invariant 10: a second is a second, however many payments there are in it.
    function testFuzz_10_nothingIsRounded(uint128 cap, uint256 seed) public {
        cap = uint128(bound(cap, 1, 1e9));
        OutflowCapHarness limit = new OutflowCapHarness(cap);
        limit.take(cap, false);
        uint256 taken = cap;
        for (uint256 i = 0; i < 50; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            _warp(_now + (seed % 12 hours));
            uint256 given = (cap * (_now - START)) / WINDOW;
            if (given > cap) break;
            assertEq(limit.available(false), cap + given - taken, "rounded");
            if (limit.available(false) == 0) continue;
            limit.take(1, false);
            ++taken;
        }
    }

    function _try(
        OutflowCapHarness limit,
        uint256 amount,
        bool isGrant
    ) private returns (bool success, uint256 available, uint256 enoughAt) {
        uint256 state = vm.snapshotState();
        bytes memory answer;
        (success, answer) = address(limit).call(abi.encodeCall(OutflowCapHarness.take, (amount, isGrant)));
        if (!success) {
            assertEq(bytes4(answer), OutflowCap.OutflowCap_Exceeded.selector, "another error");
            uint256 asked;
            assembly ("memory-safe") {
                asked := mload(add(answer, 0x44))
                available := mload(add(answer, 0x64))
                enoughAt := mload(add(answer, 0x84))
            }
            assertEq(asked, amount, "what was asked");
        }
        vm.revertToState(state);
    }

    function _warp(uint256 time) private {
        _now = time;
        vm.warp(time);
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
