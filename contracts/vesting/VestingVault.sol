// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
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
 * on in two steps. The timelock, where the terms say so, revokes, in favour of the treasury and of nobody else. Locked
 * tokens come back here and nowhere else. No upgrade, no pause.
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
        _checkOwner(_terms());
        _;
    }

    modifier onlyLocker() {
        VestingTerms memory terms_ = _terms();
        _checkOwner(terms_);
        if (terms_.revocable) revert VestingVault_Revocable();
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
        VestingTerms memory terms_ = _terms();
        uint256 amount = _releasable(terms_, token);
        if (token == address(TOKEN)) _account.released += amount.toUint128();
        else _othersReleased[token] += amount;

        emit ERC20Released(token, amount);
        IERC20(token).safeTransfer(_ownerOf(terms_), amount);
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
        VestingTerms memory terms_ = _terms();
        if (msg.sender != TIMELOCK) revert VestingVault_NotTimelock(msg.sender);
        if (!terms_.revocable) revert VestingVault_NotRevocable();
        uint256 allocation = _allocation(address(TOKEN), TOKEN.balanceOf(address(this)));
        uint256 unvested = allocation - _vested(terms_, allocation, block.timestamp);
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
    }

    // -------------------------------------------------------------------------------------------------- Reading

    /// @inheritdoc IVestingVault
    function owner() public view returns (address) {
        return _ownerOf(_terms());
    }

    /// @inheritdoc IVestingVault
    function terms() external view returns (VestingTerms memory) {
        return _terms();
    }

    /// @inheritdoc IVestingVault
    function start() external view returns (uint256) {
        return _terms().start;
    }

    /// @inheritdoc IVestingVault
    function cliff() external view returns (uint256) {
        VestingTerms memory terms_ = _terms();
        return uint256(terms_.start) + terms_.cliffSeconds;
    }

    /// @inheritdoc IVestingVault
    function duration() external view returns (uint256) {
        return _terms().durationSeconds;
    }

    /// @inheritdoc IVestingVault
    function end() external view returns (uint256) {
        VestingTerms memory terms_ = _terms();
        return uint256(terms_.start) + terms_.durationSeconds;
    }

    /// @inheritdoc IVestingVault
    function revocable() external view returns (bool) {
        return _terms().revocable;
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
    function releasable(address token) external view returns (uint256) {
        return _releasable(_terms(), token);
    }

    /// @inheritdoc IVestingVault
    function releasable() public view returns (uint256) {
        return vestedAmount(uint64(block.timestamp)) - released();
    }

    /// @inheritdoc IVestingVault
    function vestedAmount(address token, uint64 timestamp) external view returns (uint256) {
        return _vested(_terms(), _allocation(token, IERC20(token).balanceOf(address(this))), timestamp);
    }

    /// @inheritdoc IVestingVault
    function vestedAmount(uint64 timestamp) public view returns (uint256) {
        return _vested(_terms(), address(this).balance + released(), timestamp);
    }

    // -------------------------------------------------------------------------------------------------- Internal

    /// @dev A lock's votes would count for the vault, which cannot vote, if nobody else were chosen.
    function _delegateFirstLock() private {
        if (ESCROW.delegates(address(this)) == address(0)) ESCROW.delegate(msg.sender);
    }

    function _payEscrow(uint256 amount) private {
        _account.locked += amount.toUint96();
        TOKEN.forceApprove(address(ESCROW), amount);
    }

    function _checkOwner(VestingTerms memory terms_) private view {
        if (msg.sender != _ownerOf(terms_)) revert VestingVault_NotOwner(msg.sender);
    }

    function _ownerOf(VestingTerms memory terms_) private view returns (address) {
        return _account.handedOn ? _owner : terms_.beneficiary;
    }

    function _releasable(VestingTerms memory terms_, address token) private view returns (uint256) {
        uint256 balance = IERC20(token).balanceOf(address(this));
        uint256 due = _vested(terms_, _allocation(token, balance), block.timestamp) - released(token);
        // What is locked may be due, and cannot be paid.
        return Math.min(due, balance);
    }

    /// @dev All that ever came in of `token` and did not go to the treasury.
    function _allocation(address token, uint256 balance) private view returns (uint256) {
        uint256 sum = balance + released(token);
        return token == address(TOKEN) ? sum + _account.locked : sum;
    }

    function _vested(VestingTerms memory terms_, uint256 allocation, uint256 time) private view returns (uint256) {
        uint256 start_ = terms_.start;
        if (_account.revoked || time >= start_ + terms_.durationSeconds) return allocation;
        if (time < start_ + terms_.cliffSeconds) return 0;
        return (allocation * (time - start_)) / terms_.durationSeconds;
    }

    function _terms() private view returns (VestingTerms memory) {
        if (address(this) == IMPLEMENTATION) revert VestingVault_NoVault();
        return VestingTermsCodec.decode(Clones.fetchCloneArgs(address(this)));
    }
}
