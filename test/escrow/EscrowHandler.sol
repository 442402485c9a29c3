// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {IVoteEscrow} from "../../contracts/escrow/IVoteEscrow.sol";
import {VoteEscrow} from "../../contracts/escrow/VoteEscrow.sol";
import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";
import {NaiveEscrow} from "./NaiveEscrow.sol";

/// @notice Does to the escrow and to the model what four accounts may do, at random, and looks at both.
contract EscrowHandler is NaiveEscrow, Test {
    /// @dev Nothing ends after week 65,535, so the walk stops well before.
    uint256 internal constant LAST_TIME = 65_000 * WEEK;

    struct Observation {
        address account;
        uint256 time;
        uint256 votes;
    }

    VoteEscrow public immutable ESCROW;
    GovernanceToken public immutable TOKEN;
    uint256 public immutable START;

    /// @dev Account 0 of an observation stands for the total.
    Observation[] internal _seen;
    mapping(address account => uint256 number) internal _numbers;
    address[4] internal _actors = [address(0xa11ce), address(0xb0b), address(0xca401), address(0xda7e)];
    /// @dev Holds no lock of its own.
    address internal constant DELEGATE = address(0xde1e);

    /// @param permanentOnly Whether locks begin permanent. The walk tries all else, too, and has to be refused.
    constructor(uint256 maxWeeks, bool permanentOnly) NaiveEscrow(maxWeeks) {
        vm.warp(3000 * WEEK + 12345);
        START = block.timestamp;

        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](_actors.length);
        for (uint256 i = 0; i < _actors.length; ++i) {
            allocations[i] = IGovernanceToken.Allocation(_actors[i], type(uint96).max / _actors.length);
        }
        TOKEN = new GovernanceToken("Neuro", "NEURO", address(this), allocations, type(uint96).max, 0);
        ESCROW = new VoteEscrow(TOKEN, "Neuro votes", "veNEURO", maxWeeks, 1, permanentOnly);
        for (uint256 i = 0; i < _actors.length; ++i) {
            vm.prank(_actors[i]);
            TOKEN.approve(address(ESCROW), type(uint256).max);
        }
    }

    // ---------------------------------------------------------------------------------------------- doing

    function createLock(uint256 who, uint256 amount, uint256 weeksAhead, uint256 offset) external {
        address account = _actor(who);
        amount = _amount(account, amount);
        if (amount == 0 || _free(account) == 16) return;
        uint256 unlockTime = _unlockTime(weeksAhead);
        uint256 asked = unlockTime + ((offset % WEEK) % (_maxTime() - unlockTime + 1));

        uint256 expected = _free(account);
        if (_refuses(asked)) {
            vm.prank(account);
            ESCROW.createLock(amount, asked);
            return;
        }
        vm.prank(account);
        uint256 id = ESCROW.createLock(amount, asked);
        assertEq(id, expected, "the lowest id that is free");
        _set(account, id, amount, unlockTime);
    }

    function createPermanentLock(uint256 who, uint256 amount) external {
        address account = _actor(who);
        amount = _amount(account, amount);
        if (amount == 0 || _free(account) == 16) return;

        vm.prank(account);
        uint256 id = ESCROW.createPermanentLock(amount);
        _set(account, id, amount, 0);
    }

    function createLockFor(uint256 who, uint256 payer, uint256 amount, uint256 weeksAhead) external {
        address account = _actor(who);
        address locker = _actor(payer);
        amount = _amount(locker, amount);
        if (amount == 0 || _free(account) == 16) return;
        uint256 unlockTime = weeksAhead % 5 == 0 ? 0 : _unlockTime(weeksAhead);

        vm.prank(account);
        ESCROW.allowLocker(locker, true);
        if (_refuses(unlockTime)) {
            vm.prank(locker);
            ESCROW.createLockFor(account, amount, unlockTime);
            return;
        }
        vm.prank(locker);
        uint256 id = ESCROW.createLockFor(account, amount, unlockTime);
        _set(account, id, amount, unlockTime);
    }

    function increaseAmount(uint256 who, uint256 seed, uint256 payer, uint256 amount) external {
        (address account, uint256 id, uint256 old, uint256 end) = _live(who, seed);
        address giver = _actor(payer);
        amount = _amount(giver, amount);
        if (old == 0 || amount == 0) return;

        if (_refuses(end)) {
            vm.prank(giver);
            ESCROW.increaseAmount(account, id, amount);
            return;
        }
        vm.prank(giver);
        ESCROW.increaseAmount(account, id, amount);
        _set(account, id, old + amount, end);
    }

    function extend(uint256 who, uint256 seed, uint256 weeksAhead) external {
        (address account, uint256 id, uint256 amount, uint256 end) = _live(who, seed);
        uint256 unlockTime = _unlockTime(weeksAhead);
        if (amount == 0 || end == 0 || unlockTime <= end) return;

        if (_refuses(unlockTime)) {
            vm.prank(account);
            ESCROW.extend(id, unlockTime);
            return;
        }
        vm.prank(account);
        ESCROW.extend(id, unlockTime);
        _set(account, id, amount, unlockTime);
    }

    function makePermanent(uint256 who, uint256 seed) external {
        (address account, uint256 id, uint256 amount, uint256 end) = _live(who, seed);
        if (amount == 0 || end == 0) return;

        vm.prank(account);
        ESCROW.makePermanent(id);
        _set(account, id, amount, 0);
    }

    function startDecay(uint256 who, uint256 seed) external {
        (address account, uint256 id, uint256 amount, uint256 end) = _live(who, seed);
        if (amount == 0 || end != 0) return;

        vm.prank(account);
        ESCROW.startDecay(id);
        _set(account, id, amount, (_maxTime() / WEEK) * WEEK);
    }

    function merge(uint256 who, uint256 seedFrom, uint256 seedTo) external {
        (address account, uint256 to, uint256 target, uint256 targetEnd) = _live(who, seedTo);
        (bool exists, uint256 from, uint256 source, uint256 sourceEnd) = _any(account, seedFrom);
        if (!exists || target == 0 || from == to) return;

        vm.prank(account);
        ESCROW.merge(from, to);
        uint256 end = sourceEnd == 0 || targetEnd == 0 ? 0 : (sourceEnd > targetEnd ? sourceEnd : targetEnd);
        _clear(account, from);
        _set(account, to, source + target, end);
    }

    /// @dev Never reverts for an expired lock, and pays out exactly what was locked: invariant 10.
    function withdraw(uint256 who, uint256 seed) external {
        address account = _actor(who);
        (bool exists, uint256 id, uint256 amount, uint256 end) = _any(account, seed);
        if (!exists || end == 0 || end > block.timestamp) return;

        uint256 balance = TOKEN.balanceOf(account);
        vm.prank(account);
        ESCROW.withdraw(id);
        _clear(account, id);
        assertEq(TOKEN.balanceOf(account), balance + amount, "paid out");
    }

    /// @dev Invariant 7 is judged here: what one side loses, it does not gain, and the total stands still.
    function delegate(uint256 who, uint256 to) external {
        address account = _actor(who);
        address delegatee =
            to % 6 == 5
                ? address(0)
                : to % 6 == 4
                    ? DELEGATE
                    : _actors[to % 6];
        address previous = ESCROW.delegates(account);
        uint256 previousVotes = ESCROW.getVotes(previous);
        uint256 delegateeVotes = ESCROW.getVotes(delegatee);
        uint256 total = ESCROW.totalSupply();

        vm.prank(account);
        ESCROW.delegate(delegatee);
        _delegateTo(account, delegatee);

        assertEq(ESCROW.delegates(account), delegatee, "delegated");
        assertLe(ESCROW.getVotes(previous), previousVotes, "7: the former delegatee gains nothing");
        assertGe(ESCROW.getVotes(delegatee), delegateeVotes, "7: the new delegatee loses nothing");
        assertEq(ESCROW.totalSupply(), total, "7: the total does not move");
    }

    // ---------------------------------------------------------------------------------------------- waiting

    function wait(uint256 delay) external {
        _warp(block.timestamp + (delay % (3 * WEEK)) + 1);
    }

    /// @dev To a second before, at or after the beginning of one of the next weeks.
    function waitForWeek(uint256 weeksAhead, uint256 offset) external {
        uint256 week = block.timestamp / WEEK + 1 + (weeksAhead % 60);
        _warp(week * WEEK - 1 + (offset % 3));
    }

    /// @dev Long enough for the ring to come round: 256 weeks.
    function waitLong(uint256 weeksAhead) external {
        if (weeksAhead % 4 == 0) _warp(block.timestamp + (200 + (weeksAhead % 500)) * WEEK);
    }

    // ---------------------------------------------------------------------------------------------- looking

    /// @dev Notes what is said about a past time, to ask again later: invariant 2.
    function observe(uint256 who, uint256 seed) external {
        if (block.timestamp == START) return;
        address account = who % 6 == 5 ? address(0) : _account(who);
        uint256 time = _pastTime(seed);
        uint256 votes = _pastVotes(account, time);
        assertEq(votes, account == address(0) ? _totalVotes(time) : _votesOf(account, time), "1: past votes");
        _seen.push(Observation(account, time, votes));
    }

    /// @dev Invariant 11, and that a projection is what comes true when nothing is done.
    function project(uint256 who, uint256 ahead) external {
        address account = _account(who);
        uint256 time = block.timestamp + (ahead % (2 * MAX_WEEKS * WEEK));
        vm.expectRevert(
            abi.encodeWithSelector(IVoteEscrow.ERC5805FutureLookup.selector, time, uint48(block.timestamp))
        );
        ESCROW.getPastVotes(account, time);
        vm.expectRevert(
            abi.encodeWithSelector(IVoteEscrow.ERC5805FutureLookup.selector, time, uint48(block.timestamp))
        );
        ESCROW.getPastTotalSupply(time);
        assertEq(ESCROW.projectedVotes(account, time), _votesOf(account, time), "projected votes");
        assertEq(ESCROW.projectedTotalSupply(time), _totalVotes(time), "projected total");
    }

    /// @notice Invariant 3, and the last words of 6.
    function compareSums() external view {
        uint256 undelegated = _weightOf(address(0), block.timestamp) / (MAX_WEEKS * WEEK);
        uint256 sum = undelegated;
        for (uint256 i = 0; i < 6; ++i) sum += ESCROW.getVotes(_account(i));
        uint256 total = ESCROW.totalSupply();
        assertLe(sum, total, "3: more votes than the total");
        assertLe(total, sum + 6, "3: votes are missing");
        assertLe(total, _locked(), "3: more votes than tokens");
        assertEq(ESCROW.getVotes(address(0)), 0, "6: nobody has votes");
    }

    /// @notice Looks at the number of every account, and remembers it.
    function compareNumbers() external {
        for (uint256 i = 0; i < 6; ++i) {
            address account = _account(i);
            uint256 number = ESCROW.voterNumber(account);
            if (_numbers[account] != 0) assertEq(number, _numbers[account], "14: a number has changed");
            if (ESCROW.getVotes(account) != 0) assertGt(number, 0, "14: votes without a number");
            assertLe(number, 6, "14: a number was left out");
            for (uint256 j = 0; j < i && number != 0; ++j) {
                assertNotEq(number, ESCROW.voterNumber(_account(j)), "14: a number was given twice");
            }
            (uint256 votes, uint256 told) = ESCROW.pastVotesAndNumber(account, block.timestamp - 1);
            assertEq(told, number, "14: another number is told with votes");
            assertEq(
                votes,
                ESCROW.getPastVotes(account, block.timestamp - 1),
                "14: other votes are told with a number"
            );
            _numbers[account] = number;
        }
    }

    function changes() external view returns (uint256) {
        return _versions.length;
    }

    function seen() external view returns (uint256) {
        return _seen.length;
    }

    /// @notice Asks again about observation `index`.
    function askAgain(uint256 index) public view {
        Observation memory observation = _seen[index];
        assertEq(_pastVotes(observation.account, observation.time), observation.votes, "2: a past value has changed");
    }

    /// @notice Compares the escrow with the model, for everybody, at `time` if that is past, and now.
    function compare(uint256 time) public view {
        for (uint256 i = 0; i < 6; ++i) {
            address account = _account(i);
            assertEq(ESCROW.getVotes(account), _votesOf(account, block.timestamp), "1: votes");
            if (time < block.timestamp)
                assertEq(ESCROW.getPastVotes(account, time), _votesOf(account, time), "1: past votes");
        }
        assertEq(ESCROW.totalSupply(), _totalVotes(block.timestamp), "1: total");
        if (time < block.timestamp) assertEq(ESCROW.getPastTotalSupply(time), _totalVotes(time), "1: past total");
    }

    /// @notice A past time worth asking about: any, or within a second of a change or of an end.
    function pastTime(uint256 seed) external view returns (uint256) {
        return _pastTime(seed);
    }

    /// @notice Everybody's locks as the views tell them, against the model's; and invariant 4.
    function compareLocks() external view {
        uint256 locked = 0;
        for (uint256 i = 0; i < _actors.length; ++i) {
            address account = _actors[i];
            IVoteEscrow.LockView[] memory locks = ESCROW.locksOf(account);
            uint256 index = 0;
            uint256 weight = 0;
            for (uint256 id = 0; id < 16; ++id) {
                (bool exists, uint256 amount, uint256 end) = _lockOf(account, id);
                if (!exists) continue;
                uint256 own =
                    end == 0
                        ? amount * MAX_WEEKS * WEEK
                        : end > block.timestamp
                            ? amount * (end - block.timestamp)
                            : 0;
                assertEq(locks[index].id, id, "id");
                assertEq(locks[index].amount, amount, "amount");
                assertEq(locks[index].unlockTime, end, "end");
                assertEq(locks[index].power, own / (MAX_WEEKS * WEEK), "power");
                locked += amount;
                weight += own;
                ++index;
            }
            assertEq(locks.length, index, "number of locks");
            assertEq(ESCROW.balanceOf(account), weight / (MAX_WEEKS * WEEK), "balance");
            assertEq(ESCROW.delegates(account), _delegateeOf[account], "delegatee");
        }
        assertEq(TOKEN.balanceOf(address(ESCROW)), locked, "4: tokens do not cover the locks");
        assertEq(locked, _locked(), "4: the model does not add up");
    }

    /// @notice Lets every lock run out and takes everything back: nothing may be left, nothing may revert.
    function drain() external {
        for (uint256 i = 0; i < _actors.length; ++i) {
            for (uint256 id = 0; id < 16; ++id) {
                (bool exists, , uint256 end) = _lockOf(_actors[i], id);
                if (!exists || end != 0) continue;
                vm.prank(_actors[i]);
                ESCROW.startDecay(id);
            }
        }
        vm.warp(_maxTime());
        for (uint256 i = 0; i < _actors.length; ++i) {
            for (uint256 id = 0; id < 16; ++id) {
                (bool exists, , ) = _lockOf(_actors[i], id);
                vm.prank(_actors[i]);
                if (!exists)
                    vm.expectRevert(abi.encodeWithSelector(IVoteEscrow.VoteEscrow_NoLock.selector, _actors[i], id));
                ESCROW.withdraw(id);
            }
            assertEq(ESCROW.locksOf(_actors[i]).length, 0, "10: no lock is left");
        }
        assertEq(TOKEN.balanceOf(address(ESCROW)), 0, "10: no token is left");
        assertEq(ESCROW.totalSupply(), 0, "10: no vote is left");
    }

    // ---------------------------------------------------------------------------------------------- choosing

    function _pastVotes(address account, uint256 time) internal view returns (uint256) {
        return account == address(0) ? ESCROW.getPastTotalSupply(time) : ESCROW.getPastVotes(account, time);
    }

    function _pastTime(uint256 seed) internal view returns (uint256 time) {
        uint256 count = _versions.length;
        time = START + (seed % (block.timestamp - START));
        if (count != 0 && seed % 4 != 0) {
            Version storage version = _versions[(seed >> 8) % count];
            time =
                (
                    seed % 4 == 1
                        ? version.from
                        : seed % 4 == 2
                            ? version.end
                            : (time / WEEK) * WEEK
                ) + ((seed >> 64) % 3);
            if (time != 0) --time;
        }
        if (time >= block.timestamp) time = block.timestamp - 1;
    }

    /// @dev The four with locks, one that only votes for others, and one that nobody knows.
    function _account(uint256 who) internal view returns (address) {
        who %= 6;
        return
            who < 4
                ? _actors[who]
                : who == 4
                    ? DELEGATE
                    : address(0xdead);
    }

    function _actor(uint256 who) internal view returns (address) {
        return _actors[who % _actors.length];
    }

    /// @dev Dust, everything, or something between; multiples of nothing in particular.
    function _amount(address payer, uint256 seed) internal view returns (uint256) {
        uint256 balance = TOKEN.balanceOf(payer);
        if (balance == 0) return 0;
        if (seed % 8 == 0) return 1;
        if (seed % 8 == 1) return balance;
        return bound(seed, 1, balance);
    }

    function _maxTime() internal view returns (uint256) {
        return block.timestamp + MAX_WEEKS * WEEK;
    }

    /// @dev A whole week in (now, now + MAX_WEEKS weeks], the last of them as often as not a boundary case.
    function _unlockTime(uint256 seed) internal view returns (uint256) {
        uint256 first = block.timestamp / WEEK + 1;
        uint256 last = _maxTime() / WEEK;
        if (seed % 8 == 0) return first * WEEK;
        if (seed % 8 == 1) return last * WEEK;
        return bound(seed, first, last) * WEEK;
    }

    /// @dev Whether the escrow takes no such end: then the next call is expected to fail for it. Invariant 13.
    function _refuses(uint256 end) internal returns (bool refuses) {
        refuses = ESCROW.PERMANENT_ONLY() && end != 0;
        if (refuses) vm.expectRevert(abi.encodeWithSelector(IVoteEscrow.VoteEscrow_PermanentOnly.selector, end));
    }

    function _free(address account) internal view returns (uint256 id) {
        for (; id < 16; ++id) {
            (bool exists, , ) = _lockOf(account, id);
            if (!exists) return id;
        }
    }

    function _any(
        address account,
        uint256 seed
    ) internal view returns (bool exists, uint256 id, uint256 amount, uint256 end) {
        for (uint256 i = 0; i < 16; ++i) {
            id = ((seed % 16) + i) % 16;
            (exists, amount, end) = _lockOf(account, id);
            if (exists) break;
        }
    }

    /// @dev Amount 0 when the account has no unexpired lock.
    function _live(
        uint256 who,
        uint256 seed
    ) internal view returns (address account, uint256 id, uint256 amount, uint256 end) {
        account = _actor(who);
        for (uint256 i = 0; i < 16; ++i) {
            id = ((seed % 16) + i) % 16;
            bool exists;
            (exists, amount, end) = _lockOf(account, id);
            if (exists && (end == 0 || end > block.timestamp)) return (account, id, amount, end);
        }
        return (account, 0, 0, 0);
    }

    function _warp(uint256 time) internal {
        if (time < LAST_TIME) vm.warp(time);
    }
}
