// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IVoteEscrow} from "../escrow/IVoteEscrow.sol";

/**
 * @notice The terms of a grant: they are part of its vault's code and never change.
 * @param beneficiary Who owns the vault at first.
 * @param start When vesting begins, in seconds; may be past.
 * @param durationSeconds From the start until everything is vested; 0 for all of it at the start.
 * @param cliffSeconds From the start until anything is vested; at most the duration.
 * @param revocable Whether the timelock may take back what is not vested. Such a vault cannot lock.
 */
struct VestingTerms {
    address beneficiary;
    uint48 start;
    uint32 durationSeconds;
    uint32 cliffSeconds;
    bool revocable;
}

/**
 * @title IVestingVault
 * @notice Tokens that become their owner's over time, and vote meanwhile. To whoever asks, it is OpenZeppelin's
 * VestingWalletCliff under the same names: of an allocation `A`, at time `t` (seconds),
 *
 *     0                                    before the cliff
 *     A * (t - start) / duration           until the end, rounded down
 *     A                                    from the end on
 *
 * are vested, for the native currency and for any ERC-20 token, however and whenever they came in. Of the grant's token
 * {TOKEN}, the allocation is what the vault holds, what it has released, and what it has locked in the vote escrow:
 * locking changes nothing about what is vested.
 *
 * Amounts are in base units, times in seconds. The owner is the beneficiary.
 */
interface IVestingVault {
    /// @notice `amount` of the native currency went to the owner.
    event EtherReleased(uint256 amount);
    /// @notice `amount` of `token` went to the owner.
    event ERC20Released(address indexed token, uint256 amount);
    /// @notice The timelock ended the grant: `amount`, all that was not vested, went back to the treasury.
    event GrantRevoked(uint256 amount);
    /// @notice `newOwner` may accept the vault; the zero address says that nobody may any more.
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);
    /// @notice The vault has another owner.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    /// @notice This is the code that vaults share, and no vault itself.
    error VestingVault_NoVault();
    /// @notice Only the owner, the beneficiary, may do this; `caller` is not it.
    error VestingVault_NotOwner(address caller);
    /// @notice Only the account to which the ownership is offered may accept it; `caller` is not it.
    error VestingVault_NotPendingOwner(address caller);
    /// @notice Only the timelock revokes; `caller` is not it.
    error VestingVault_NotTimelock(address caller);
    /// @notice The grant's terms do not let anybody revoke it.
    error VestingVault_NotRevocable();
    /// @notice Everything is vested, or has been revoked, or nothing has come in yet.
    error VestingVault_NothingToRevoke();
    /// @notice What may be revoked may not be locked, since it could not be taken back.
    error VestingVault_Revocable();
    /// @notice The network has no vote escrow.
    error VestingVault_NoEscrow();

    // -------------------------------------------------------------------------------------------------- Releasing

    /// @notice Sends the owner what is releasable of `token`. Anyone may call.
    /// @dev Of TOKEN at most what is not locked. Releasing nothing is no error. Emits {ERC20Released}.
    function release(address token) external;

    /// @notice Sends the owner what is releasable of the native currency. Anyone may call.
    /// @dev Emits {EtherReleased}. Reverts with the owner's refusal to take it.
    function release() external;

    // ---------------------------------------------------------------------------------------------- Voting, owner only

    /// @notice Gives the votes of the tokens in the vault, vested or not, to `delegatee`; the zero address: to nobody.
    /// @dev Nobody votes with them before this has been called. A new owner has them, if anybody had: see {acceptOwnership}.
    function delegate(address delegatee) external;

    /// @notice Gives the votes of the tokens that the vault has locked, now and later, to `delegatee`.
    /// @dev Errors: NotOwner, Revocable, NoEscrow.
    function delegateLocked(address delegatee) external;

    // ------------------------------------------- Locking, owner only, as IVoteEscrow has it; not in a revocable vault
    // Errors of all: NotOwner, Revocable, NoEscrow, and those of the escrow.

    /// @notice Locks `amount` of the vault's tokens, vested or not, until the week of `unlockTime` (seconds).
    /// @dev If nobody has been chosen for the votes of locks ({delegateLocked}), this chooses the owner.
    function createLock(uint256 amount, uint256 unlockTime) external returns (uint256 id);

    /// @notice Locks `amount` of the vault's tokens for good; otherwise as {createLock}.
    /// @dev Warning: to release what is locked so, it has to decay first ({startDecay}), which takes MAX_WEEKS.
    function createPermanentLock(uint256 amount) external returns (uint256 id);

    /// @notice Adds `amount` of the vault's tokens to one of its locks.
    function increaseAmount(uint256 id, uint256 amount) external;

    /// @notice Moves the end of a lock to the later week of `unlockTime` (seconds).
    function extend(uint256 id, uint256 unlockTime) external;

    /// @notice Makes a lock permanent.
    function makePermanent(uint256 id) external;

    /// @notice Lets a permanent lock decay.
    function startDecay(uint256 id) external;

    /// @notice Merges the lock `from` into the lock `to`.
    function merge(uint256 from, uint256 to) external;

    /// @notice Takes the tokens of an expired lock back into the vault.
    function withdraw(uint256 id) external;

    // -------------------------------------------------------------------------------------------------- Revoking

    /**
     * @notice Ends the grant: what is not vested of TOKEN goes to the treasury, everything else in the vault, now and
     * later, is vested. Timelock only.
     * @dev Emits {GrantRevoked}. Errors: NotTimelock, NotRevocable, NothingToRevoke. Other tokens and the native
     * currency are no part of a grant: they stay the owner's.
     */
    function revoke() external;

    // -------------------------------------------------------------------------------------------------- Owning

    /// @notice Offers the vault to `newOwner`, who has to accept it. Owner only. The zero address withdraws the offer.
    function transferOwnership(address newOwner) external;

    /// @notice Makes the caller the owner, if the vault is offered to it. The former owner's delegates, of what the vault
    /// holds and of what it has locked, lose the votes to the new owner.
    /// @dev Emits {OwnershipTransferred}. Errors: NotPendingOwner.
    function acceptOwnership() external;

    // -------------------------------------------------------------------------------------------------- Reading

    /// @notice Who gets what is released, and decides about the votes: the beneficiary.
    function owner() external view returns (address);
    /// @notice To whom the vault is offered, or the zero address.
    function pendingOwner() external view returns (address);
    /// @notice What the grant was created with.
    function terms() external view returns (VestingTerms memory);
    /// @notice When vesting begins.
    function start() external view returns (uint256);
    /// @notice When the cliff ends: a time, as OpenZeppelin has it.
    function cliff() external view returns (uint256);
    /// @notice How long vesting takes.
    function duration() external view returns (uint256);
    /// @notice When everything is vested.
    function end() external view returns (uint256);
    /// @notice Whether the timelock may end the grant.
    function revocable() external view returns (bool);
    /// @notice Whether it has.
    function revoked() external view returns (bool);
    /// @notice What is locked in the escrow, of TOKEN: what went there less what has come back.
    /// @dev What strangers add to a lock counts when more comes back than went there.
    function locked() external view returns (uint256);
    /// @notice What the owner has got of `token`.
    function released(address token) external view returns (uint256);
    /// @notice What the owner has got of the native currency.
    function released() external view returns (uint256);
    /// @notice What {release} would send of `token` now.
    function releasable(address token) external view returns (uint256);
    /// @notice What {release} would send of the native currency now.
    function releasable() external view returns (uint256);
    /// @notice What is vested of `token` at `timestamp` (seconds), released or not, if nothing comes in until then.
    function vestedAmount(address token, uint64 timestamp) external view returns (uint256);
    /// @notice What is vested of the native currency at `timestamp`.
    function vestedAmount(uint64 timestamp) external view returns (uint256);

    /// @notice The token of the grant. It moves exactly what it is asked to move, and there are never more than
    /// 2^96 - 1 base units of it.
    function TOKEN() external view returns (IERC20);
    /// @notice The vote escrow, or the zero address.
    function ESCROW() external view returns (IVoteEscrow);
    /// @notice The only account that revokes.
    function TIMELOCK() external view returns (address);
    /// @notice Where revoked tokens go.
    function TREASURY() external view returns (address);
}
