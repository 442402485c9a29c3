// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IVoteEscrow} from "../escrow/IVoteEscrow.sol";
import {IVestingVault, VestingTerms} from "./IVestingVault.sol";
import {VestingTermsCodec} from "./VestingTermsCodec.sol";

/**
 * @title VestingVault
 * @notice See {IVestingVault} for what is vested when. Vaults are clones (ERC-1167) that carry their terms in their code
 * and share this contract's: {VestingFactory} makes them. This contract itself is no vault and refuses everything.
 *
 * A release changes one slot of the vault: what was released, what is locked, and whether the grant was revoked or has
 * changed hands lie next to each other. The owner is read from the code until it changes.
 *
 * A revocation takes away what is not vested and ends the schedule: what is left is vested, so there is nothing to
 * remember but that it happened.
 *
 * **Who can change what.** Anyone releases to the owner and sends tokens in. The owner votes, locks, and hands the vault
 * on in two steps, the votes with it. Where the terms say so, the timelock revokes the grant, and only the treasury gets
 * what was not vested. Locked tokens come back here and nowhere else. There is no pause and no upgrade.
 */
contract VestingVault is IVestingVault, ReentrancyGuardTransient {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    /**
     * @dev About TOKEN. At most 2^96 - 1 exist, but `released` counts tokens as often as they come in again: it would
     * take 2^32 rounds of the whole supply to fill it.
     */
    struct Account {
        uint128 released;
        uint96 locked;
        bool revoked;
        bool handedOn;
    }

    /// @inheritdoc IVestingVault
    IERC20 public immutable TOKEN;
    /// @inheritdoc IVestingVault
    IVoteEscrow public immutable ESCROW;
    /// @inheritdoc IVestingVault
    address public immutable TIMELOCK;
    /// @inheritdoc IVestingVault
    address public immutable TREASURY;

    address private immutable IMPLEMENTATION = address(this);

    Account private _account;
    /// @dev Counts once `handedOn`; until then it is the terms' beneficiary.
    address private _owner;
    /// @inheritdoc IVestingVault
    address public pendingOwner;
    uint256 private _etherReleased;
    /// @dev Of all tokens but TOKEN.
    mapping(address token => uint256 amount) private _othersReleased;

    modifier onlyOwner() {
        if (msg.sender != owner()) revert VestingVault_NotOwner(msg.sender);
        _;
    }

    modifier onlyLocker() {
        if (msg.sender != owner()) revert VestingVault_NotOwner(msg.sender);
        if (revocable()) revert VestingVault_Revocable();
        if (address(ESCROW) == address(0)) revert VestingVault_NoEscrow();
        _;
    }

    constructor(IERC20 token, IVoteEscrow escrow, address timelock, address treasury) {
        TOKEN = token;
        ESCROW = escrow;
        TIMELOCK = timelock;
        TREASURY = treasury;
    }

    /// @notice The native currency vests, too.
    receive() external payable {
        if (address(this) == IMPLEMENTATION) revert VestingVault_NoVault();
    }

    // -------------------------------------------------------------------------------------------------- Releasing

    /// @inheritdoc IVestingVault
    function release(address token) external nonReentrant {
        (uint256 first, uint256 last) = _fetch();
        Account memory account = _account;
        (uint256 amount, uint256 before) = _due(last, account, token);
        if (token == address(TOKEN)) _account.released = (before + amount).toUint128();
        else _othersReleased[token] = before + amount;

        emit ERC20Released(token, amount);
        IERC20(token).safeTransfer(_ownerOf(first, account.handedOn), amount);
    }

    /// @inheritdoc IVestingVault
    function release() external nonReentrant {
        uint256 amount = releasable();
        _etherReleased += amount;

        emit EtherReleased(amount);
        Address.sendValue(payable(owner()), amount);
    }

    // -------------------------------------------------------------------------------------------------- Voting

    /// @inheritdoc IVestingVault
    function delegate(address delegatee) external onlyOwner {
        IVotes(address(TOKEN)).delegate(delegatee);
    }

    /// @inheritdoc IVestingVault
    function delegateLocked(address delegatee) external onlyLocker {
        ESCROW.delegate(delegatee);
    }

    // -------------------------------------------------------------------------------------------------- Locking

    /// @inheritdoc IVestingVault
    function createLock(uint256 amount, uint256 unlockTime) external onlyLocker nonReentrant returns (uint256 id) {
        _delegateFirstLock();
        _payEscrow(amount);
        return ESCROW.createLock(amount, unlockTime);
    }

    /// @inheritdoc IVestingVault
    function createPermanentLock(uint256 amount) external onlyLocker nonReentrant returns (uint256 id) {
        _delegateFirstLock();
        _payEscrow(amount);
        return ESCROW.createPermanentLock(amount);
    }

    /// @inheritdoc IVestingVault
    function increaseAmount(uint256 id, uint256 amount) external onlyLocker nonReentrant {
        _payEscrow(amount);
        ESCROW.increaseAmount(address(this), id, amount);
    }

    /// @inheritdoc IVestingVault
    function extend(uint256 id, uint256 unlockTime) external onlyLocker {
        ESCROW.extend(id, unlockTime);
    }

    /// @inheritdoc IVestingVault
    function makePermanent(uint256 id) external onlyLocker {
        ESCROW.makePermanent(id);
    }

    /// @inheritdoc IVestingVault
    function startDecay(uint256 id) external onlyLocker {
        ESCROW.startDecay(id);
    }

    /// @inheritdoc IVestingVault
    function merge(uint256 from, uint256 to) external onlyLocker {
        ESCROW.merge(from, to);
    }

    /// @inheritdoc IVestingVault
    function withdraw(uint256 id) external onlyLocker nonReentrant {
        uint256 before = TOKEN.balanceOf(address(this));
        ESCROW.withdraw(id);
        uint256 received = TOKEN.balanceOf(address(this)) - before;
        // More than is owed comes back if a stranger has added to the lock: that is new to the allocation.
        _account.locked = Math.saturatingSub(_account.locked, received).toUint96();
    }

    // -------------------------------------------------------------------------------------------------- Revoking

    /// @inheritdoc IVestingVault
    function revoke() external nonReentrant {
        if (msg.sender != TIMELOCK) revert VestingVault_NotTimelock(msg.sender);
        (, uint256 last) = _fetch();
        if (!VestingTermsCodec.revocable(last)) revert VestingVault_NotRevocable();
        // A revocable vault has nothing locked.
        uint256 allocation = TOKEN.balanceOf(address(this)) + _account.released;
        uint256 unvested = allocation - _vested(last, _account.revoked, allocation, block.timestamp);
        if (unvested == 0) revert VestingVault_NothingToRevoke();

        _account.revoked = true;

        emit GrantRevoked(unvested);
        TOKEN.safeTransfer(TREASURY, unvested);
    }

    // -------------------------------------------------------------------------------------------------- Owning

    /// @inheritdoc IVestingVault
    function transferOwnership(address newOwner) external onlyOwner {
        pendingOwner = newOwner;
        emit OwnershipTransferStarted(msg.sender, newOwner);
    }

    /// @inheritdoc IVestingVault
    function acceptOwnership() external {
        if (msg.sender != pendingOwner) revert VestingVault_NotPendingOwner(msg.sender);
        address previous = owner();

        delete pendingOwner;
        (_owner, _account.handedOn) = (msg.sender, true);

        emit OwnershipTransferred(previous, msg.sender);
        // Whom the former owner trusted with the votes, the new one may not know.
        _redelegate(IVotes(address(TOKEN)));
        if (address(ESCROW) != address(0)) _redelegate(ESCROW);
    }

    // -------------------------------------------------------------------------------------------------- Reading

    /// @inheritdoc IVestingVault
    function owner() public view returns (address) {
        (uint256 first, ) = _fetch();
        return _ownerOf(first, _account.handedOn);
    }

    /// @inheritdoc IVestingVault
    function terms() external view returns (VestingTerms memory) {
        (uint256 first, uint256 last) = _fetch();
        (uint256 start_, uint256 duration_, uint256 cliff_) = VestingTermsCodec.schedule(last);
        return
            VestingTerms({
                beneficiary: VestingTermsCodec.beneficiary(first),
                start: uint48(start_),
                durationSeconds: uint32(duration_),
                cliffSeconds: uint32(cliff_),
                revocable: VestingTermsCodec.revocable(last)
            });
    }

    /// @inheritdoc IVestingVault
    function start() external view returns (uint256 start_) {
        (start_, , ) = _schedule();
    }

    /// @inheritdoc IVestingVault
    function cliff() external view returns (uint256) {
        (uint256 start_, , uint256 cliffSeconds) = _schedule();
        return start_ + cliffSeconds;
    }

    /// @inheritdoc IVestingVault
    function duration() external view returns (uint256 duration_) {
        (, duration_, ) = _schedule();
    }

    /// @inheritdoc IVestingVault
    function end() external view returns (uint256) {
        (uint256 start_, uint256 duration_, ) = _schedule();
        return start_ + duration_;
    }

    /// @inheritdoc IVestingVault
    function revocable() public view returns (bool) {
        (, uint256 last) = _fetch();
        return VestingTermsCodec.revocable(last);
    }

    /// @inheritdoc IVestingVault
    function revoked() external view returns (bool) {
        return _account.revoked;
    }

    /// @inheritdoc IVestingVault
    function locked() external view returns (uint256) {
        return _account.locked;
    }

    /// @inheritdoc IVestingVault
    function released(address token) public view returns (uint256) {
        return token == address(TOKEN) ? _account.released : _othersReleased[token];
    }

    /// @inheritdoc IVestingVault
    function released() public view returns (uint256) {
        return _etherReleased;
    }

    /// @inheritdoc IVestingVault
    function releasable(address token) external view returns (uint256 amount) {
        (, uint256 last) = _fetch();
        (amount, ) = _due(last, _account, token);
    }

    /// @inheritdoc IVestingVault
    function releasable() public view returns (uint256) {
        return vestedAmount(uint64(block.timestamp)) - released();
    }

    /// @inheritdoc IVestingVault
    function vestedAmount(address token, uint64 timestamp) external view returns (uint256) {
        (, uint256 last) = _fetch();
        uint256 allocation = IERC20(token).balanceOf(address(this)) + released(token);
        if (token == address(TOKEN)) allocation += _account.locked;
        return _vested(last, _account.revoked, allocation, timestamp);
    }

    /// @inheritdoc IVestingVault
    function vestedAmount(uint64 timestamp) public view returns (uint256) {
        (, uint256 last) = _fetch();
        return _vested(last, _account.revoked, address(this).balance + released(), timestamp);
    }

    // -------------------------------------------------------------------------------------------------- Internal

    /// @dev A lock's votes would count for the vault, which cannot vote, if nobody else were chosen.
    function _delegateFirstLock() private {
        if (ESCROW.delegates(address(this)) == address(0)) ESCROW.delegate(msg.sender);
    }

    /// @dev Votes that somebody has go to the caller, the new owner; those that nobody has stay with nobody.
    function _redelegate(IVotes votes) private {
        if (votes.delegates(address(this)) != address(0)) votes.delegate(msg.sender);
    }

    function _payEscrow(uint256 amount) private {
        _account.locked += amount.toUint96();
        TOKEN.forceApprove(address(ESCROW), amount);
    }

    /// @dev What can be released of `token`, and what was before.
    function _due(
        uint256 last,
        Account memory account,
        address token
    ) private view returns (uint256 amount, uint256 before) {
        uint256 balance = IERC20(token).balanceOf(address(this));
        uint256 allocation = balance;
        if (token == address(TOKEN)) {
            before = account.released;
            allocation += account.locked;
        } else {
            before = _othersReleased[token];
        }
        amount = _vested(last, account.revoked, allocation + before, block.timestamp) - before;
        // What is locked may be due, and cannot be paid.
        if (amount > balance) amount = balance;
    }

    function _vested(uint256 last, bool ended, uint256 allocation, uint256 time) private pure returns (uint256) {
        (uint256 start_, uint256 duration_, uint256 cliff_) = VestingTermsCodec.schedule(last);
        if (ended) return allocation;
        if (time < start_) return 0;
        uint256 elapsed;
        unchecked {
            elapsed = time - start_;
        }
        if (elapsed >= duration_) return allocation;
        return elapsed < cliff_ ? 0 : (allocation * elapsed) / duration_;
    }

    function _ownerOf(uint256 first, bool handedOn) private view returns (address) {
        return handedOn ? _owner : VestingTermsCodec.beneficiary(first);
    }

    function _schedule() private view returns (uint256, uint256, uint256) {
        (, uint256 last) = _fetch();
        return VestingTermsCodec.schedule(last);
    }

    /// @dev The terms, if this is a vault: the code that vaults share has none.
    function _fetch() private view returns (uint256 first, uint256 last) {
        if (address(this) == IMPLEMENTATION) revert VestingVault_NoVault();
        return VestingTermsCodec.fetch();
    }
}
