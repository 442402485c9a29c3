// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ITreasury} from "../treasury/ITreasury.sol";
import {IDisputes} from "./IDisputes.sol";

/**
 * @title IDisputedBudgets
 * @notice Treasury budgets whose larger payments wait, so that anyone can dispute them before they are made. This contract
 * is the spender of such a budget, and the account that a vote named instructs it, as a spender instructs the treasury.
 *
 * A small payment is made at once. A larger one leaves the treasury, waits here for a time, and then anyone can make it.
 * Whoever gives a bond and the arbitrator's fee in that time makes it wait for a ruling. The ruling PAY makes the payment,
 * RETURN gives it back to its budget, and 0, which is no ruling, makes it. The bond goes back to the disputer unless the
 * ruling is PAY; then the payee has it.
 *
 * Ids of payments count from 1. Amounts are in base units of their token, worth and bonds in those of the governance token.
 */
interface IDisputedBudgets is IDisputes {
    /// @notice What a vote sets.
    struct Terms {
        /// @dev What the payments of a budget may be worth together in one `window` without waiting.
        uint96 above;
        uint96 bond;
        /// @dev How long a payment waits, in seconds.
        uint32 window;
    }

    /// @notice Waiting → Disputed → Upheld or Refused. Waiting, when its time is over, or Upheld → Paid, or Returned where the
    /// payee refuses it. Refused → Returned.
    enum Status {
        None,
        Waiting,
        Disputed,
        Upheld,
        Refused,
        Paid,
        Returned
    }

    /// @notice A payment that waits, or did.
    struct Payment {
        address payee;
        /// @dev Until when it waits, or when it was ruled about: it can be finished from then on.
        uint48 until;
        Status status;
        address token;
        uint96 bond;
        address disputer;
        uint256 budgetId;
        /// @dev What arrived here for it.
        uint256 amount;
        bytes32 ref;
        /// @dev The id of its dispute, if there is one.
        uint256 disputeId;
    }

    /// @notice `instructor` instructs the payments of the budget from now on; where it is 0, nobody does.
    event InstructorSet(uint256 indexed budgetId, address indexed instructor);
    /// @notice Payments to come wait by these terms.
    event TermsSet(Terms terms);
    /// @notice A payment was small enough to be made at once.
    event PaidAtOnce(uint256 indexed budgetId, address indexed payee, uint256 amount, bytes32 ref);
    /// @notice A payment waits until `until`.
    event PaymentWaiting(
        uint256 indexed paymentId,
        uint256 indexed budgetId,
        address indexed payee,
        address token,
        uint256 amount,
        bytes32 ref,
        uint48 until
    );
    /// @notice `disputer` disputes the payment; the dispute is `disputeId` here.
    event PaymentDisputed(uint256 indexed paymentId, uint256 indexed disputeId, address indexed disputer, uint96 bond);
    /// @notice The ruling about the payment.
    event PaymentRuled(uint256 indexed paymentId, uint256 ruling);
    /// @notice The instructor has taken the payment back.
    event PaymentCancelled(uint256 indexed paymentId);
    /// @notice The payee has refused the payment for too long.
    event PaymentGivenUp(uint256 indexed paymentId);
    /// @notice The payment was made.
    event PaymentMade(uint256 indexed paymentId, address indexed payee, uint256 amount);
    /// @notice The payment went back to its budget.
    event PaymentReturned(uint256 indexed paymentId, uint256 indexed budgetId, uint256 amount);
    /// @notice `account` had its bonds sent.
    event BondsWithdrawn(address indexed account, uint256 amount);

    /// @notice A window is a minute to a year long.
    error DisputedBudgets_BadTerms(Terms terms);
    /// @notice Neither `token` nor `treasury` can be a wallet.
    error DisputedBudgets_BadParameters(address token, address treasury);
    /// @notice `spender` spends this budget, and not this contract.
    error DisputedBudgets_NotSpender(uint256 budgetId, address spender);
    /// @notice `instructor` instructs this budget, and `caller` is not it.
    error DisputedBudgets_NotInstructor(uint256 budgetId, address caller, address instructor);
    /// @notice Nobody, and this contract, cannot be paid.
    error DisputedBudgets_BadPayee(address payee);
    /// @notice The payment stands otherwise than this needs, or is still waiting.
    error DisputedBudgets_NotNow(uint256 paymentId, Status status, uint48 until);
    /// @notice Ether comes from the treasury alone.
    error DisputedBudgets_NotTreasury(address sender);
    /// @notice `account` has no bonds here.
    error DisputedBudgets_NothingToWithdraw(address account);

    // ----------------------------------------------------------------------------------------------- For votes

    /// @notice Names who instructs a budget; 0 for nobody. Owner: the timelock.
    /// @param budgetId The budget, or 0 for the one that the same proposal has granted last: nobody knows its number when the
    /// proposal is written, and a number that another vote has taken meanwhile would be another's budget.
    /// @dev Errors: Disputes_NotTimelock, NotSpender, Budgets_Unknown, GrantedBudget_NotOfProposal.
    function setInstructor(uint256 budgetId, address instructor) external;

    /// @notice Sets when payments to come wait. Owner: the timelock. Errors: Disputes_NotTimelock, BadTerms.
    function setTerms(Terms calldata terms_) external;

    // --------------------------------------------------------------------------------------- For the instructor

    /// @notice Pays out of a budget, at once or later, with the arguments of {ITreasury-disburse}. Owner: its instructor.
    /// @return paymentId 0 if it was paid at once.
    /// @dev Errors: NotInstructor, BadPayee, Disputes_NoArbitrator for one that would wait before a vote chose who rules, and
    /// those of {ITreasury-disburse}.
    function disburse(
        uint256 budgetId,
        address payee,
        uint256 amount,
        bytes32 category,
        bytes32 ref
    ) external returns (uint256 paymentId);

    /// @notice Takes a payment back that is not disputed and not made. Owner: its budget's instructor.
    /// @dev Errors: NotInstructor, NotNow, and those of {ITreasury-refund}.
    function cancel(uint256 paymentId) external;

    // --------------------------------------------------------------------------------------------- For everyone

    /// @notice Disputes a payment, with the bond and exactly the arbitrator's fee. Open to anyone, while it waits.
    /// @return disputeId Its id here.
    /// @dev Errors: NotNow, Disputes_NoArbitrator, Disputes_WrongFee.
    function dispute(uint256 paymentId) external payable returns (uint256 disputeId);

    /// @notice Makes a payment whose time is over or that was upheld, or gives one that was refused back to its budget. Open
    /// to anyone. Errors: NotNow, and those of the token, the payee or {ITreasury-refund}.
    function finish(uint256 paymentId) external;

    /// @notice Gives a payment back to its budget that nobody could finish for 180 days, because its payee, or its token, refuses
    /// it. Open to anyone. Errors: NotNow, and those of {ITreasury-refund}.
    function giveUp(uint256 paymentId) external;

    /// @notice Sends `account` the bonds that are its own. Open to anyone. Errors: NothingToWithdraw.
    function withdrawBonds(address account) external returns (uint256 amount);

    // -------------------------------------------------------------------------------------------------- Reading

    /// @notice The governance token, which bonds are of.
    function TOKEN() external view returns (IERC20);

    /// @notice The treasury whose budgets are paid.
    function TREASURY() external view returns (ITreasury);

    /// @notice The only account that names instructors and sets terms.
    function TIMELOCK() external view returns (address);

    /// @notice The ruling that makes a payment.
    function PAY() external view returns (uint256);

    /// @notice The ruling that returns it.
    function RETURN() external view returns (uint256);

    /// @notice When payments to come wait.
    function terms() external view returns (uint96 above, uint96 bond, uint32 window);

    /// @notice Who instructs a budget.
    function instructorOf(uint256 budgetId) external view returns (address);

    /// @notice A payment; all zeros if there is none.
    function paymentOf(uint256 paymentId) external view returns (Payment memory);

    /// @notice How many payments ever waited.
    function paymentCount() external view returns (uint256);

    /// @notice The bonds that are `account`'s own.
    function bondsOf(address account) external view returns (uint256);

    /// @notice What the budget's payments may still be worth without waiting, now.
    function freeOf(uint256 budgetId) external view returns (uint256);
}
