// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";

import {IVoteEscrow} from "../escrow/IVoteEscrow.sol";
import {ITreasury} from "../treasury/ITreasury.sol";
import {IVestingFactory} from "../vesting/IVestingFactory.sol";
import {BudgetSpender} from "./BudgetSpender.sol";
import {IDistributor} from "./IDistributor.sol";

/**
 * @title Distributor
 * @notice See {IDistributor}. One contract holds all distributions of a network, each with its own books and its own bits of
 * what was claimed.
 *
 * Where a claim goes is decided by the vote and not by whoever claims, since that may be anyone: nobody can lock or vest the
 * tokens of others against the terms. A lock takes one of the 16 that an account has, so the account has to allow it.
 *
 * **Who can change what.** The timelock opens distributions and closes them early; nobody changes one that is open. Anyone
 * may claim for anyone, and return the rest after the end. There is no owner, no pause and no upgrade.
 */
contract Distributor is IDistributor, BudgetSpender {
    using BitMaps for BitMaps.BitMap;
    using SafeERC20 for IERC20;

    uint256 private constant MIN_DURATION = 30 days;
    uint256 private constant MAX_DURATION = 3650 days;
    uint256 private constant WEEK = 1 weeks;

    /// @inheritdoc IDistributor
    IVoteEscrow public immutable ESCROW;

    /// @inheritdoc IDistributor
    uint256 public distributionCount;

    mapping(uint256 distributionId => State state) private _distributions;
    mapping(uint256 distributionId => BitMaps.BitMap indexes) private _claimed;

    /// @param token What is distributed.
    /// @param treasury Grants the budgets, and names the timelock.
    /// @param vesting Makes the vaults; the zero address in a network that has none.
    /// @param escrow Holds the locks; the zero address in a network that has none.
    constructor(
        IERC20 token,
        ITreasury treasury,
        IVestingFactory vesting,
        IVoteEscrow escrow
    ) BudgetSpender(token, treasury, vesting) {
        if (address(escrow) != address(0) && escrow.token() != address(token)) {
            revert Distributor_BadEscrow(address(escrow));
        }
        ESCROW = escrow;
    }

    // ----------------------------------------------------------------------------------------------- For votes

    /// @inheritdoc IDistributor
    function open(Terms calldata terms) external onlyTimelock nonReentrant returns (uint256 distributionId) {
        _checkTerms(terms);
        uint48 end = uint48(block.timestamp) + terms.duration;

        distributionId = ++distributionCount;
        State storage state = _distributions[distributionId];
        Terms memory opened = terms;
        opened.budgetId = _find(terms.budgetId);
        (state.terms, state.end, state.left) = (opened, end, opened.amount);
        emit DistributionOpened(distributionId, opened.budgetId, opened, end);
        _draw(opened.budgetId, opened.amount, bytes32(distributionId));
    }

    /// @inheritdoc IDistributor
    function close(uint256 distributionId) external onlyTimelock {
        State storage state = _distribution(distributionId);
        if (block.timestamp < state.end) state.end = uint48(block.timestamp);
        emit DistributionClosed(distributionId);
    }

    // --------------------------------------------------------------------------------------------- For everyone

    /// @inheritdoc IDistributor
    function claim(uint256 distributionId, Claim calldata leaf) external nonReentrant returns (address recipient) {
        State storage state = _openDistribution(distributionId);
        if (isClaimed(distributionId, leaf.index)) revert Distributor_AlreadyClaimed(distributionId, leaf.index);
        return _claim(distributionId, state, leaf);
    }

    /// @inheritdoc IDistributor
    function claimAndDelegate(
        uint256 distributionId,
        Claim calldata leaf,
        Delegation calldata by
    ) external nonReentrant {
        State storage state = _openDistribution(distributionId);
        Destination destination = state.terms.destination;
        if (destination != Destination.Wallet) revert Distributor_NotToWallet(distributionId, destination);
        if (!isClaimed(distributionId, leaf.index)) _claim(distributionId, state, leaf);

        IVotes votes = IVotes(address(TOKEN));
        // A stranger may have used the same signature first: the delegation stands then, and if it does not, what follows reverts.
        try votes.delegateBySig(by.delegatee, by.nonce, by.expiry, by.v, by.r, by.s) {} catch {}
        address present = votes.delegates(leaf.account);
        if (present != by.delegatee) revert Distributor_NotDelegated(leaf.account, by.delegatee, present);
    }

    /// @inheritdoc IDistributor
    function claimMany(
        uint256 distributionId,
        Claim[] calldata leaves
    ) external nonReentrant returns (uint256 claimed) {
        State storage state = _openDistribution(distributionId);
        for (uint256 i = 0; i < leaves.length; ++i) {
            if (isClaimed(distributionId, leaves[i].index)) continue;
            _claim(distributionId, state, leaves[i]);
            ++claimed;
        }
    }

    /// @inheritdoc IDistributor
    function returnRest(uint256 distributionId) external nonReentrant returns (uint256 amount) {
        State storage state = _distribution(distributionId);
        if (block.timestamp < state.end) revert Distributor_NotOver(distributionId, state.end);
        amount = state.left;
        if (amount == 0) revert Distributor_NothingToReturn(distributionId);

        state.left = 0;
        uint256 budgetId = state.terms.budgetId;
        emit RestReturned(distributionId, budgetId, amount);
        _giveBack(budgetId, amount);
    }

    // -------------------------------------------------------------------------------------------------- Reading

    /// @inheritdoc IDistributor
    function distribution(uint256 distributionId) external view returns (State memory) {
        return _distribution(distributionId);
    }

    /// @inheritdoc IDistributor
    function isClaimed(uint256 distributionId, uint256 index) public view returns (bool) {
        return _claimed[distributionId].get(index);
    }

    /// @inheritdoc IDistributor
    function isListed(uint256 distributionId, Claim calldata leaf) external view returns (bool) {
        return _isListed(_distribution(distributionId), leaf);
    }

    // ------------------------------------------------------------------------------------------------- Internals

    function _checkTerms(Terms calldata terms) private view {
        if (terms.amount == 0 || terms.root == 0 || terms.listHash == 0) {
            revert Distributor_BadTerms(terms.amount, terms.root, terms.listHash);
        }
        if (terms.duration < MIN_DURATION || terms.duration > MAX_DURATION) {
            revert Distributor_BadDuration(terms.duration, MIN_DURATION, MAX_DURATION);
        }
        if (terms.destination == Destination.Vault) {
            _checkSchedule(terms.vestingStart, terms.termSeconds, terms.cliffSeconds);
            return;
        }
        bool isLock = terms.destination == Destination.Lock;
        if (terms.vestingStart != 0 || terms.cliffSeconds != 0 || (!isLock && terms.termSeconds != 0)) {
            revert Distributor_BadDestination(
                terms.destination,
                terms.termSeconds,
                terms.vestingStart,
                terms.cliffSeconds
            );
        }
        if (isLock) _checkLock(terms.termSeconds);
    }

    /// @dev From a week on a lock ends later than it begins, whatever the escrow's rounding.
    function _checkLock(uint256 termSeconds) private view {
        if (address(ESCROW) == address(0)) revert Distributor_NoEscrow();
        if (termSeconds == 0) return;
        // A claim of an end that the escrow refuses would never go through.
        uint256 max = ESCROW.PERMANENT_ONLY() ? 0 : ESCROW.MAX_WEEKS() * WEEK;
        if (termSeconds < WEEK || termSeconds > max) revert Distributor_BadLock(termSeconds, max);
    }

    /// @dev Claims a leaf that is known not to be claimed.
    function _claim(
        uint256 distributionId,
        State storage state,
        Claim calldata leaf
    ) private returns (address recipient) {
        (uint256 index, address account, uint256 amount) = (leaf.index, leaf.account, leaf.amount);
        if (!_isListed(state, leaf)) revert Distributor_NotListed(distributionId, index, account, amount);
        uint256 left = state.left;
        if (amount > left) revert Distributor_Exhausted(distributionId, amount, left);

        _claimed[distributionId].set(index);
        state.left = uint96(left - amount);
        recipient = _deliver(state.terms, account, amount);
        emit Claimed(distributionId, index, account, recipient, amount);
    }

    /// @dev The only way out, but for what goes back.
    function _deliver(Terms storage terms, address account, uint256 amount) private returns (address recipient) {
        Destination destination = terms.destination;
        uint32 termSeconds = terms.termSeconds;
        if (destination == Destination.Vault) {
            return _vest(account, amount, terms.vestingStart, termSeconds, terms.cliffSeconds);
        }
        if (destination == Destination.Lock) {
            TOKEN.forceApprove(address(ESCROW), amount);
            // 0 is for good, for the escrow too.
            ESCROW.createLockFor(account, amount, termSeconds == 0 ? 0 : block.timestamp + termSeconds);
            return address(ESCROW);
        }
        TOKEN.safeTransfer(account, amount);
        return account;
    }

    function _distribution(uint256 distributionId) private view returns (State storage state) {
        state = _distributions[distributionId];
        if (state.end == 0) revert Distributor_Unknown(distributionId);
    }

    function _openDistribution(uint256 distributionId) private view returns (State storage state) {
        state = _distribution(distributionId);
        if (block.timestamp >= state.end) revert Distributor_Over(distributionId, state.end);
    }

    function _isListed(State storage state, Claim calldata leaf) private view returns (bool) {
        bytes32 hash = keccak256(bytes.concat(keccak256(abi.encode(leaf.index, leaf.account, leaf.amount))));
        return MerkleProof.verifyCalldata(leaf.proof, state.terms.root, hash);
    }
}
