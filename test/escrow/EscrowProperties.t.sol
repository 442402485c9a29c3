// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Test} from "forge-std/Test.sol";

import {IVoteEscrow} from "../../contracts/escrow/IVoteEscrow.sol";
import {VoteEscrow} from "../../contracts/escrow/VoteEscrow.sol";
import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";

/// @notice Properties of the whole escrow for any amounts and times, and the edges of both.
contract EscrowPropertiesTest is Test {
    uint256 private constant WEEK = 7 days;
    uint256 private constant MAX_WEEKS = 208;
    uint256 private constant MAX_TIME = MAX_WEEKS * WEEK;
    uint256 private constant START = 3000 * WEEK + 1000;
    /// @dev A whole number of these weighs a whole number of votes at every second.
    uint256 private constant UNIT = MAX_TIME;

    address private constant ALICE = address(0xa11ce);
    address private constant BOB = address(0xb0b);
    address private constant CAROL = address(0xca401);

    GovernanceToken private _token;
    VoteEscrow private _escrow;

    function setUp() public {
        vm.warp(START);
        _deploy();
    }

    // ---------------------------------------------------------------------------------------------- properties

    function testFuzz_07_redelegationNeverHelpsTheOldNorHurtsTheNew(
        uint64 mine,
        uint64 hers,
        uint256 end,
        uint256 time
    ) public {
        end = bound(end, START / WEEK + 1, (START + MAX_TIME) / WEEK);
        _create(ALICE, 1 + uint256(mine), end);
        _create(BOB, 1 + uint256(hers), START / WEEK + 100);
        vm.prank(ALICE);
        _escrow.delegate(BOB);

        vm.warp(bound(time, START + 1, (START + MAX_TIME) + 1));
        (uint256 bob, uint256 carol, uint256 total) = (
            _escrow.getVotes(BOB),
            _escrow.getVotes(CAROL),
            _escrow.totalSupply()
        );
        uint256 past = _escrow.getPastVotes(BOB, block.timestamp - 1);
        vm.prank(ALICE);
        _escrow.delegate(CAROL);
        assertEq(_escrow.getPastVotes(BOB, block.timestamp - 1), past);
        assertLe(_escrow.getVotes(BOB), bob);
        assertGe(_escrow.getVotes(CAROL), carol);
        assertEq(_escrow.totalSupply(), total);
    }

    /// @dev Amounts that are whole units make every sum of votes exact, so that equal votes mean equal numerators.
    function testFuzz_09_delegationAwayAndBackConservesNumerators(
        uint64 a,
        uint64 b,
        uint256 endA,
        uint256 endB,
        uint256 time
    ) public {
        _create(ALICE, UNIT * (1 + uint256(a)), endA = bound(endA, START / WEEK + 1, (START + MAX_TIME) / WEEK));
        _create(ALICE, UNIT * (1 + uint256(b)), endB = bound(endB, START / WEEK + 1, (START + MAX_TIME) / WEEK));
        _create(BOB, UNIT * 77, START / WEEK + 150);
        time = bound(time, START + 1, START + MAX_TIME - 1);
        vm.warp(time);
        uint256[] memory before = _curve(ALICE);
        uint256[] memory beforeBob = _curve(BOB);
        uint256[] memory beforeTotal = _curve(address(0));

        vm.startPrank(ALICE);
        _escrow.delegate(BOB);
        for (uint256 i = 0; i < before.length; ++i) assertEq(_curve(BOB)[i], before[i] + beforeBob[i], "all of it");
        _escrow.delegate(address(0));
        assertEq(_curve(BOB), beforeBob, "opted out");
        _escrow.delegate(CAROL);
        assertEq(_curve(CAROL), before);
        _escrow.delegate(ALICE);
        vm.stopPrank();

        assertEq(_curve(ALICE), before, "away and back");
        assertEq(_curve(BOB), beforeBob);
        assertEq(_curve(address(0)), beforeTotal, "the total");
    }

    /// @dev What a merge gives is what the two locks would have had, moved to the later end.
    function testFuzz_09_mergeConservesNumerators(uint64 a, uint64 b, uint256 endA, uint256 endB, uint256 time) public {
        (uint256 amountA, uint256 amountB) = (UNIT * (1 + uint256(a)), UNIT * (1 + uint256(b)));
        _create(ALICE, amountA, endA = bound(endA, START / WEEK + 1, (START + MAX_TIME) / WEEK));
        _create(ALICE, amountB, endB = bound(endB, START / WEEK + 1, (START + MAX_TIME) / WEEK));
        uint256 late = endA > endB ? endA : endB;
        vm.warp(bound(time, START + 1, late * WEEK - 1));

        vm.prank(ALICE);
        if (endA > endB) _escrow.merge(1, 0);
        else _escrow.merge(0, 1);

        uint256 exact = ((amountA + amountB) / UNIT) * (late * WEEK - block.timestamp);
        assertEq(_escrow.getVotes(ALICE), exact);
        assertEq(_escrow.totalSupply(), exact);
        assertEq(_escrow.projectedVotes(ALICE, late * WEEK - 1), (amountA + amountB) / UNIT);
        assertEq(_escrow.projectedVotes(ALICE, late * WEEK), 0);
        vm.warp(late * WEEK);
        vm.prank(ALICE);
        _escrow.withdraw(endA > endB ? 0 : 1);
        assertEq(_token.balanceOf(address(_escrow)), 0);
    }

    /// @dev Whatever the delegation and however long nobody has come by.
    function testFuzz_10_anExpiredLockCanAlwaysBeWithdrawn(
        uint96 amount,
        uint256 end,
        uint256 delay,
        uint256 to
    ) public {
        amount = uint96(bound(amount, 1, _token.balanceOf(ALICE)));
        end = bound(end, START / WEEK + 1, (START + MAX_TIME) / WEEK);
        _create(ALICE, amount, end);
        address[4] memory delegatees = [ALICE, BOB, address(0), address(_escrow)];
        vm.prank(ALICE);
        _escrow.delegate(delegatees[to % 4]);

        vm.warp(end * WEEK - 1);
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IVoteEscrow.VoteEscrow_LockActive.selector, ALICE, 0, end * WEEK));
        _escrow.withdraw(0);

        vm.warp(end * WEEK + bound(delay, 0, 3000 * WEEK));
        uint256 balance = _token.balanceOf(ALICE);
        vm.prank(ALICE);
        _escrow.withdraw(0);
        assertEq(_token.balanceOf(ALICE), balance + amount);
    }

    function testFuzz_11_onlyThePastIsKnown(uint256 time) public {
        _create(ALICE, 1000, START / WEEK + 10);
        vm.warp(START + 5 * WEEK);
        if (time >= block.timestamp) {
            bytes memory future = abi.encodeWithSelector(
                IVoteEscrow.ERC5805FutureLookup.selector,
                time,
                uint48(block.timestamp)
            );
            vm.expectRevert(future);
            _escrow.getPastVotes(ALICE, time);
            vm.expectRevert(future);
            _escrow.getPastTotalSupply(time);
            time = bound(time, 0, block.timestamp - 1);
        } else {
            bytes memory past = abi.encodeWithSelector(
                IVoteEscrow.VoteEscrow_PastLookup.selector,
                time,
                block.timestamp
            );
            vm.expectRevert(past);
            _escrow.projectedVotes(ALICE, time);
            vm.expectRevert(past);
            _escrow.projectedTotalSupply(time);
        }
        assertEq(_escrow.getPastVotes(ALICE, time) == 0, time < START);
        assertEq(_escrow.getPastTotalSupply(time) == 0, time < START);
    }

    function testFuzz_11_anyTimeBeforeNowIsAnswered(uint48 time) public {
        _create(ALICE, UNIT, START / WEEK + 10);
        vm.warp(40_000 * WEEK);
        time = uint48(bound(time, 0, block.timestamp - 1));
        uint256 end = (START / WEEK + 10) * WEEK;
        uint256 expected = time < START || time >= end ? 0 : end - time;
        assertEq(_escrow.getPastVotes(ALICE, time), expected);
        assertEq(_escrow.getPastTotalSupply(time), expected);
    }

    /// @dev In one account the parts are as good as the whole; spread over two they lose at most one vote to rounding.
    function testFuzz_12_splittingNeverOutvotesOneLock(uint96 whole, uint96 part, uint256 end, uint256 time) public {
        whole = uint96(bound(whole, 2, _token.balanceOf(ALICE) / 2));
        part = uint96(bound(part, 1, whole - 1));
        end = bound(end, START / WEEK + 1, (START + MAX_TIME) / WEEK);
        _create(ALICE, whole, end);
        _create(BOB, part, end);
        uint256 id = _create(BOB, whole - part, end);
        time = bound(time, START, end * WEEK);
        uint256 one = _escrow.projectedVotes(ALICE, time);
        assertEq(_escrow.projectedVotes(BOB, time), one, "in one account");

        _create(CAROL, part, end);
        vm.prank(BOB);
        _escrow.merge(0, id);
        uint256 two = _escrow.projectedVotes(CAROL, time);
        vm.prank(ALICE);
        _escrow.delegate(address(0));
        address dave = address(0xda7e);
        vm.prank(BOB);
        _token.transfer(dave, whole - part);
        _approve(dave);
        _create(dave, whole - part, end);
        two += _escrow.projectedVotes(dave, time);
        assertLe(two, one, "spread over two accounts");
        assertLe(one, two + 1);
    }

    // ---------------------------------------------------------------------------------------------- edges

    function test_theWholeSupplyInOneLock() public {
        vm.startPrank(BOB);
        _token.transfer(ALICE, _token.balanceOf(BOB));
        vm.stopPrank();
        vm.startPrank(CAROL);
        _token.transfer(ALICE, _token.balanceOf(CAROL));
        vm.stopPrank();
        vm.warp(3001 * WEEK);
        uint256 all = type(uint96).max;

        vm.startPrank(ALICE);
        _escrow.createLock(all, block.timestamp + MAX_TIME);
        assertEq(_escrow.getVotes(ALICE), all, "at the beginning of a week the longest lock weighs everything");
        _escrow.makePermanent(0);
        assertEq(_escrow.getVotes(ALICE), all);
        vm.warp(block.timestamp + 5000 * WEEK);
        assertEq(_escrow.getVotes(ALICE), all);
        _escrow.startDecay(0);
        _escrow.delegate(BOB);
        assertEq(_escrow.getVotes(BOB), all);
        vm.warp(block.timestamp + MAX_TIME - 1);
        assertEq(_escrow.getVotes(BOB), all / MAX_TIME);
        assertEq(_escrow.totalSupply(), all / MAX_TIME);
        vm.warp(block.timestamp + 1);
        _escrow.withdraw(0);
        vm.stopPrank();
        assertEq(_token.balanceOf(ALICE), all);
    }

    /// @dev Week 65,535 ends in the year 3225. Locks that end after it are refused; older ones still come out.
    function test_theLastWeekThatALockCanEndIn() public {
        uint256 last = type(uint16).max;
        vm.warp((last - 10) * WEEK + 1);
        uint256 amount = _token.balanceOf(ALICE);

        vm.startPrank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 16, last + 1));
        _escrow.createLock(1, (last + 1) * WEEK);
        _escrow.createLock(amount - 1, last * WEEK);
        vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 16, last + 1));
        _escrow.extend(0, (last + 1) * WEEK);
        _escrow.createPermanentLock(1);
        vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 16, last + 198));
        _escrow.startDecay(1);

        vm.warp(last * WEEK - 1);
        assertEq(_escrow.getVotes(ALICE), (amount - 1 + MAX_TIME) / MAX_TIME);
        vm.warp(last * WEEK);
        assertEq(_escrow.getVotes(ALICE), 1);
        _escrow.withdraw(0);
        assertEq(_token.balanceOf(ALICE), amount - 1);
        vm.warp(last * WEEK + 1000 * WEEK);
        assertEq(_escrow.getPastVotes(ALICE, last * WEEK - 1), (amount - 1 + MAX_TIME) / MAX_TIME);
        vm.stopPrank();
    }

    function test_sixteenLocksAndNoMore() public {
        for (uint256 i = 0; i < 16; ++i) assertEq(_create(ALICE, UNIT, START / WEEK + 1 + i), i);
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IVoteEscrow.VoteEscrow_TooManyLocks.selector, ALICE));
        _escrow.createLock(1, START + 10 * WEEK);

        vm.warp((START / WEEK + 8) * WEEK);
        vm.startPrank(ALICE);
        _escrow.delegate(BOB);
        assertEq(_escrow.getVotes(BOB), ((8 * 9) / 2) * WEEK, "eight have run out, eight have one to eight weeks left");
        _escrow.withdraw(5);
        _escrow.merge(3, 12);
        assertEq(_escrow.createLock(UNIT, block.timestamp + 7 * WEEK), 3);
        assertEq(_escrow.createLock(UNIT, block.timestamp + 7 * WEEK), 5);
        assertEq(_escrow.locksOf(ALICE).length, 16);
        vm.stopPrank();
    }

    /// @dev Permanent and decaying locks, spread over every week that a delegate can be bombed with.
    function test_aDelegateOf208WeeksStillVotes() public {
        uint256 points = 0;
        for (uint256 week = 1; week <= MAX_WEEKS; ++week) {
            address account = address(uint160(0x1000 + (week - 1) / 16));
            if ((week - 1) % 16 == 0) _join(account, BOB);
            _create(account, UNIT, START / WEEK + week);
            vm.warp(block.timestamp + 1);
            ++points;
        }
        uint256 late = (START / WEEK + MAX_WEEKS) * WEEK - 1;
        vm.warp(late - 1);
        _create(BOB, UNIT, START / WEEK + 2 * MAX_WEEKS - 1);
        vm.warp(late);

        vm.cool(address(_escrow));
        uint256 used = gasleft();
        uint256 votes = _escrow.getPastVotes(BOB, late - 2);
        used -= gasleft();
        assertEq(votes, 3);
        assertLt(used, 420_000, "104 pairs of weeks and a search");

        vm.cool(address(_escrow));
        used = gasleft();
        _create(BOB, UNIT, late / WEEK + 5);
        used -= gasleft();
        assertLt(used, 1_000_000);
    }

    function test_anExpiredLockIsWithdrawnWithoutTouchingATrace() public {
        _create(ALICE, UNIT, START / WEEK + 1);
        vm.prank(ALICE);
        _escrow.delegate(BOB);
        vm.warp(START + 900 * WEEK);
        vm.record();
        vm.prank(ALICE);
        _escrow.withdraw(0);
        (, bytes32[] memory writes) = vm.accesses(address(_escrow));
        assertEq(writes.length, 2, "the lock, and its bit");
    }

    /// @dev Two writes for the choice; the week's sum, the point and the head of the one trace that loses or gains.
    function test_nobodyHasNoTrace() public {
        _create(ALICE, UNIT, START / WEEK + 9);
        address[4] memory path = [address(0), BOB, address(0), ALICE];
        for (uint256 i = 0; i < path.length; ++i) {
            vm.warp(block.timestamp + 1);
            vm.record();
            vm.prank(ALICE);
            _escrow.delegate(path[i]);
            (, bytes32[] memory writes) = vm.accesses(address(_escrow));
            // Bob's first votes are numbered: in his trace, and in the total's count.
            assertEq(writes.length, path[i] == BOB ? 7 : 5, "the choice, and one trace");
        }
    }

    // ---------------------------------------------------------------------------------------------- helpers

    function _deploy() private {
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](3);
        allocations[0] = IGovernanceToken.Allocation(ALICE, type(uint96).max / 3);
        allocations[1] = IGovernanceToken.Allocation(BOB, type(uint96).max / 3);
        allocations[2] = IGovernanceToken.Allocation(CAROL, type(uint96).max / 3);
        _token = new GovernanceToken("Neuro", "NEURO", address(this), allocations, type(uint96).max, 0);
        _escrow = new VoteEscrow(_token, "Neuro votes", "veNEURO", MAX_WEEKS, 1, false);
        _approve(ALICE);
        _approve(BOB);
        _approve(CAROL);
    }

    function _approve(address account) private {
        vm.prank(account);
        _token.approve(address(_escrow), type(uint256).max);
    }

    function _join(address account, address delegatee) private {
        vm.prank(CAROL);
        _token.transfer(account, UNIT * 16);
        _approve(account);
        vm.prank(account);
        _escrow.delegate(delegatee);
    }

    function _create(address account, uint256 amount, uint256 week) private returns (uint256 id) {
        vm.prank(account);
        return _escrow.createLock(amount, week * WEEK);
    }

    /// @dev Votes now and over the coming weeks; account 0 stands for the total.
    function _curve(address account) private view returns (uint256[] memory votes) {
        votes = new uint256[](24);
        for (uint256 i = 0; i < votes.length; ++i) {
            uint256 time = block.timestamp + i * 9 * WEEK + i;
            votes[i] =
                account == address(0) ? _escrow.projectedTotalSupply(time) : _escrow.projectedVotes(account, time);
        }
    }
}
