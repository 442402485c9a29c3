// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {INumberedVotes} from "../votes/INumberedVotes.sol";
import {IVoteEscrow} from "./IVoteEscrow.sol";
import {PowerTrace} from "./PowerTrace.sol";

/**
 * @title VoteEscrow
 * @notice See {IVoteEscrow} for what a lock is worth, and {PowerTrace} for the arithmetic and why the past is final.
 *
 * Each account has up to 16 locks. Their power counts for the one account that it delegates to, itself at first, and
 * for the total. There is a trace for each delegatee and one for the total; a lock that changes, changes both.
 * Delegation moves power between delegatees and never touches the total. Whether a lock has expired is judged by time
 * alone, so that withdrawing one touches no trace: its power has already run out.
 *
 * **Who can change what.** An account changes its own locks and its own delegation. Anyone may add to a lock; only lockers
 * that an account has allowed may create one for it. There is no owner, no pause, no upgrade, no emergency switch and no
 * early exit. Nothing can change an answer about the past or keep an expired lock from its owner.
 */
contract VoteEscrow is IVoteEscrow, INumberedVotes, IERC20Metadata, EIP712, Nonces, Multicall {
    using PowerTrace for PowerTrace.Trace;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /// @dev A lock with `endWeek` 0 is permanent; one with `amount` 0 does not exist.
    struct Lock {
        uint96 amount;
        uint16 endWeek;
    }

    /// @dev What an account's trace carries as its tag: a bit for each lock in use, two about its delegation, and from the
    /// 32nd bit on its number as a voter. The total's has the last number there.
    uint96 private constant LOCKS_MASK = 0xffff;
    /// @dev The account has chosen a delegatee, or has been its own since its first lock.
    uint96 private constant HAS_DELEGATEE = 1 << 16;
    /// @dev The delegatee is the one in `_delegatee`, not the account itself: self-delegation costs no slot.
    uint96 private constant DELEGATES_AWAY = 1 << 17;
    uint96 private constant ONE_VOTER = 1 << 32;

    bytes32 private constant DELEGATION_TYPEHASH = keccak256(
        "Delegation(address delegatee,uint256 nonce,uint256 expiry)"
    );

    uint256 private constant WEEK = PowerTrace.WEEK;
    uint256 private constant PERMANENT = 0;

    IERC20 private immutable TOKEN;
    /// @dev MAX_WEEKS in seconds: the divisor of all power.
    uint256 private immutable MAX_TIME;
    /// @inheritdoc IVoteEscrow
    uint256 public immutable MAX_WEEKS;
    /// @inheritdoc IVoteEscrow
    uint256 public immutable MIN_AMOUNT;
    /// @inheritdoc IVoteEscrow
    bool public immutable PERMANENT_ONLY;

    string private _name;
    string private _symbol;

    PowerTrace.Trace private _total;
    mapping(address delegatee => PowerTrace.Trace trace) private _traces;
    mapping(address account => mapping(uint256 id => Lock lock)) private _locks;
    mapping(address account => address delegatee) private _delegatee;
    mapping(address account => mapping(address locker => bool allowed)) private _lockers;

    constructor(
        IERC20 token_,
        string memory name_,
        string memory symbol_,
        uint256 maxWeeks,
        uint256 minAmount,
        bool permanentOnly
    ) EIP712(name_, "1") {
        if (address(token_).code.length == 0 || maxWeeks == 0 || maxWeeks > PowerTrace.HORIZON || minAmount == 0) {
            revert VoteEscrow_BadParameters(address(token_), maxWeeks, minAmount);
        }
        TOKEN = token_;
        MAX_WEEKS = maxWeeks;
        MAX_TIME = maxWeeks * WEEK;
        MIN_AMOUNT = minAmount;
        PERMANENT_ONLY = permanentOnly;
        _name = name_;
        _symbol = symbol_;
    }

    // ---------------------------------------------------------------------------------------------- locking

    /// @inheritdoc IVoteEscrow
    function createLock(uint256 amount, uint256 unlockTime) external returns (uint256 id) {
        return _createLock(msg.sender, amount, _chosenWeek(unlockTime));
    }

    /// @inheritdoc IVoteEscrow
    function createPermanentLock(uint256 amount) external returns (uint256 id) {
        return _createLock(msg.sender, amount, PERMANENT);
    }

    /// @inheritdoc IVoteEscrow
    function createLockFor(address account, uint256 amount, uint256 unlockTime) external returns (uint256 id) {
        if (account != msg.sender && !_lockers[account][msg.sender]) {
            revert VoteEscrow_LockerNotAllowed(account, msg.sender);
        }
        return _createLock(account, amount, unlockTime == 0 ? PERMANENT : _chosenWeek(unlockTime));
    }

    /// @inheritdoc IVoteEscrow
    function allowLocker(address locker, bool allowed) external {
        _lockers[msg.sender][locker] = allowed;
        emit LockerAllowed(msg.sender, locker, allowed);
    }

    /// @inheritdoc IVoteEscrow
    function increaseAmount(address account, uint256 id, uint256 amount) external {
        Lock storage lock = _liveLock(account, id);
        uint256 min = account == msg.sender ? 1 : MIN_AMOUNT;
        if (amount < min) revert VoteEscrow_AmountTooSmall(amount, min);
        if (lock.endWeek != PERMANENT) _requireEnds(lock.endWeek * WEEK);

        lock.amount = (lock.amount + amount).toUint96();
        _change(_delegateeOf(account), 0, 0, amount, lock.endWeek);

        emit LockIncreased(account, id, msg.sender, amount);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IVoteEscrow
    function extend(uint256 id, uint256 unlockTime) external {
        Lock storage lock = _liveLock(msg.sender, id);
        if (lock.endWeek == PERMANENT) revert VoteEscrow_LockPermanent(msg.sender, id);
        uint256 week = _chosenWeek(unlockTime);
        if (week <= lock.endWeek) revert VoteEscrow_NotLater(unlockTime, lock.endWeek * WEEK);

        _moveLock(lock, id, week);
    }

    /// @inheritdoc IVoteEscrow
    function makePermanent(uint256 id) external {
        Lock storage lock = _liveLock(msg.sender, id);
        if (lock.endWeek == PERMANENT) revert VoteEscrow_LockPermanent(msg.sender, id);

        _moveLock(lock, id, PERMANENT);
    }

    /// @inheritdoc IVoteEscrow
    function startDecay(uint256 id) external {
        Lock storage lock = _liveLock(msg.sender, id);
        if (lock.endWeek != PERMANENT) revert VoteEscrow_LockNotPermanent(msg.sender, id);

        _moveLock(lock, id, _weekOf(block.timestamp + MAX_TIME));
    }

    /// @inheritdoc IVoteEscrow
    function merge(uint256 from, uint256 to) external {
        if (from == to) revert VoteEscrow_SameLock(from);
        Lock memory source = _lock(msg.sender, from);
        Lock memory target = _liveLock(msg.sender, to);

        // The one that ends earlier moves to the end of the other.
        (Lock memory early, Lock memory late) = _endsBefore(source, target) ? (source, target) : (target, source);
        uint256 out = _expired(early.endWeek) ? 0 : early.amount;

        uint96 sum = (uint256(source.amount) + target.amount).toUint96();
        delete _locks[msg.sender][from];
        _locks[msg.sender][to] = Lock({amount: sum, endWeek: late.endWeek});
        _traces[msg.sender].tag &= ~_bit(from);
        // Of two that end together, nothing moves.
        if (early.endWeek != late.endWeek) {
            _change(_delegateeOf(msg.sender), out, early.endWeek, early.amount, late.endWeek);
        }

        emit LocksMerged(msg.sender, from, to, sum, late.endWeek * WEEK);
    }

    /// @inheritdoc IVoteEscrow
    function withdraw(uint256 id) external {
        Lock storage lock = _lock(msg.sender, id);
        uint256 amount = lock.amount;
        if (!_expired(lock.endWeek)) revert VoteEscrow_LockActive(msg.sender, id, lock.endWeek * WEEK);

        (lock.amount, lock.endWeek) = (0, 0);
        _traces[msg.sender].tag &= ~_bit(id);

        emit LockWithdrawn(msg.sender, id, amount);
        TOKEN.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IVoteEscrow
    function selfPermit(uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
        // A stranger may have used the same permit first: the allowance stands then, and if it does not, the lock below reverts.
        try IERC20Permit(address(TOKEN)).permit(msg.sender, address(this), value, deadline, v, r, s) {} catch {}
    }

    // ---------------------------------------------------------------------------------------------- delegating

    /// @inheritdoc IVotes
    function delegate(address delegatee) external {
        _delegate(msg.sender, delegatee);
    }

    /// @inheritdoc IVotes
    function delegateBySig(address delegatee, uint256 nonce, uint256 expiry, uint8 v, bytes32 r, bytes32 s) external {
        if (block.timestamp > expiry) revert VotesExpiredSignature(expiry);
        bytes32 structHash = keccak256(abi.encode(DELEGATION_TYPEHASH, delegatee, nonce, expiry));
        address signer = ECDSA.recover(_hashTypedDataV4(structHash), v, r, s);
        _useCheckedNonce(signer, nonce);
        _delegate(signer, delegatee);
    }

    /// @inheritdoc IVotes
    function delegates(address account) external view returns (address) {
        return _delegateeOf(account);
    }

    // ---------------------------------------------------------------------------------------------- votes

    /// @inheritdoc IVotes
    function getVotes(address account) external view returns (uint256) {
        return _power(_traces[account], block.timestamp);
    }

    /// @inheritdoc IVotes
    function getPastVotes(address account, uint256 timepoint) external view returns (uint256) {
        return _power(_traces[account], _past(timepoint));
    }

    /// @inheritdoc IVotes
    function getPastTotalSupply(uint256 timepoint) external view returns (uint256) {
        return _power(_total, _past(timepoint));
    }

    /// @inheritdoc INumberedVotes
    function voterNumber(address account) external view returns (uint256) {
        return _traces[account].tag / ONE_VOTER;
    }

    /// @inheritdoc INumberedVotes
    function pastVotesAndNumber(
        address account,
        uint256 timepoint
    ) external view returns (uint256 votes, uint256 number) {
        PowerTrace.Trace storage trace = _traces[account];
        return (_power(trace, _past(timepoint)), trace.tag / ONE_VOTER);
    }

    /// @inheritdoc IVoteEscrow
    function projectedVotes(address account, uint256 timepoint) external view returns (uint256) {
        return _power(_traces[account], _notPast(timepoint));
    }

    /// @inheritdoc IVoteEscrow
    function projectedTotalSupply(uint256 timepoint) external view returns (uint256) {
        return _power(_total, _notPast(timepoint));
    }

    /// @inheritdoc IERC6372
    function clock() public view returns (uint48) {
        return uint48(block.timestamp);
    }

    /// @inheritdoc IERC6372
    // The name is ERC-6372's.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() external pure returns (string memory) {
        return "mode=timestamp";
    }

    // ---------------------------------------------------------------------------------------------- reading

    /// @inheritdoc IVoteEscrow
    function token() external view returns (address) {
        return address(TOKEN);
    }

    /// @inheritdoc IVoteEscrow
    function locksOf(address account) external view returns (LockView[] memory views) {
        uint256 used = _traces[account].tag & LOCKS_MASK;
        views = new LockView[](_count(used));
        uint256 index = 0;
        for (uint256 id = 0; used >> id != 0; ++id) {
            if (!_has(used, id)) continue;
            Lock memory lock = _locks[account][id];
            views[index++] = LockView({
                id: id,
                amount: lock.amount,
                unlockTime: lock.endWeek * WEEK,
                power: _weight(lock) / MAX_TIME
            });
        }
    }

    /// @inheritdoc IVoteEscrow
    function isLockerAllowed(address account, address locker) external view returns (bool) {
        return _lockers[account][locker];
    }

    // ------------------------------------------------------------------- ERC-20, as far as wallets need it to show

    /// @inheritdoc IERC20Metadata
    function name() external view returns (string memory) {
        return _name;
    }

    /// @inheritdoc IERC20Metadata
    function symbol() external view returns (string memory) {
        return _symbol;
    }

    /// @inheritdoc IERC20Metadata
    function decimals() external view returns (uint8) {
        return IERC20Metadata(address(TOKEN)).decimals();
    }

    /// @notice The power of the account's own locks now, whoever it is delegated to.
    function balanceOf(address account) external view returns (uint256) {
        uint256 weight = 0;
        uint256 used = _traces[account].tag & LOCKS_MASK;
        for (uint256 id = 0; used >> id != 0; ++id) {
            if (_has(used, id)) weight += _weight(_locks[account][id]);
        }
        return weight / MAX_TIME;
    }

    /// @notice The power of all locks now, delegated or not.
    function totalSupply() external view returns (uint256) {
        return _power(_total, block.timestamp);
    }

    /// @notice None, ever: see {VoteEscrow_NotTransferable}.
    function allowance(address, address) external pure returns (uint256) {
        return 0;
    }

    /// @notice Always reverts.
    function approve(address, uint256) external pure returns (bool) {
        revert VoteEscrow_NotTransferable();
    }

    /// @notice Always reverts.
    function transfer(address, uint256) external pure returns (bool) {
        revert VoteEscrow_NotTransferable();
    }

    /// @notice Always reverts.
    function transferFrom(address, address, uint256) external pure returns (bool) {
        revert VoteEscrow_NotTransferable();
    }

    // ---------------------------------------------------------------------------------------------- internal

    function _createLock(address account, uint256 amount, uint256 week) internal returns (uint256 id) {
        if (amount < MIN_AMOUNT) revert VoteEscrow_AmountTooSmall(amount, MIN_AMOUNT);
        uint96 tag = _traces[account].tag;
        if (tag & LOCKS_MASK == LOCKS_MASK) revert VoteEscrow_TooManyLocks(account);
        while (_has(tag, id)) ++id;

        _locks[account][id] = Lock({amount: amount.toUint96(), endWeek: week.toUint16()});
        _traces[account].tag = tag | _bit(id) | HAS_DELEGATEE;
        if (tag & HAS_DELEGATEE == 0) emit DelegateChanged(account, address(0), account);
        _change(_delegateeOf(account), 0, 0, amount, week);

        emit LockCreated(account, id, amount, week * WEEK);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    function _moveLock(Lock storage lock, uint256 id, uint256 week) internal {
        _change(_delegateeOf(msg.sender), lock.amount, lock.endWeek, lock.amount, week);
        lock.endWeek = week.toUint16();
        emit LockMoved(msg.sender, id, week * WEEK);
    }

    function _delegate(address account, address delegatee) internal {
        address previous = _delegateeOf(account);
        uint96 tag = (_traces[account].tag | HAS_DELEGATEE) & ~DELEGATES_AWAY;
        if (delegatee != account) tag |= DELEGATES_AWAY;

        _traces[account].tag = tag;
        _delegatee[account] = delegatee == account ? address(0) : delegatee;
        emit DelegateChanged(account, previous, delegatee);
        if (previous != delegatee) _moveVotes(account, tag & LOCKS_MASK, previous, delegatee);
    }

    /// @dev Moves all unexpired locks of `account`, at most 16, from one delegatee's trace to the other's.
    function _moveVotes(address account, uint256 used, address from, address to) internal {
        PowerTrace.Trace storage source = _traces[from];
        PowerTrace.Trace storage target = _traces[to];
        PowerTrace.Cursor memory taken = source.open();
        PowerTrace.Cursor memory given = target.open();
        uint256 takenBefore = _votes(taken);
        uint256 givenBefore = _votes(given);

        bool moved = false;
        for (uint256 id = 0; used >> id != 0; ++id) {
            if (!_has(used, id)) continue;
            Lock memory lock = _locks[account][id];
            if (_expired(lock.endWeek)) continue;
            if (from != address(0)) _take(source, taken, lock.amount, lock.endWeek);
            if (to != address(0)) _give(target, given, lock.amount, lock.endWeek);
            moved = true;
        }
        if (!moved) return;
        if (from != address(0)) _close(source, taken, from, takenBefore);
        if (to != address(0)) _close(target, given, to, givenBefore);
    }

    /**
     * @dev Takes `amountOut` that ends at `weekOut` from the total and from the delegatee, and gives them `amountIn`
     * that ends at `weekIn`. Week 0 is permanent, amount 0 nothing.
     */
    function _change(address delegatee, uint256 amountOut, uint256 weekOut, uint256 amountIn, uint256 weekIn) internal {
        _changeTrace(_total, address(0), amountOut, weekOut, amountIn, weekIn);
        if (delegatee != address(0)) {
            _changeTrace(_traces[delegatee], delegatee, amountOut, weekOut, amountIn, weekIn);
        }
    }

    function _changeTrace(
        PowerTrace.Trace storage trace,
        address delegatee,
        uint256 amountOut,
        uint256 weekOut,
        uint256 amountIn,
        uint256 weekIn
    ) private {
        PowerTrace.Cursor memory cursor = trace.open();
        uint256 before = _votes(cursor);
        if (amountOut != 0) _take(trace, cursor, amountOut, weekOut);
        _give(trace, cursor, amountIn, weekIn);
        _close(trace, cursor, delegatee, before);
    }

    function _give(
        PowerTrace.Trace storage trace,
        PowerTrace.Cursor memory cursor,
        uint256 amount,
        uint256 week
    ) private {
        if (week == PERMANENT) cursor.bias += amount * MAX_WEEKS;
        else trace.add(cursor, amount, week);
    }

    function _take(
        PowerTrace.Trace storage trace,
        PowerTrace.Cursor memory cursor,
        uint256 amount,
        uint256 week
    ) private {
        if (week == PERMANENT) cursor.bias -= amount * MAX_WEEKS;
        else trace.remove(cursor, amount, week);
    }

    function _close(
        PowerTrace.Trace storage trace,
        PowerTrace.Cursor memory cursor,
        address delegatee,
        uint256 before
    ) private {
        trace.close(cursor);
        // With its first point, in a slot that is written anyway: nobody has votes at a time before.
        if (delegatee != address(0) && trace.tag < ONE_VOTER) {
            _total.tag += ONE_VOTER;
            trace.tag |= _total.tag;
        }
        uint256 afterwards = _votes(cursor);
        if (delegatee != address(0) && afterwards != before) emit DelegateVotesChanged(delegatee, before, afterwards);
    }

    function _votes(PowerTrace.Cursor memory cursor) private view returns (uint256) {
        return _votesOf(cursor.slope, cursor.bias, block.timestamp);
    }

    function _power(PowerTrace.Trace storage trace, uint256 time) private view returns (uint256) {
        (uint256 slope, uint256 bias) = trace.lookup(time);
        return _votesOf(slope, bias, time);
    }

    /// @dev The one division of the whole arithmetic.
    function _votesOf(uint256 slope, uint256 bias, uint256 time) private view returns (uint256) {
        return (bias * WEEK - slope * time) / MAX_TIME;
    }

    function _delegateeOf(address account) private view returns (address) {
        uint96 tag = _traces[account].tag;
        if (tag & DELEGATES_AWAY != 0) return _delegatee[account];
        return tag & HAS_DELEGATEE != 0 ? account : address(0);
    }

    /// @dev Tokens may be given an end, `unlockTime` (seconds), by other ways than {startDecay}.
    function _requireEnds(uint256 unlockTime) private view {
        if (PERMANENT_ONLY) revert VoteEscrow_PermanentOnly(unlockTime);
    }

    /// @dev The week of an end that an account asks for: {_weekOf}, where locks may have one.
    function _chosenWeek(uint256 unlockTime) private view returns (uint256) {
        _requireEnds(unlockTime);
        return _weekOf(unlockTime);
    }

    /// @dev The week of `unlockTime`, rounded down, if a lock may end in it.
    function _weekOf(uint256 unlockTime) private view returns (uint256 week) {
        week = unlockTime / WEEK;
        uint256 max = block.timestamp + MAX_TIME;
        if (week * WEEK <= block.timestamp || week * WEEK > max) revert VoteEscrow_BadUnlockTime(unlockTime, max);
    }

    function _lock(address account, uint256 id) private view returns (Lock storage lock) {
        lock = _locks[account][id];
        if (lock.amount == 0) revert VoteEscrow_NoLock(account, id);
    }

    function _liveLock(address account, uint256 id) private view returns (Lock storage lock) {
        lock = _lock(account, id);
        if (_expired(lock.endWeek)) revert VoteEscrow_LockExpired(account, id, lock.endWeek * WEEK);
    }

    /// @dev By time alone, whatever the traces know of it.
    function _expired(uint256 week) private view returns (bool) {
        return week != PERMANENT && week * WEEK <= block.timestamp;
    }

    /// @dev A permanent lock ends after all others.
    function _endsBefore(Lock memory lock, Lock memory other) private pure returns (bool) {
        if (lock.endWeek == PERMANENT) return false;
        return other.endWeek == PERMANENT || lock.endWeek < other.endWeek;
    }

    /// @dev The lock's power now before the division, in token-seconds.
    function _weight(Lock memory lock) private view returns (uint256) {
        if (lock.endWeek == PERMANENT) return lock.amount * MAX_TIME;
        return lock.amount * Math.saturatingSub(lock.endWeek * WEEK, block.timestamp);
    }

    function _past(uint256 timepoint) private view returns (uint256) {
        if (timepoint >= clock()) revert ERC5805FutureLookup(timepoint, clock());
        return timepoint;
    }

    function _notPast(uint256 timepoint) private view returns (uint256) {
        if (timepoint < clock()) revert VoteEscrow_PastLookup(timepoint, clock());
        return timepoint;
    }

    function _bit(uint256 id) private pure returns (uint96) {
        return uint96(1 << id);
    }

    function _has(uint256 used, uint256 id) private pure returns (bool) {
        return (used >> id) & 1 != 0;
    }

    function _count(uint256 bits) private pure returns (uint256 count) {
        for (; bits != 0; bits &= bits - 1) ++count;
    }
}
