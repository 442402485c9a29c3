// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {GrantedBudget} from "../treasury/GrantedBudget.sol";
import {ITreasury} from "../treasury/ITreasury.sol";
import {EXCLUDED} from "../votes/Excluded.sol";
import {Arbitrable} from "./Arbitrable.sol";
import {IArbitrator} from "./IArbitrator.sol";
import {IDisputedBudgets} from "./IDisputedBudgets.sol";

/**
 * @title DisputedBudgets
 * @notice See {IDisputedBudgets}. What waits here has left the treasury, and so has been counted by its cap and its budget: a
 * payment that waited can be made whatever the instructor does meanwhile. What is refused goes back to the budget, in a
 * later period too, which then has as much more only if it had spent as much.
 *
 * Splitting a payment does not help: what a budget pays at once in a window is added up. At the border of two windows it
 * can be twice as much.
 *
 * **Who can change what.** The timelock names instructors, terms, arbitrators and rates. An instructor pays and takes back,
 * within its budgets. Anyone disputes, and finishes what is ripe. There is no owner, no pause and no upgrade.
 */
contract DisputedBudgets is IDisputedBudgets, Arbitrable, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    address private constant ETHER = address(0);
    uint256 private constant MIN_WINDOW = 1 minutes;
    uint256 private constant MAX_WINDOW = 365 days;
    /// @dev How long a payee can refuse a payment that can be made.
    uint256 private constant REFUSAL = 180 days;

    /// @inheritdoc IDisputedBudgets
    uint256 public constant PAY = 1;
    /// @inheritdoc IDisputedBudgets
    uint256 public constant RETURN = 2;

    /// @dev What a budget has paid at once since `since`.
    struct Paid {
        uint96 worth;
        uint48 since;
    }

    /// @inheritdoc IDisputedBudgets
    IERC20 public immutable TOKEN;
    /// @inheritdoc IDisputedBudgets
    ITreasury public immutable TREASURY;
    /// @inheritdoc IDisputedBudgets
    address public immutable TIMELOCK;

    /// @inheritdoc IDisputedBudgets
    Terms public terms;
    /// @inheritdoc IDisputedBudgets
    uint256 public paymentCount;
    /// @inheritdoc IDisputedBudgets
    mapping(uint256 budgetId => address instructor) public instructorOf;
    /// @inheritdoc IDisputedBudgets
    mapping(address account => uint256 amount) public bondsOf;

    mapping(uint256 budgetId => Paid paid) private _paid;
    mapping(uint256 paymentId => Payment payment) private _payments;
    mapping(uint256 disputeId => uint256 paymentId) private _paymentOf;

    /// @param token The governance token.
    /// @param treasury Grants the budgets, and names the timelock.
    /// @param arbitrator Who rules from the start, with the two that follow as for {setArbitrator}; 0 for a vote to say.
    constructor(
        IERC20 token,
        ITreasury treasury,
        Terms memory terms_,
        IArbitrator arbitrator,
        bytes memory extraData,
        string memory metaEvidence
    ) Arbitrable(address(token)) {
        if (address(token).code.length == 0 || address(treasury).code.length == 0) {
            revert DisputedBudgets_BadParameters(address(token), address(treasury));
        }
        (TOKEN, TREASURY) = (token, treasury);
        TIMELOCK = treasury.TIMELOCK();
        _setTerms(terms_);
        if (address(arbitrator) != address(0)) _setArbitrator(arbitrator, extraData, metaEvidence);
        IVotes(address(token)).delegate(EXCLUDED);
    }

    /// @notice Ether of budgets, from the treasury.
    receive() external payable {
        if (msg.sender != address(TREASURY)) revert DisputedBudgets_NotTreasury(msg.sender);
    }

    // ----------------------------------------------------------------------------------------------- For votes

    /// @inheritdoc IDisputedBudgets
    function setInstructor(uint256 budgetId, address instructor) external onlyTimelock {
        (uint256 id, ITreasury.Budget memory budget) = GrantedBudget.find(TREASURY, budgetId);
        // Nobody instructs a budget to come, or of another; taking an instructor away never fails.
        if (budget.spender != address(this) && instructor != address(0)) {
            revert DisputedBudgets_NotSpender(id, budget.spender);
        }
        instructorOf[id] = instructor;
        emit InstructorSet(id, instructor);
    }

    /// @inheritdoc IDisputedBudgets
    function setTerms(Terms calldata terms_) external onlyTimelock {
        _setTerms(terms_);
    }

    // --------------------------------------------------------------------------------------- For the instructor

    /// @inheritdoc IDisputedBudgets
    function disburse(
        uint256 budgetId,
        address payee,
        uint256 amount,
        bytes32 category,
        bytes32 ref
    ) external nonReentrant returns (uint256 paymentId) {
        _checkInstructor(budgetId);
        if (payee == address(0) || payee == address(this)) revert DisputedBudgets_BadPayee(payee);
        address token = TREASURY.budget(budgetId).token;
        if (_countAtOnce(budgetId, worthOf(token, amount))) {
            emit PaidAtOnce(budgetId, payee, amount, ref);
            TREASURY.disburse(budgetId, payee, amount, category, ref);
            return 0;
        }

        // Nobody could dispute it.
        _currentTerms();
        paymentId = ++paymentCount;
        uint256 before = _balance(token);
        TREASURY.disburse(budgetId, address(this), amount, category, ref);
        uint256 received = _balance(token) - before;
        uint48 until = uint48(block.timestamp + terms.window);
        Payment storage payment = _payments[paymentId];
        (payment.payee, payment.until, payment.status) = (payee, until, Status.Waiting);
        (payment.token, payment.budgetId, payment.amount, payment.ref) = (token, budgetId, received, ref);
        emit PaymentWaiting(paymentId, budgetId, payee, token, received, ref, until);
    }

    /// @inheritdoc IDisputedBudgets
    function cancel(uint256 paymentId) external nonReentrant {
        Payment storage payment = _payments[paymentId];
        _checkInstructor(payment.budgetId);
        if (payment.status != Status.Waiting) _revertNotNow(paymentId);
        emit PaymentCancelled(paymentId);
        _giveBack(paymentId, payment);
    }

    // --------------------------------------------------------------------------------------------- For everyone

    /// @inheritdoc IDisputedBudgets
    function dispute(uint256 paymentId) external payable nonReentrant returns (uint256 disputeId) {
        Payment storage payment = _payments[paymentId];
        if (payment.status != Status.Waiting || block.timestamp >= payment.until) _revertNotNow(paymentId);
        uint96 bond = terms.bond;
        (payment.status, payment.bond, payment.disputer) = (Status.Disputed, bond, msg.sender);
        disputeId = _open(RETURN, worthOf(payment.token, payment.amount));
        (payment.disputeId, _paymentOf[disputeId]) = (disputeId, paymentId);
        emit PaymentDisputed(paymentId, disputeId, msg.sender, bond);
        TOKEN.safeTransferFrom(msg.sender, address(this), bond);
    }

    /// @inheritdoc IDisputedBudgets
    function finish(uint256 paymentId) external nonReentrant {
        Payment storage payment = _payments[paymentId];
        Status status = payment.status;
        if (status == Status.Refused) {
            _giveBack(paymentId, payment);
            return;
        }
        bool isRipe = status == Status.Waiting && block.timestamp >= payment.until;
        if (!isRipe && status != Status.Upheld) _revertNotNow(paymentId);
        payment.status = Status.Paid;
        (address payee, uint256 amount) = (payment.payee, payment.amount);
        emit PaymentMade(paymentId, payee, amount);
        if (payment.token == ETHER) Address.sendValue(payable(payee), amount);
        else IERC20(payment.token).safeTransfer(payee, amount);
    }

    /// @inheritdoc IDisputedBudgets
    function giveUp(uint256 paymentId) external nonReentrant {
        Payment storage payment = _payments[paymentId];
        bool isOpen = payment.status == Status.Waiting || payment.status == Status.Upheld;
        if (!isOpen || block.timestamp < payment.until + REFUSAL) _revertNotNow(paymentId);
        emit PaymentGivenUp(paymentId);
        _giveBack(paymentId, payment);
    }

    /// @inheritdoc IDisputedBudgets
    function withdrawBonds(address account) external returns (uint256 amount) {
        amount = bondsOf[account];
        if (amount == 0) revert DisputedBudgets_NothingToWithdraw(account);
        bondsOf[account] = 0;
        emit BondsWithdrawn(account, amount);
        TOKEN.safeTransfer(account, amount);
    }

    // -------------------------------------------------------------------------------------------------- Reading

    /// @inheritdoc IDisputedBudgets
    function paymentOf(uint256 paymentId) external view returns (Payment memory) {
        return _payments[paymentId];
    }

    /// @inheritdoc IDisputedBudgets
    function freeOf(uint256 budgetId) external view returns (uint256) {
        (uint256 worth, ) = _paidInWindow(budgetId);
        return Math.saturatingSub(terms.above, worth);
    }

    // ------------------------------------------------------------------------------------------------- Internals

    /// @inheritdoc Arbitrable
    /// @dev Pushes nothing: {finish} moves the money, {withdrawBonds} the bond.
    function _carryOut(uint256 id, uint256 ruling) internal override {
        uint256 paymentId = _paymentOf[id];
        Payment storage payment = _payments[paymentId];
        (payment.until, payment.status) = (uint48(block.timestamp), ruling == RETURN ? Status.Refused : Status.Upheld);
        bondsOf[ruling == PAY ? payment.payee : payment.disputer] += payment.bond;
        emit PaymentRuled(paymentId, ruling);
    }

    /// @inheritdoc Arbitrable
    function _timelock() internal view override returns (address) {
        return TIMELOCK;
    }

    function _setTerms(Terms memory terms_) private {
        if (terms_.window < MIN_WINDOW || terms_.window > MAX_WINDOW) revert DisputedBudgets_BadTerms(terms_);
        terms = terms_;
        emit TermsSet(terms_);
    }

    /// @dev Whether a payment worth `worth` is made at once; then it is counted.
    function _countAtOnce(uint256 budgetId, uint256 worth) private returns (bool) {
        (uint256 before, uint48 since) = _paidInWindow(budgetId);
        if (before + worth > terms.above) return false;
        _paid[budgetId] = Paid(uint96(before + worth), since);
        return true;
    }

    function _paidInWindow(uint256 budgetId) private view returns (uint256 worth, uint48 since) {
        Paid storage paid = _paid[budgetId];
        if (block.timestamp >= paid.since + terms.window) return (0, uint48(block.timestamp));
        return (paid.worth, paid.since);
    }

    function _giveBack(uint256 paymentId, Payment storage payment) private {
        payment.status = Status.Returned;
        (address token, uint256 budgetId, uint256 amount) = (payment.token, payment.budgetId, payment.amount);
        emit PaymentReturned(paymentId, budgetId, amount);
        if (token != ETHER) IERC20(token).forceApprove(address(TREASURY), amount);
        TREASURY.refund{value: token == ETHER ? amount : 0}(budgetId, amount);
    }

    function _checkInstructor(uint256 budgetId) private view {
        address instructor = instructorOf[budgetId];
        if (msg.sender != instructor) revert DisputedBudgets_NotInstructor(budgetId, msg.sender, instructor);
    }

    function _balance(address token) private view returns (uint256) {
        return token == ETHER ? address(this).balance : IERC20(token).balanceOf(address(this));
    }

    function _revertNotNow(uint256 paymentId) private view {
        Payment storage payment = _payments[paymentId];
        revert DisputedBudgets_NotNow(paymentId, payment.status, payment.until);
    }
}
