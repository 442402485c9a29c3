// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";

/**
 * @title IVoteEscrow
 * @notice Tokens locked for a time become votes: the longer the lock, the more. A complete ERC-5805 vote source with a
 * timestamp clock (ERC-6372), so that any OpenZeppelin Governor can count with it.
 *
 * A lock of `amount` (base units) that ends at `end` (seconds) has, at time `t < end`, a power of
 *
 *     amount * (end - t) / (MAX_WEEKS weeks)
 *
 * votes, and none from `end` on. A permanent lock has `amount` votes for as long as it stays permanent. Sums of powers
 * are exact: they are divided once, at the end, and rounded down.
 *
 * Where {PERMANENT_ONLY}, every lock begins permanent, so that one token that comes in is one vote. The one end that a
 * lock can get is that of {startDecay}, on its way out; until then {makePermanent} takes it back.
 *
 * ERC-5805 events are emitted when something is done to a lock or a delegation. Decay emits none: a reader of events
 * has to compute it, or to call {getVotes}.
 */
interface IVoteEscrow is IERC5805 {
    /**
     * @notice A lock as its owner sees it.
     * @param id 0 to 15, unique among the account's locks; free for a new lock once withdrawn or merged away.
     * @param amount What is locked, in base units.
     * @param unlockTime When it ends, in seconds, a whole week; 0 for a permanent lock.
     * @param power Its votes now, rounded down.
     */
    struct LockView {
        uint256 id;
        uint256 amount;
        uint256 unlockTime;
        uint256 power;
    }

    /// @notice `account` has a new lock; `unlockTime` 0 says permanent.
    event LockCreated(address indexed account, uint256 indexed id, uint256 amount, uint256 unlockTime);
    /// @notice `by` added `amount` to a lock.
    event LockIncreased(address indexed account, uint256 indexed id, address by, uint256 amount);
    /// @notice The lock ends at `unlockTime` (seconds) from now on; 0 says that it has become permanent. Emitted by
    /// {extend}, {makePermanent} and {startDecay}.
    event LockMoved(address indexed account, uint256 indexed id, uint256 unlockTime);
    /// @notice The lock `from` went into the lock `to`, which now holds `amount` and ends at `unlockTime`.
    event LocksMerged(address indexed account, uint256 from, uint256 indexed to, uint256 amount, uint256 unlockTime);
    /// @notice An expired lock went back to its owner.
    event LockWithdrawn(address indexed account, uint256 indexed id, uint256 amount);
    /// @notice `account` lets `locker` create locks for it, or no longer.
    event LockerAllowed(address indexed account, address indexed locker, bool allowed);

    /// @notice The deployment's parameters are out of range: `maxWeeks` is 1 to 208, `minAmount` at least 1.
    error VoteEscrow_BadParameters(address token, uint256 maxWeeks, uint256 minAmount);
    /// @notice `amount` is below what this call takes.
    error VoteEscrow_AmountTooSmall(uint256 amount, uint256 min);
    /// @notice The week of `unlockTime` must end a lock in (now, `max`], both in seconds.
    error VoteEscrow_BadUnlockTime(uint256 unlockTime, uint256 max);
    /// @notice A lock can only be moved to a later week than the one it ends in.
    error VoteEscrow_NotLater(uint256 unlockTime, uint256 current);
    /// @notice All 16 locks of the account are in use.
    error VoteEscrow_TooManyLocks(address account);
    /// @notice The account has no lock with this id.
    error VoteEscrow_NoLock(address account, uint256 id);
    /// @notice The lock ended at `unlockTime`: it can only be withdrawn, or merged into another.
    error VoteEscrow_LockExpired(address account, uint256 id, uint256 unlockTime);
    /// @notice The lock has not ended yet; `unlockTime` 0 says that it is permanent.
    error VoteEscrow_LockActive(address account, uint256 id, uint256 unlockTime);
    /// @notice The lock is permanent already.
    error VoteEscrow_LockPermanent(address account, uint256 id);
    /// @notice The lock is not permanent.
    error VoteEscrow_LockNotPermanent(address account, uint256 id);
    /// @notice Locks begin permanent here: an end such as `unlockTime` (seconds) comes by {startDecay} alone, and what
    /// ends takes no more tokens.
    error VoteEscrow_PermanentOnly(uint256 unlockTime);
    /// @notice A lock cannot be merged with itself.
    error VoteEscrow_SameLock(uint256 id);
    /// @notice `account` has not allowed `locker` to lock for it.
    error VoteEscrow_LockerNotAllowed(address account, address locker);
    /// @notice Locked tokens and their votes cannot be transferred; votes can be delegated.
    error VoteEscrow_NotTransferable();
    /// @notice Votes are recorded for times before `clock` (seconds) only. As OpenZeppelin's Votes names it.
    error ERC5805FutureLookup(uint256 timepoint, uint48 clock);
    /// @notice A projection is about now (`clock`, seconds) or later; for the past there is {getPastVotes}.
    error VoteEscrow_PastLookup(uint256 timepoint, uint256 clock);

    // ---------------------------------------------------------------------------------------------- locking

    /**
     * @notice Locks `amount` (base units) of the caller's tokens until the week of `unlockTime` (seconds, rounded down
     * to a whole Unix week). The account's first lock ever delegates its votes to itself.
     * @dev Needs an allowance; see {selfPermit} for the way without one. Reverts where {PERMANENT_ONLY}.
     */
    function createLock(uint256 amount, uint256 unlockTime) external returns (uint256 id);

    /// @notice Locks `amount` of the caller's tokens for good: one locked token, one vote. See {startDecay}.
    function createPermanentLock(uint256 amount) external returns (uint256 id);

    /**
     * @notice Locks `amount` of the caller's tokens for `account`, which has to have allowed it ({allowLocker}).
     * @param unlockTime As for {createLock}; 0 for a permanent lock, the only kind there is where {PERMANENT_ONLY}.
     */
    function createLockFor(address account, uint256 amount, uint256 unlockTime) external returns (uint256 id);

    /// @notice Lets `locker` create locks for the caller, or no longer. Each takes one of the caller's 16.
    function allowLocker(address locker, bool allowed) external;

    /**
     * @notice Adds `amount` of the caller's tokens to an unexpired lock of `account`.
     * @dev Anyone may give, but strangers at least `MIN_AMOUNT`. Where {PERMANENT_ONLY}, a lock that ends takes nothing.
     */
    function increaseAmount(address account, uint256 id, uint256 amount) external;

    /// @notice Moves the end of the caller's unexpired lock to the later week of `unlockTime` (seconds). Reverts where
    /// {PERMANENT_ONLY}: a lock on its way out ends when it ends, or becomes permanent again.
    function extend(uint256 id, uint256 unlockTime) external;

    /// @notice Makes the caller's unexpired lock permanent.
    function makePermanent(uint256 id) external;

    /// @notice Lets the caller's permanent lock decay: it ends MAX_WEEKS from now, rounded down to a whole week.
    function startDecay(uint256 id) external;

    /**
     * @notice Merges the caller's lock `from` into its lock `to`, which keeps the later of the two ends.
     * @dev `from` may have expired, `to` may not.
     */
    function merge(uint256 from, uint256 to) external;

    /// @notice Returns the tokens of the caller's expired lock. Nothing can stop this.
    function withdraw(uint256 id) external;

    /**
     * @notice Sets the caller's token allowance for this contract by its ERC-2612 signature. Meant for a {multicall}
     * with the call that needs the allowance. A permit that somebody has already used is passed over.
     */
    function selfPermit(uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

    // ---------------------------------------------------------------------------------------------- reading

    /// @notice Weeks that a lock may last at the most, and after which a lock weighs its full amount: 1 to 208.
    function MAX_WEEKS() external view returns (uint256);
    /// @notice The least that a new lock, or a stranger's gift to a lock, may hold, in base units.
    function MIN_AMOUNT() external view returns (uint256);
    /// @notice Whether every lock begins permanent, and ends by {startDecay} alone.
    function PERMANENT_ONLY() external view returns (bool);
    /**
     * @notice The token that is locked. It moves exactly what it is asked to move, calls nobody back, and there are
     * never more than 2^96 - 1 base units of it.
     * @dev Warning: of a token with a larger supply, somebody who owns more than that can fill the total until further
     * locking reverts. Withdrawing never does.
     */
    function token() external view returns (address);
    /// @notice The account's locks, expired ones included, in the order of their ids; at most 16.
    function locksOf(address account) external view returns (LockView[] memory);
    /// @notice Whether `account` lets `locker` create locks for it.
    function isLockerAllowed(address account, address locker) external view returns (bool);
    /// @notice The votes that `account` will have at `timepoint` (seconds, not past) if nothing is done until then.
    function projectedVotes(address account, uint256 timepoint) external view returns (uint256);
    /// @notice The sum of all locks' power at `timepoint` (seconds, not past) if nothing is done until then.
    function projectedTotalSupply(uint256 timepoint) external view returns (uint256);
}
