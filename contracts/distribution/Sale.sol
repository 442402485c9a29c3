// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {ITreasury} from "../treasury/ITreasury.sol";
import {IVestingFactory} from "../vesting/IVestingFactory.sol";
import {BudgetSpender} from "./BudgetSpender.sol";
import {ISale} from "./ISale.sol";

/**
 * @title Sale
 * @notice See {ISale}. One contract holds all sales of a network, each with books of its own: what one sale owes is never
 * paid with what another holds.
 *
 * Everything that leaves is pulled, each by a call of its own: tokens by {claim}, payments by {refund}, proceeds by
 * {collect}, what is unsold by {returnUnsold}. A treasury or a token that refuses one of them stops none of the others.
 *
 * **Who can change what.** The timelock opens sales and closes them early; nobody else does, and nobody changes the terms of
 * a sale that is there. Buyers buy, and take their payments back where a sale has failed. Anyone may trigger what is owed
 * to others. There is no owner, no pause and no upgrade.
 */
contract Sale is ISale, BudgetSpender {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    address private constant ETHER = address(0);
    /// @dev The amount that a price is for.
    uint256 private constant UNIT = 1e18;
    uint256 private constant MIN_DURATION = 1 hours;
    uint256 private constant MAX_DURATION = 365 days;

    /// @inheritdoc ISale
    uint256 public saleCount;
    /// @inheritdoc ISale
    mapping(address payment => uint256 amount) public heldOf;

    mapping(uint256 saleId => State state) private _sales;
    mapping(uint256 saleId => mapping(address account => Purchase purchase)) private _purchases;

    /// @param token What is sold.
    /// @param treasury Grants the budgets, takes the proceeds, and names the timelock.
    /// @param vesting Makes the vaults; the zero address in a network that has none.
    constructor(IERC20 token, ITreasury treasury, IVestingFactory vesting) BudgetSpender(token, treasury, vesting) {}

    // ----------------------------------------------------------------------------------------------- For votes

    /// @inheritdoc ISale
    function open(Terms calldata terms) external onlyTimelock nonReentrant returns (uint256 saleId) {
        uint48 start = uint48(Math.max(terms.start, block.timestamp));
        _checkTerms(terms, start);

        saleId = ++saleCount;
        Terms memory opened = terms;
        (opened.start, opened.budgetId) = (start, _find(terms.budgetId));
        _sales[saleId].terms = opened;
        emit SaleOpened(saleId, opened.budgetId, opened);
        _draw(opened.budgetId, opened.amount, bytes32(saleId));
    }

    /// @inheritdoc ISale
    function close(uint256 saleId) external onlyTimelock {
        _sale(saleId).closed = true;
        emit SaleClosed(saleId);
    }

    // ---------------------------------------------------------------------------------------------- For buyers

    /// @inheritdoc ISale
    function buy(
        uint256 saleId,
        uint256 amount,
        uint256 maxPrice,
        bytes32[] calldata proof
    ) external payable nonReentrant returns (uint256 bought, uint256 cost) {
        State storage state = _sale(saleId);
        Status status = _statusOf(state);
        if (status != Status.Open) revert Sale_NotOpen(saleId, status);
        if (!_isAllowed(state.terms.allowList, msg.sender, proof)) revert Sale_NotAllowed(saleId, msg.sender);
        if (amount == 0) revert Sale_ZeroAmount();
        uint256 price;
        (bought, cost, price) = _quote(state, amount);
        if (price > maxPrice) revert Sale_PriceTooHigh(saleId, price, maxPrice);

        _record(saleId, state, bought, cost);
        address payment = state.terms.payment;
        emit Bought(saleId, msg.sender, payment, bought, cost);
        _receive(payment, cost);
        if (state.terms.least == 0) _deliver(saleId, state.terms, msg.sender, bought);
        if (msg.value > cost) Address.sendValue(payable(msg.sender), msg.value - cost);
    }

    /// @inheritdoc ISale
    function refund(uint256 saleId, address payable to) external nonReentrant returns (uint256 amount) {
        State storage state = _sale(saleId);
        Status status = _statusOf(state);
        if (status != Status.Failed) revert Sale_NotFailed(saleId, status);
        Purchase storage purchase = _purchases[saleId][msg.sender];
        uint256 cost = purchase.paid;
        if (cost == 0) revert Sale_NothingToRefund(saleId, msg.sender);

        purchase.paid = 0;
        address payment = state.terms.payment;
        amount = _release(payment, cost);
        emit PaymentReturned(saleId, msg.sender, to, payment, cost, amount);
        if (payment == ETHER) Address.sendValue(to, amount);
        else IERC20(payment).safeTransfer(to, amount);
    }

    // --------------------------------------------------------------------------------------------- For everyone

    /// @inheritdoc ISale
    function claim(uint256 saleId, address account) external nonReentrant returns (address recipient) {
        State storage state = _sale(saleId);
        Status status = _statusOf(state);
        if (status != Status.Succeeded) revert Sale_NotSucceeded(saleId, status);
        Purchase storage purchase = _purchases[saleId][account];
        uint256 amount = purchase.bought;
        if (amount == 0 || purchase.claimed || state.terms.least == 0) revert Sale_NothingToClaim(saleId, account);

        purchase.claimed = true;
        return _deliver(saleId, state.terms, account, amount);
    }

    /// @inheritdoc ISale
    function collect(uint256 saleId) external nonReentrant returns (uint256 amount) {
        State storage state = _sale(saleId);
        (uint256 raised, uint256 least) = (state.raised, state.terms.least);
        if (raised < least) revert Sale_LeastNotRaised(saleId, raised, least);
        uint256 cost = raised - state.collected;
        if (cost == 0) revert Sale_NothingToCollect(saleId);

        state.collected = uint128(raised);
        (address payment, bytes32 category) = (state.terms.payment, state.terms.category);
        amount = _release(payment, cost);
        emit ProceedsCollected(saleId, payment, cost, amount);
        if (payment != ETHER) IERC20(payment).forceApprove(address(TREASURY), amount);
        TREASURY.deposit{value: payment == ETHER ? amount : 0}(payment, amount, category, bytes32(saleId));
    }

    /// @inheritdoc ISale
    function returnUnsold(uint256 saleId) external nonReentrant returns (uint256 amount) {
        State storage state = _sale(saleId);
        Status status = _statusOf(state);
        if (status == Status.Pending || status == Status.Open) revert Sale_NotOver(saleId, status);
        amount = state.terms.amount;
        if (status == Status.Succeeded) amount -= state.sold;
        if (amount == 0 || state.returned) revert Sale_NothingToReturn(saleId);

        state.returned = true;
        uint256 budgetId = state.terms.budgetId;
        emit UnsoldReturned(saleId, budgetId, amount);
        _giveBack(budgetId, amount);
    }

    // -------------------------------------------------------------------------------------------------- Reading

    /// @inheritdoc ISale
    function sale(uint256 saleId) external view returns (State memory) {
        return _sale(saleId);
    }

    /// @inheritdoc ISale
    function statusOf(uint256 saleId) external view returns (Status) {
        return _statusOf(_sale(saleId));
    }

    /// @inheritdoc ISale
    function quote(uint256 saleId, uint256 amount) external view returns (uint256 bought, uint256 cost, uint256 price) {
        return _quote(_sale(saleId), amount);
    }

    /// @inheritdoc ISale
    function purchaseOf(uint256 saleId, address account) external view returns (Purchase memory) {
        return _purchases[saleId][account];
    }

    // ------------------------------------------------------------------------------------------------- Internals

    function _checkTerms(Terms calldata terms, uint256 start) private view {
        bool isPriced = terms.endPrice != 0 && terms.endPrice <= terms.startPrice;
        bool isReachable = terms.least <= Math.ceilDiv(uint256(terms.amount) * terms.startPrice, UNIT);
        if (terms.amount == 0 || !isPriced || !isReachable) {
            revert Sale_BadTerms(terms.amount, terms.startPrice, terms.endPrice, terms.least);
        }
        uint256 latestStart = block.timestamp + MAX_DURATION;
        if (start > latestStart || terms.duration < MIN_DURATION || terms.duration > MAX_DURATION) {
            revert Sale_BadTimes(start, terms.duration, latestStart);
        }
        bool isListed = terms.payment == ETHER || TREASURY.isListed(terms.payment);
        if (!isListed || terms.payment == address(TOKEN)) revert Sale_BadPayment(terms.payment);
        if (terms.vestingSeconds != 0 || terms.cliffSeconds != 0) {
            _checkSchedule(start + terms.duration, terms.vestingSeconds, terms.cliffSeconds);
        }
    }

    /// @dev Books a purchase of the caller.
    function _record(uint256 saleId, State storage state, uint256 bought, uint256 cost) private {
        Purchase storage purchase = _purchases[saleId][msg.sender];
        (uint256 total, uint256 cap) = (purchase.bought + bought, state.terms.cap);
        if (cap != 0 && total > cap) revert Sale_CapExceeded(saleId, msg.sender, total, cap);

        (purchase.bought, purchase.paid) = (uint96(total), (purchase.paid + cost).toUint128());
        (state.sold, state.raised) = (uint96(state.sold + bought), (state.raised + cost).toUint128());
    }

    /// @dev The only way in. Fees are refused: what is booked is what is here.
    function _receive(address payment, uint256 cost) private {
        heldOf[payment] += cost;
        if (payment == ETHER) {
            if (msg.value < cost) revert Sale_WrongValue(msg.value, cost);
            return;
        }
        if (msg.value != 0) revert Sale_WrongValue(msg.value, 0);
        uint256 before = IERC20(payment).balanceOf(address(this));
        IERC20(payment).safeTransferFrom(msg.sender, address(this), cost);
        uint256 received = IERC20(payment).balanceOf(address(this)) - before;
        if (received != cost) revert Sale_WrongReceipt(payment, received, cost);
    }

    /// @dev What may leave for `cost` that is held: less, in proportion, of a token that has shrunk.
    function _release(address payment, uint256 cost) private returns (uint256 amount) {
        uint256 held = heldOf[payment];
        heldOf[payment] = held - cost;
        uint256 balance = payment == ETHER ? address(this).balance : IERC20(payment).balanceOf(address(this));
        return balance < held ? Math.mulDiv(cost, balance, held) : cost;
    }

    /// @dev The only way out for tokens that were bought.
    function _deliver(
        uint256 saleId,
        Terms storage terms,
        address buyer,
        uint256 amount
    ) private returns (address recipient) {
        uint32 vestingSeconds = terms.vestingSeconds;
        if (vestingSeconds == 0) {
            recipient = buyer;
            TOKEN.safeTransfer(buyer, amount);
        } else {
            recipient = _vest(buyer, amount, terms.start + terms.duration, vestingSeconds, terms.cliffSeconds);
        }
        emit Delivered(saleId, buyer, recipient, amount);
    }

    function _sale(uint256 saleId) private view returns (State storage state) {
        state = _sales[saleId];
        if (state.terms.amount == 0) revert Sale_Unknown(saleId);
    }

    function _statusOf(State storage state) private view returns (Status) {
        Terms storage terms = state.terms;
        (uint256 start, uint256 sold) = (terms.start, state.sold);
        if (!state.closed && block.timestamp < start + terms.duration && sold < terms.amount) {
            return block.timestamp < start ? Status.Pending : Status.Open;
        }
        return state.raised < terms.least ? Status.Failed : Status.Succeeded;
    }

    /// @dev The cost is rounded up once, from the exact price. Nothing overflows: 96 bits of amount, 96 of price, 32 of time.
    function _quote(
        State storage state,
        uint256 amount
    ) private view returns (uint256 bought, uint256 cost, uint256 price) {
        Terms storage terms = state.terms;
        (uint256 start, uint256 duration) = (terms.start, terms.duration);
        uint256 elapsed = Math.min(Math.saturatingSub(block.timestamp, start), duration);
        // The exact price, times the duration.
        uint256 scaled = terms.startPrice * duration - (terms.startPrice - terms.endPrice) * elapsed;
        bought = Math.min(amount, terms.amount - state.sold);
        cost = Math.ceilDiv(bought * scaled, UNIT * duration);
        price = Math.ceilDiv(scaled, duration);
    }

    function _isAllowed(bytes32 root, address account, bytes32[] calldata proof) private pure returns (bool) {
        if (root == 0) return true;
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(account))));
        return MerkleProof.verifyCalldata(proof, root, leaf);
    }
}
