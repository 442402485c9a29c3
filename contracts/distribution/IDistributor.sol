// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IVoteEscrow} from "../escrow/IVoteEscrow.sol";
import {IBudgetSpender} from "./IBudgetSpender.sol";

/**
 * @title IDistributor
 * @notice Distributions of the network's token to as many accounts as a list has. A vote decides about the root of a Merkle
 * tree of the list, and about the hash by which the list itself is published; then anyone may claim for anyone. Nobody can
 * change a distribution that is open, and only a vote can end it early.
 *
 * Amounts are in base units, times and durations in seconds. Ids count from 1. The tree is a standard one of OpenZeppelin's,
 * of leaves `(uint256 index, address account, uint256 amount)`, where each index occurs once. An account may have several.
 *
 * What the list says is checked by whoever votes: that its hash and its root are those of the proposal, and that its amounts
 * add up. Here a list that promises more than there is takes nothing from other distributions.
 */
interface IDistributor is IBudgetSpender {
    /// @notice Where claims go: the account itself, a lock of the account in the vote escrow, or its vesting vault.
    enum Destination {
        Wallet,
        Lock,
        Vault
    }

    /// @notice What a vote decides about a distribution.
    struct Terms {
        /// @dev The treasury budget that the tokens come from and what is left goes back to. Its spender is this contract.
        /// {open} takes 0 for the one that the same proposal has granted last.
        uint256 budgetId;
        /// @dev The root of the tree.
        bytes32 root;
        /// @dev The SHA-256 of the published list.
        bytes32 listHash;
        /// @dev The tokens for all leaves together.
        uint96 amount;
        /// @dev How long claims can be made, from the opening on: 30 days to 10 years.
        uint32 duration;
        Destination destination;
        /// @dev For locks: how long each lasts from its claim on, in weeks of seconds that the escrow rounds down; 0 for good.
        /// For vaults: how long they vest. For wallets: 0.
        uint32 termSeconds;
        /// @dev For vaults: when vesting begins; may be past. For others: 0.
        uint48 vestingStart;
        /// @dev For vaults: how long after that start nothing is vested. For others: 0.
        uint32 cliffSeconds;
    }

    /// @notice A distribution. Claims are made before `end`.
    struct State {
        Terms terms;
        uint48 end;
        /// @dev What was neither claimed nor returned.
        uint96 left;
    }

    /// @notice A leaf of the list, with the proof that it is one.
    struct Claim {
        uint256 index;
        address account;
        uint256 amount;
        bytes32[] proof;
    }

    /// @notice A signature of the account over an ERC-5805 delegation.
    struct Delegation {
        address delegatee;
        uint256 nonce;
        uint256 expiry;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice A vote opened a distribution.
    event DistributionOpened(uint256 indexed distributionId, uint256 indexed budgetId, Terms terms, uint48 end);
    /// @notice A vote ended the distribution early; its end is now.
    event DistributionClosed(uint256 indexed distributionId);
    /// @notice The leaf `index` was claimed for `account`: `amount` is in `recipient`, which is the account, its vault, or the
    /// escrow, where the account has a lock more.
    event Claimed(
        uint256 indexed distributionId,
        uint256 index,
        address indexed account,
        address indexed recipient,
        uint256 amount
    );
    /// @notice `amount`, which nobody has claimed in time, went back to the budget.
    event RestReturned(uint256 indexed distributionId, uint256 indexed budgetId, uint256 amount);

    /// @notice The escrow must lock the token.
    error Distributor_BadEscrow(address escrow);
    /// @notice There is no distribution `distributionId`.
    error Distributor_Unknown(uint256 distributionId);
    /// @notice A distribution needs tokens, a root, and the hash of its list.
    error Distributor_BadTerms(uint256 amount, bytes32 root, bytes32 listHash);
    /// @notice Claims can be made for `min` to `max` seconds.
    error Distributor_BadDuration(uint256 duration, uint256 min, uint256 max);
    /// @notice The terms say something about another destination than theirs.
    error Distributor_BadDestination(Destination destination, uint256 termSeconds, uint256 vestingStart, uint256 cliff);
    /// @notice The network has no vote escrow.
    error Distributor_NoEscrow();
    /// @notice Locks last from one week to `max` seconds, or for good (0); `max` 0 says that all are for good.
    error Distributor_BadLock(uint256 termSeconds, uint256 max);
    /// @notice Claims could be made until `end` (seconds).
    error Distributor_Over(uint256 distributionId, uint256 end);
    /// @notice What is left can be returned from `end` on (seconds).
    error Distributor_NotOver(uint256 distributionId, uint256 end);
    /// @notice The leaf was claimed before.
    error Distributor_AlreadyClaimed(uint256 distributionId, uint256 index);
    /// @notice The list of the distribution does not have this leaf, or the proof is not of it.
    error Distributor_NotListed(uint256 distributionId, uint256 index, address account, uint256 amount);
    /// @notice The list promises more than was distributed: `left` is left.
    error Distributor_Exhausted(uint256 distributionId, uint256 amount, uint256 left);
    /// @notice Votes are delegated with a claim where it goes to the account itself.
    error Distributor_NotToWallet(uint256 distributionId, Destination destination);
    /// @notice The signature did not delegate the votes of `account` to `delegatee`: they are with `present`.
    error Distributor_NotDelegated(address account, address delegatee, address present);
    /// @notice Everything was claimed, or the rest is back already.
    error Distributor_NothingToReturn(uint256 distributionId);

    // ----------------------------------------------------------------------------------------------- For votes

    /// @notice Opens a distribution with tokens of a budget. Owner: the timelock.
    /// @dev Errors: NotTimelock, BadTerms, BadDuration, BadDestination, NoEscrow, BadLock, NoVesting, CliffAfterEnd,
    /// EndsTooLate, WrongToken, and those of {ITreasury-disburse}.
    /// @return distributionId The number of distributions that were ever opened.
    function open(Terms calldata terms) external returns (uint256 distributionId);

    /// @notice Ends a distribution at once, if it has not ended; the rest can be returned. Owner: the timelock, meant for
    /// emergencies too, since it can only stop; it never fails for a distribution there is.
    /// @dev Errors: NotTimelock, Unknown.
    function close(uint256 distributionId) external;

    // --------------------------------------------------------------------------------------------- For everyone

    /**
     * @notice Claims a leaf for its account. Open to anyone.
     * @dev Into a lock only for accounts that let this contract lock for them ({IVoteEscrow-allowLocker}), and of the escrow's
     * least amount or more. Errors: Unknown, Over, AlreadyClaimed, NotListed, Exhausted, and those of the escrow.
     * @return recipient Where the tokens are: the account, its vault, or the escrow.
     */
    function claim(uint256 distributionId, Claim calldata leaf) external returns (address recipient);

    /**
     * @notice Claims a leaf into its account's wallet, and delegates the account's votes by its signature. Open to anyone.
     * @dev Nobody spoils it by being first: a leaf that is claimed already is passed over, and so is a signature that somebody
     * else has used, if its delegation stands. Errors: those of {claim} but AlreadyClaimed, NotToWallet, NotDelegated.
     */
    function claimAndDelegate(uint256 distributionId, Claim calldata leaf, Delegation calldata delegation) external;

    /// @notice Claims many leaves, as many as fit a transaction. Open to anyone. Those that are claimed already are passed
    /// over, so that nobody stops the others by being first. Errors: those of {claim} but AlreadyClaimed.
    /// @return claimed How many were claimed.
    function claimMany(uint256 distributionId, Claim[] calldata leaves) external returns (uint256 claimed);

    /// @notice Gives what is left back to the budget, from the end on. Open to anyone.
    /// @dev Errors: Unknown, NotOver, NothingToReturn.
    function returnRest(uint256 distributionId) external returns (uint256 amount);

    // -------------------------------------------------------------------------------------------------- Reading

    /// @notice A distribution as stored. Errors: Unknown.
    function distribution(uint256 distributionId) external view returns (State memory);

    /// @notice Whether the leaf `index` was claimed.
    function isClaimed(uint256 distributionId, uint256 index) external view returns (bool);

    /// @notice Whether the list of the distribution has this leaf. Errors: Unknown.
    function isListed(uint256 distributionId, Claim calldata leaf) external view returns (bool);

    /// @notice How many distributions were ever opened.
    function distributionCount() external view returns (uint256);

    /// @notice Where locks are made; the zero address in a network that has no escrow.
    function ESCROW() external view returns (IVoteEscrow);
}
