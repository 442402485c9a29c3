// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {ERC1155Holder} from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {ERC721Holder} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Holder.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {INetworkGovernor} from "../governor/INetworkGovernor.sol";
import {EXCLUDED} from "../votes/Excluded.sol";
import {Budgets} from "./Budgets.sol";
import {ITreasury} from "./ITreasury.sol";
import {OutflowCap} from "./OutflowCap.sol";

/**
 * @title Treasury
 * @notice Two keys for money: token holders grant, and a spender disburses within the grant. See {ITreasury}.
 *
 * Money leaves in three ways, and in no other: there is no generic call and no approval.
 *
 *     by vote       {pay}: a proposal names payees and amounts
 *     by budget     {disburse}: a spender, such as the council's Safe, spends an allotment per period (see {Budgets})
 *     by schedule   {payRecurring}: anyone triggers instalments that a vote has promised
 *
 * All three fill one bucket per token, its cap (see {OutflowCap}); a token without one cannot leave. Budgets and schedules
 * together fill it by half at the most, so that they never starve a payment by vote. A payment that meets an exhausted
 * cap reverts and says when to come back: a proposal waits inside its window.
 *
 * The books say what movements add up to. An ERC-20 is measured by its balance: what arrives is booked, and more than what
 * was asked if more left. What changed the balance otherwise is booked by {reconcile} and before every expense, so that
 * balance and books differ only by what nobody has looked at yet.
 *
 * A payee that refuses, or that a token refuses, reverts its own payment and those that share its transaction, and nobody
 * else's. The payment can be tried again, or changed by a vote.
 *
 * **Who can change what.** The timelock, which is immutable, pays, grants, changes and ends budgets and schedules, and sets
 * caps, of which a raise waits 30 days; it names the governor whose proposals label what is done. A spender disburses its
 * budget. Anyone may give, trigger what is due, book a difference, exclude the treasury's votes from quorums, since it
 * never votes, and, while no governor is named, name the one whom the timelock lets propose. There is no owner, no pause
 * and no upgrade.
 */
contract Treasury is ITreasury, ERC721Holder, ERC1155Holder, ReentrancyGuardTransient {
    using Budgets for Budget;
    using OutflowCap for OutflowCap.Limit;
    using SafeERC20 for IERC20;

    address private constant ETHER = address(0);
    /// @dev What the governor may use to name the proposal: several times what it needs.
    uint256 private constant LABEL_GAS = 30_000;

    /// @inheritdoc ITreasury
    address public immutable TIMELOCK;

    /// @inheritdoc ITreasury
    address public governor;
    /// @inheritdoc ITreasury
    uint256 public budgetCount;
    /// @inheritdoc ITreasury
    uint256 public recurringCount;
    /// @inheritdoc ITreasury
    mapping(address token => uint256 amount) public booked;

    mapping(address token => OutflowCap.Limit limit) private _limits;
    mapping(uint256 budgetId => Budget budget) private _budgets;
    mapping(uint256 recurringId => Recurring recurring) private _recurring;

    modifier onlyTimelock() {
        if (msg.sender != TIMELOCK) revert Treasury_NotTimelock(msg.sender);
        _;
    }

    /// @param timelock Who commands the treasury, for ever.
    /// @param governor_ Whom to ask for the ids of proposals; may come later, by {setGovernor}.
    /// @param caps The first caps, in force at once, each token at most once. A token need not exist yet, so that one that
    /// is minted here can be named before it is deployed.
    constructor(address timelock, address governor_, TokenCap[] memory caps) {
        if (timelock == address(0)) revert Treasury_ZeroTimelock();
        TIMELOCK = timelock;
        _setGovernor(governor_);
        for (uint256 i = 0; i < caps.length; ++i) {
            (address token, uint128 cap) = (caps[i].token, caps[i].cap);
            if (_limits[token].isListed()) revert Treasury_DuplicateCap(token);
            _limits[token].start(cap);
            emit CapSet(token, 0, 0, cap);
        }
    }

    /// @notice Ether that comes without a word is income without a category.
    receive() external payable {
        booked[ETHER] += msg.value;
        emit Deposited(ETHER, msg.sender, 0, msg.value, 0);
    }

    // ----------------------------------------------------------------------------------------------- For votes

    /// @inheritdoc ITreasury
    function pay(Payment[] calldata payments) external onlyTimelock nonReentrant {
        uint256 proposalId = _proposalId();
        for (uint256 i = 0; i < payments.length; ++i) {
            Payment calldata payment = payments[i];
            uint256 amount = _send(payment.token, payment.payee, payment.amount, false);
            emit Paid(proposalId, payment.token, payment.payee, amount, payment.category, payment.ref);
        }
    }

    /// @inheritdoc ITreasury
    function grantBudget(BudgetTerms calldata terms) external onlyTimelock returns (uint256 budgetId) {
        uint256 proposalId = _proposalId();
        budgetId = ++budgetCount;
        BudgetTerms memory granted = terms;
        granted.start = _budgets[budgetId].grant(terms, proposalId);
        emit BudgetGranted(budgetId, proposalId, granted);
    }

    /// @inheritdoc ITreasury
    function raiseBudget(uint256 budgetId, uint128 amount, uint32 periods) external onlyTimelock {
        _budget(budgetId).raiseTo(budgetId, amount, periods);
        emit BudgetChanged(budgetId, _proposalId(), amount, periods);
    }

    /// @inheritdoc ITreasury
    function lowerBudget(uint256 budgetId, uint128 amount, uint32 periods) external onlyTimelock {
        _budget(budgetId).lowerTo(budgetId, amount, periods);
        emit BudgetChanged(budgetId, _proposalId(), amount, periods);
    }

    /// @inheritdoc ITreasury
    function endBudget(uint256 budgetId) external onlyTimelock {
        _budget(budgetId).ended = true;
        emit BudgetEnded(budgetId, _proposalId());
    }

    /// @inheritdoc ITreasury
    function setBudgetSpender(uint256 budgetId, address spender) external onlyTimelock {
        address previous = _budget(budgetId).setSpender(spender);
        emit BudgetSpenderSet(budgetId, _proposalId(), previous, spender);
    }

    /// @inheritdoc ITreasury
    function freezeBudget(uint256 budgetId) external onlyTimelock {
        _budget(budgetId).frozen = true;
        emit BudgetFrozen(budgetId, _proposalId(), true);
    }

    /// @inheritdoc ITreasury
    function unfreezeBudget(uint256 budgetId) external onlyTimelock {
        _budget(budgetId).frozen = false;
        emit BudgetFrozen(budgetId, _proposalId(), false);
    }

    /// @inheritdoc ITreasury
    function scheduleRecurring(RecurringTerms calldata terms) external onlyTimelock returns (uint256 recurringId) {
        _checkPayee(terms.payee);
        RecurringTerms memory scheduled = terms;
        scheduled.start = uint48(Math.max(terms.start, block.timestamp));
        uint256 end = scheduled.start + uint256(terms.period) * terms.count;
        bool isNothing = terms.amount == 0 || terms.period == 0 || terms.count == 0;
        if (isNothing || end > type(uint48).max) revert Treasury_InvalidRecurring(terms);

        uint256 proposalId = _proposalId();
        recurringId = ++recurringCount;
        _recurring[recurringId] = Recurring({
            payee: terms.payee,
            due: scheduled.start,
            period: terms.period,
            token: terms.token,
            left: terms.count,
            amount: terms.amount,
            category: terms.category,
            ref: terms.ref,
            proposalId: proposalId
        });
        emit RecurringScheduled(recurringId, proposalId, scheduled);
    }

    /// @inheritdoc ITreasury
    function cancelRecurring(uint256 recurringId) external onlyTimelock {
        _recurringOf(recurringId).left = 0;
        emit RecurringCancelled(recurringId, _proposalId());
    }

    /// @inheritdoc ITreasury
    function raiseCap(address token, uint128 cap) external onlyTimelock {
        uint48 effectiveAt = _limits[token].raiseTo(token, cap);
        emit CapRaiseAnnounced(token, _proposalId(), cap, effectiveAt);
    }

    /// @inheritdoc ITreasury
    function lowerCap(address token, uint128 cap) external onlyTimelock {
        uint128 previous = _limits[token].lowerTo(token, cap);
        emit CapSet(token, _proposalId(), previous, cap);
    }

    /// @inheritdoc ITreasury
    function setGovernor(address governor_) external onlyTimelock {
        _setGovernor(governor_);
    }

    /// @inheritdoc ITreasury
    /// @dev safeTransferFrom, because ERC-721's transferFrom is ERC-20's too, and would bypass the cap.
    function recoverERC721(IERC721 collection, uint256 tokenId, address to) external onlyTimelock nonReentrant {
        _checkUnlisted(address(collection));
        emit RecoveredERC721(_proposalId(), address(collection), to, tokenId);
        collection.safeTransferFrom(address(this), to, tokenId);
    }

    /// @inheritdoc ITreasury
    function recoverERC1155(
        IERC1155 collection,
        uint256 tokenId,
        uint256 amount,
        address to
    ) external onlyTimelock nonReentrant {
        _checkUnlisted(address(collection));
        emit RecoveredERC1155(_proposalId(), address(collection), to, tokenId, amount);
        collection.safeTransferFrom(address(this), to, tokenId, amount, "");
    }

    // --------------------------------------------------------------------------------------------- For spenders

    /// @inheritdoc ITreasury
    function disburse(
        uint256 budgetId,
        address payee,
        uint256 amount,
        bytes32 category,
        bytes32 ref
    ) external nonReentrant {
        Budget storage budget_ = _budget(budgetId);
        if (msg.sender != budget_.spender) {
            revert Budgets.Budgets_NotSpender(budgetId, msg.sender, budget_.spender);
        }
        budget_.spend(budgetId, amount, category);
        address token = budget_.token;
        uint256 sent = _send(token, payee, amount, true);
        if (sent > amount) budget_.spend(budgetId, sent - amount, category);
        emit Disbursed(budgetId, token, payee, sent, category, ref, budget_.proposalId);
    }

    // --------------------------------------------------------------------------------------------- For everyone

    /// @inheritdoc ITreasury
    function payRecurring(uint256[] calldata recurringIds) external nonReentrant {
        for (uint256 i = 0; i < recurringIds.length; ++i) _payRecurring(recurringIds[i]);
    }

    /// @inheritdoc ITreasury
    function deposit(address token, uint256 amount, bytes32 category, bytes32 ref) external payable nonReentrant {
        uint256 received = _receive(token, amount);
        emit Deposited(token, msg.sender, category, received, ref);
    }

    /// @inheritdoc ITreasury
    function refund(uint256 budgetId, uint256 amount) external payable nonReentrant {
        Budget storage budget_ = _budget(budgetId);
        address token = budget_.token;
        uint256 received = _receive(token, amount);
        uint256 restored = budget_.restore(received);
        emit Refunded(budgetId, token, msg.sender, received, restored, budget_.category, budget_.proposalId);
    }

    /// @inheritdoc ITreasury
    function reconcile(address token) external nonReentrant {
        if (token != ETHER) _checkListed(token);
        _reconcile(token);
    }

    /// @inheritdoc ITreasury
    /// @dev A call to any address, but always this one function with this one argument.
    function exclude(IVotes token) external {
        token.delegate(EXCLUDED);
    }

    /// @inheritdoc ITreasury
    function adoptGovernor(address candidate) external {
        if (governor != address(0)) revert Treasury_GovernorNamed(governor);
        TimelockController timelock = TimelockController(payable(TIMELOCK));
        if (!timelock.hasRole(timelock.PROPOSER_ROLE(), candidate)) revert Treasury_NotProposer(candidate);
        _setGovernor(candidate);
    }

    // -------------------------------------------------------------------------------------------------- Reading

    /// @inheritdoc ITreasury
    function available(address token) external view returns (uint256 forVotes, uint256 forGrants) {
        return (_limits[token].available(false), _limits[token].available(true));
    }

    /// @inheritdoc ITreasury
    function capOf(address token) external view returns (uint256 cap, uint256 raised, uint48 effectiveAt) {
        cap = _limits[token].current();
        (raised, effectiveAt) = _limits[token].pending();
    }

    /// @inheritdoc ITreasury
    function isListed(address token) external view returns (bool) {
        return _limits[token].isListed();
    }

    /// @inheritdoc ITreasury
    function budget(uint256 budgetId) external view returns (Budget memory) {
        return _budget(budgetId);
    }

    /// @inheritdoc ITreasury
    function budgetAvailable(uint256 budgetId) external view returns (uint256) {
        return _budget(budgetId).available();
    }

    /// @inheritdoc ITreasury
    function recurring(uint256 recurringId) external view returns (Recurring memory) {
        return _recurringOf(recurringId);
    }

    /// @inheritdoc ITreasury
    function nextDue(uint256 recurringId) external view returns (uint256) {
        return _nextDue(_recurringOf(recurringId));
    }

    /// @notice ERC-165: this interface, and that ERC-1155 tokens are taken.
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(ITreasury).interfaceId || super.supportsInterface(interfaceId);
    }

    // ------------------------------------------------------------------------------------------------- Internals

    /// @dev The only way out. Counts and books first, and then, for a token that takes more than it is asked to, the rest.
    /// If less left, because the token rounds or the payee gave some back, the difference is income to be reconciled.
    /// @return sent What is booked, `amount` at least.
    function _send(address token, address payee, uint256 amount, bool isGrant) private returns (uint256 sent) {
        if (amount == 0) revert Treasury_ZeroAmount();
        _checkPayee(payee);
        uint256 balance = _reconcile(token);
        if (amount > balance) revert Treasury_InsufficientBalance(token, amount, balance);
        _limits[token].take(token, amount, isGrant);
        booked[token] = balance - amount;

        if (token == ETHER) {
            Address.sendValue(payable(payee), amount);
            return amount;
        }
        IERC20(token).safeTransfer(payee, amount);
        sent = Math.max(amount, Math.saturatingSub(balance, _balance(token)));
        if (sent > amount) {
            _limits[token].take(token, sent - amount, isGrant);
            booked[token] = balance - sent;
        }
    }

    /// @dev The only way in, but for {receive}.
    function _receive(address token, uint256 amount) private returns (uint256 received) {
        uint256 expected = token == ETHER ? amount : 0;
        if (msg.value != expected) revert Treasury_WrongValue(msg.value, expected);
        if (token == ETHER) {
            received = amount;
        } else {
            _checkListed(token);
            uint256 before = _balance(token);
            IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
            received = _balance(token) - before;
        }
        if (received == 0) revert Treasury_ZeroAmount();
        booked[token] += received;
    }

    /// @dev Makes the books say what is here.
    function _reconcile(address token) private returns (uint256 balance) {
        balance = token == ETHER ? address(this).balance : _balance(token);
        uint256 before = booked[token];
        if (balance == before) return balance;
        emit Reconciled(token, before, balance);
        booked[token] = balance;
    }

    function _payRecurring(uint256 recurringId) private {
        Recurring storage recurring_ = _recurringOf(recurringId);
        uint256 due = _nextDue(recurring_);
        if (block.timestamp < due) revert Treasury_NotDue(recurringId, due);

        // From one due date to the next, not from now: a late trigger moves nothing.
        recurring_.due = uint48(due) + recurring_.period;
        --recurring_.left;
        (address token, address payee) = (recurring_.token, recurring_.payee);
        uint256 sent = _send(token, payee, recurring_.amount, true);
        emit RecurringPaid(
            recurringId,
            token,
            payee,
            sent,
            recurring_.category,
            recurring_.ref,
            recurring_.proposalId,
            uint48(due)
        );
    }

    function _setGovernor(address governor_) private {
        emit GovernorSet(governor, governor_);
        governor = governor_;
    }

    /// @dev The proposal that is being executed, as the governor says. One that reverts, burns its gas or answers with
    /// anything but one word yields 0, and can neither fail the call nor fill the memory.
    function _proposalId() private view returns (uint256 proposalId) {
        address target = governor;
        bytes4 selector = INetworkGovernor.executingProposal.selector;
        assembly ("memory-safe") {
            mstore(0, selector)
            let success := staticcall(LABEL_GAS, target, 0, 4, 0, 32)
            if and(success, eq(returndatasize(), 32)) {
                proposalId := mload(0)
            }
        }
    }

    function _balance(address token) private view returns (uint256) {
        return IERC20(token).balanceOf(address(this));
    }

    function _budget(uint256 budgetId) private view returns (Budget storage budget_) {
        budget_ = _budgets[budgetId];
        if (budget_.spender == address(0)) revert Budgets.Budgets_Unknown(budgetId);
    }

    function _recurringOf(uint256 recurringId) private view returns (Recurring storage recurring_) {
        recurring_ = _recurring[recurringId];
        if (recurring_.payee == address(0)) revert Treasury_UnknownRecurring(recurringId);
    }

    function _nextDue(Recurring storage recurring_) private view returns (uint256) {
        return recurring_.left == 0 ? type(uint256).max : recurring_.due;
    }

    function _checkPayee(address payee) private view {
        if (payee == address(0) || payee == address(this)) revert Treasury_InvalidPayee(payee);
    }

    function _checkListed(address token) private view {
        if (!_limits[token].isListed()) revert Treasury_UnlistedToken(token);
    }

    function _checkUnlisted(address token) private view {
        if (_limits[token].isListed()) revert Treasury_ListedToken(token);
    }
}
