// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

/**
 * @title ITreasury
 * @notice The money of a network: ether and any ERC-20. Token holders grant, a council or another spender disburses within
 * the grant, and a cap per token bounds what can leave, whoever sends it.
 *
 * Amounts are in base units of their token, times and periods in seconds. The token `address(0)` is ether. Categories and
 * references (`ref`) are free: a name of up to 32 characters, a hash, or 0. Ids of budgets and of recurring payments
 * count from 1. Proposal ids are those of the governor, 0 if there was none or nobody could say which; they are labels and
 * nothing depends on them.
 *
 * The ledger: each movement is one of the events under "Movements". For each token, what came in less what went out, as
 * these events have it, is {booked}.
 */
interface ITreasury {
    /// @notice The most of `token` that may leave, from the beginning; see {available}.
    struct TokenCap {
        address token;
        uint128 cap;
    }

    /// @notice A payment that a vote decides.
    struct Payment {
        address token;
        address payee;
        uint256 amount;
        bytes32 category;
        bytes32 ref;
    }

    /// @notice What a vote grants to a spender.
    struct BudgetTerms {
        /// @dev Who disburses: an account or any contract.
        address spender;
        address token;
        /// @dev For each period.
        uint128 amount;
        /// @dev When the first period begins; at once if that has passed.
        uint48 start;
        uint48 period;
        /// @dev How many there are; after the last nothing can be spent.
        uint32 periods;
        /// @dev Whether what a period leaves may be spent in later ones.
        bool rollover;
        /// @dev What it is for; 0 for anything.
        bytes32 category;
    }

    /// @notice A budget. `allotted` and `spent` are of the period `settled` (from 0), or with `rollover` of all periods up to
    /// it: {budgetAvailable} looks at the present.
    struct Budget {
        address spender;
        uint48 start;
        uint48 period;
        address token;
        uint32 periods;
        uint32 settled;
        bool rollover;
        bool frozen;
        bool ended;
        uint128 allotted;
        uint128 spent;
        uint128 amount;
        bytes32 category;
        /// @dev The proposal that granted it.
        uint256 proposalId;
    }

    /// @notice What a vote promises to a payee: `count` instalments, the first at `start`, or at once if that has passed.
    struct RecurringTerms {
        address payee;
        address token;
        uint128 amount;
        uint48 start;
        uint48 period;
        uint32 count;
        bytes32 category;
        bytes32 ref;
    }

    /// @notice A recurring payment, of which `left` instalments are to come, the next at `due`.
    struct Recurring {
        address payee;
        uint48 due;
        uint48 period;
        address token;
        uint32 left;
        uint128 amount;
        bytes32 category;
        bytes32 ref;
        /// @dev The proposal that scheduled it.
        uint256 proposalId;
    }

    // ------------------------------------------------------------------------------------------------ Movements

    /// @notice Income: `from` gave `amount`. Ether that is sent without a word has category and reference 0.
    event Deposited(address indexed token, address indexed from, bytes32 indexed category, uint256 amount, bytes32 ref);
    /// @notice Expense: a vote paid.
    event Paid(
        uint256 indexed proposalId,
        address indexed token,
        address indexed payee,
        uint256 amount,
        bytes32 category,
        bytes32 ref
    );
    /// @notice Expense: the spender of the budget paid; `proposalId` granted it.
    event Disbursed(
        uint256 indexed budgetId,
        address indexed token,
        address indexed payee,
        uint256 amount,
        bytes32 category,
        bytes32 ref,
        uint256 proposalId
    );
    /// @notice Expense: an instalment of the recurring payment that fell due at `due`; `proposalId` scheduled it.
    event RecurringPaid(
        uint256 indexed recurringId,
        address indexed token,
        address indexed payee,
        uint256 amount,
        bytes32 category,
        bytes32 ref,
        uint256 proposalId,
        uint48 due
    );
    /// @notice Unspent money came back, of which the budget may spend `restored` again.
    event Refunded(
        uint256 indexed budgetId,
        address indexed token,
        address indexed from,
        uint256 amount,
        uint256 restored,
        bytes32 category,
        uint256 proposalId
    );
    /// @notice The balance differed from the books: a transfer without {deposit}, or the token changed balances by itself.
    /// It is an income if `balance` is more than `booked`, and a loss if it is less.
    event Reconciled(address indexed token, uint256 booked, uint256 balance);

    // ------------------------------------------------------------------------------------------- Other events

    /// @notice `proposalId` granted a budget. `terms.start` is when it really begins.
    event BudgetGranted(uint256 indexed budgetId, uint256 indexed proposalId, BudgetTerms terms);
    /// @notice The budget is `amount` for each of `periods` periods, the present one included.
    event BudgetChanged(uint256 indexed budgetId, uint256 indexed proposalId, uint128 amount, uint32 periods);
    /// @notice `spender` disburses the budget from now on.
    event BudgetSpenderSet(uint256 indexed budgetId, uint256 indexed proposalId, address previous, address spender);
    /// @notice Nothing can be spent of the budget until it is unfrozen, or it can again.
    event BudgetFrozen(uint256 indexed budgetId, uint256 indexed proposalId, bool frozen);
    /// @notice The budget is over for good.
    event BudgetEnded(uint256 indexed budgetId, uint256 indexed proposalId);
    /// @notice `proposalId` scheduled a recurring payment. `terms.start` is when it really begins.
    event RecurringScheduled(uint256 indexed recurringId, uint256 indexed proposalId, RecurringTerms terms);
    /// @notice No instalment is paid any more, due or not.
    event RecurringCancelled(uint256 indexed recurringId, uint256 indexed proposalId);
    /// @notice The cap is `cap` at once, and no raise is pending.
    event CapSet(address indexed token, uint256 indexed proposalId, uint256 previous, uint256 cap);
    /// @notice The cap will be `cap` from `effectiveAt` on, unless another event about it follows before.
    event CapRaiseAnnounced(address indexed token, uint256 indexed proposalId, uint256 cap, uint48 effectiveAt);
    /// @notice `governor` is asked for the ids of proposals from now on.
    event GovernorSet(address previous, address governor);
    /// @notice A vote sent an ERC-721 that was here to `to`.
    event RecoveredERC721(uint256 indexed proposalId, address indexed collection, address indexed to, uint256 tokenId);
    /// @notice A vote sent ERC-1155 tokens that were here to `to`.
    event RecoveredERC1155(
        uint256 indexed proposalId,
        address indexed collection,
        address indexed to,
        uint256 tokenId,
        uint256 amount
    );

    // -------------------------------------------------------------------------------------------------- Errors

    /// @notice Only the timelock may; `caller` is not it.
    error Treasury_NotTimelock(address caller);
    /// @notice A governor is named already: only the timelock names another.
    error Treasury_GovernorNamed(address governor);
    /// @notice The timelock does not let `candidate` propose, so it is not the governor.
    error Treasury_NotProposer(address candidate);
    /// @notice A treasury that nobody commands is refused.
    error Treasury_ZeroTimelock();
    /// @notice An amount of zero is refused.
    error Treasury_ZeroAmount();
    /// @notice Nobody, and the treasury itself, cannot be paid.
    error Treasury_InvalidPayee(address payee);
    /// @notice `amount` of `token` was to leave, and `balance` is here.
    error Treasury_InsufficientBalance(address token, uint256 amount, uint256 balance);
    /// @notice `sent` wei came with the call, and `expected` should have.
    error Treasury_WrongValue(uint256 sent, uint256 expected);
    /// @notice `token` never had a cap, so there are no books for it. A vote gives it one with {raiseCap}.
    error Treasury_UnlistedToken(address token);
    /// @notice `token` has a cap and books: it leaves by payments only.
    error Treasury_ListedToken(address token);
    /// @notice The cap of `token` is given twice.
    error Treasury_DuplicateCap(address token);
    /// @notice There is no recurring payment `recurringId`.
    error Treasury_UnknownRecurring(uint256 recurringId);
    /// @notice The terms lack an amount, a period or a count, or end after time does.
    error Treasury_InvalidRecurring(RecurringTerms terms);
    /// @notice The next instalment is due at `due`, 2^256 - 1 if none is left.
    error Treasury_NotDue(uint256 recurringId, uint256 due);

    // ----------------------------------------------------------------------------------------------- For votes

    /// @notice Pays, all or nothing. Owner: the timelock.
    /// @dev Errors: NotTimelock, ZeroAmount, InvalidPayee, InsufficientBalance, OutflowCap_Exceeded, and the token's own.
    function pay(Payment[] calldata payments) external;

    /// @notice Grants a budget. Owner: the timelock. Errors: NotTimelock, Budgets_InvalidTerms.
    /// @return budgetId The number of budgets that were ever granted.
    function grantBudget(BudgetTerms calldata terms) external returns (uint256 budgetId);

    /// @notice Raises a budget to `amount` for each period, from the present one on, and to `periods` periods in all.
    /// Owner: the timelock. Periods that have passed stay as they were.
    /// @dev Errors: NotTimelock, Budgets_Unknown, Budgets_Over, Budgets_NotARaise, Budgets_InvalidTerms.
    function raiseBudget(uint256 budgetId, uint128 amount, uint32 periods) external;

    /// @notice Lowers a budget, likewise. Owner: the timelock. What is spent stays spent; a budget of which the present
    /// period then has spent too much can spend nothing until the next.
    /// @dev Errors: NotTimelock, Budgets_Unknown, Budgets_NotALowering.
    function lowerBudget(uint256 budgetId, uint128 amount, uint32 periods) external;

    /// @notice Ends a budget for good; again, if it has ended. Owner: the timelock. Errors: NotTimelock, Budgets_Unknown.
    function endBudget(uint256 budgetId) external;

    /// @notice Replaces the spender of a budget; what is spent stays spent. Owner: the timelock.
    /// @dev Errors: NotTimelock, Budgets_Unknown, Budgets_InvalidSpender.
    function setBudgetSpender(uint256 budgetId, address spender) external;

    /// @notice Stops a budget until it is unfrozen; time goes on for it. Owner: the timelock, meant for emergencies too, since
    /// it can only stop; it never fails for a budget there is. Errors: NotTimelock, Budgets_Unknown.
    function freezeBudget(uint256 budgetId) external;

    /// @notice Lets a budget go on. Owner: the timelock. Errors: NotTimelock, Budgets_Unknown.
    function unfreezeBudget(uint256 budgetId) external;

    /// @notice Schedules a recurring payment. Owner: the timelock. Errors: NotTimelock, InvalidPayee, InvalidRecurring.
    /// @return recurringId The number of recurring payments that were ever scheduled.
    function scheduleRecurring(RecurringTerms calldata terms) external returns (uint256 recurringId);

    /// @notice Cancels what is left of a recurring payment, overdue instalments included. Owner: the timelock.
    /// @dev Errors: NotTimelock, UnknownRecurring.
    function cancelRecurring(uint256 recurringId) external;

    /// @notice Announces a higher cap for `token`, in force 30 days later and in place of any announced before. Owner: the
    /// timelock. A token's first cap is a raise from 0. Errors: NotTimelock, OutflowCap_NotARaise.
    function raiseCap(address token, uint128 cap) external;

    /// @notice Lowers the cap of `token` at once, or leaves it, and withdraws any raise. Owner: the timelock.
    /// @dev Errors: NotTimelock, OutflowCap_NotALowering.
    function lowerCap(address token, uint128 cap) external;

    /// @notice Sets whom to ask for the ids of proposals; nobody for 0. Owner: the timelock. Errors: NotTimelock.
    function setGovernor(address governor_) external;

    /// @notice Sends away an ERC-721 that came here. Owner: the timelock. Errors: NotTimelock, ListedToken.
    function recoverERC721(IERC721 collection, uint256 tokenId, address to) external;

    /// @notice Sends away ERC-1155 tokens that came here. Owner: the timelock. Errors: NotTimelock, ListedToken.
    function recoverERC1155(IERC1155 collection, uint256 tokenId, uint256 amount, address to) external;

    // --------------------------------------------------------------------------------------------- For spenders

    /// @notice Pays out of a budget. Owner: its spender.
    /// @param category The budget's, if it has one.
    /// @dev Errors: Budgets_Unknown, Budgets_NotSpender, Budgets_Frozen, Budgets_NotStarted, Budgets_Over,
    /// Budgets_WrongCategory, Budgets_Exceeded, and those of {pay}.
    function disburse(uint256 budgetId, address payee, uint256 amount, bytes32 category, bytes32 ref) external;

    // --------------------------------------------------------------------------------------------- For everyone

    /// @notice Pays one due instalment of each of `recurringIds`, all or nothing. Open to anyone; an id may be repeated
    /// while instalments are overdue. Errors: UnknownRecurring, NotDue, and those of {pay}.
    function payRecurring(uint256[] calldata recurringIds) external;

    /// @notice Takes `amount` from the caller as income: ether that comes with the call, or an ERC-20 that was approved. Open
    /// to anyone. What arrives is booked. Errors: ZeroAmount, WrongValue, UnlistedToken.
    function deposit(address token, uint256 amount, bytes32 category, bytes32 ref) external payable;

    /// @notice Takes `amount` of a budget's token back, likewise. Open to anyone. The budget may spend it again, but never
    /// more than it is allotted: in this period or, with roll-over, up to it.
    /// @dev It makes no room under the cap. Errors: Budgets_Unknown, ZeroAmount, WrongValue, UnlistedToken.
    function refund(uint256 budgetId, uint256 amount) external payable;

    /// @notice Books the difference between balance and books, if there is one. Open to anyone. Errors: UnlistedToken.
    function reconcile(address token) external;

    /// @notice Delegates the treasury's votes of `token` to the constant EXCLUDED, so that no quorum counts them. Open to
    /// anyone, since it can do nothing else.
    function exclude(IVotes token) external;

    /// @notice Names the governor while none is named: whom the timelock lets propose. Open to anyone, since the timelock
    /// vouches for it; so a deployer without any power can name a governor that is made after the treasury.
    /// @dev Errors: GovernorNamed, NotProposer.
    function adoptGovernor(address candidate) external;

    // -------------------------------------------------------------------------------------------------- Reading

    /// @notice What movements add up to. It differs from the balance until {reconcile}, or the next expense, books it.
    function booked(address token) external view returns (uint256);

    /// @notice What the cap lets leave now, for payments by vote, and for budgets and recurring payments together.
    function available(address token) external view returns (uint256 forVotes, uint256 forGrants);

    /// @notice The cap in force, and the one to come with its time; zeros if no raise is pending.
    function capOf(address token) external view returns (uint256 cap, uint256 raised, uint48 effectiveAt);

    /// @notice Whether `token` has, had or is to have a cap, and so has books.
    function isListed(address token) external view returns (bool);

    /// @notice A budget as stored. Errors: Budgets_Unknown.
    function budget(uint256 budgetId) external view returns (Budget memory);

    /// @notice What a budget lets its spender disburse now; the cap and the balance may allow less. Errors: Budgets_Unknown.
    function budgetAvailable(uint256 budgetId) external view returns (uint256);

    /// @notice How many budgets were ever granted.
    function budgetCount() external view returns (uint256);

    /// @notice A recurring payment. Errors: UnknownRecurring.
    function recurring(uint256 recurringId) external view returns (Recurring memory);

    /// @notice When the next instalment is due, perhaps in the past; 2^256 - 1 if none is left. Errors: UnknownRecurring.
    function nextDue(uint256 recurringId) external view returns (uint256);

    /// @notice How many recurring payments were ever scheduled.
    function recurringCount() external view returns (uint256);

    /// @notice Whom the treasury asks for the ids of proposals.
    function governor() external view returns (address);

    /// @notice The only account that spends directly and grants. For ever.
    function TIMELOCK() external view returns (address);
}
