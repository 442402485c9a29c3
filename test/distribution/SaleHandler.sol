// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {ISale} from "../../contracts/distribution/ISale.sol";
import {Sale} from "../../contracts/distribution/Sale.sol";
import {VoteEscrow} from "../../contracts/escrow/VoteEscrow.sol";
import {OddToken} from "../../contracts/mocks/OddTokens.sol";
import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";
import {ITreasury} from "../../contracts/treasury/ITreasury.sol";
import {Treasury} from "../../contracts/treasury/Treasury.sol";
import {VestingTerms} from "../../contracts/vesting/IVestingVault.sol";
import {VestingFactory} from "../../contracts/vesting/VestingFactory.sol";

/**
 * @notice Opens sales and does to them what the timelock, buyers and strangers may do, at random. It keeps a list of every
 * purchase, and knows of nothing else: what must come of a call is summed up from the list each time.
 */
contract SaleHandler is Test {
    struct Purchase {
        address buyer;
        uint256 amount;
        uint256 cost;
    }

    /// @dev What a sale is known by here, besides its terms.
    struct Model {
        ISale.Terms terms;
        bool closed;
        Purchase[] purchases;
        mapping(address buyer => bool isDone) settled;
        uint256 collected;
        bool returned;
        ISale.Status last;
    }

    /// @dev A purchase that is tried, and what must come of it.
    struct Plan {
        address buyer;
        uint256 amount;
        uint256 maxPrice;
        uint256 bought;
        uint256 cost;
        bool may;
    }

    uint256 internal constant ACTORS = 4;
    uint256 internal constant UNIT = 1e18;

    Sale public immutable SALE;
    GovernanceToken public immutable TOKEN;
    Treasury public immutable TREASURY;
    VestingFactory public immutable VESTING;
    OddToken public immutable PAYMENT;

    mapping(uint256 saleId => Model model) internal _models;

    /// @dev What the walk did of each kind, so that a test sees that it was something.
    mapping(bytes4 kind => uint256 count) public done;

    constructor() {
        vm.warp(1_800_000_000);
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](1);
        allocations[0] = IGovernanceToken.Allocation(address(this), type(uint96).max);
        TOKEN = new GovernanceToken("Neuro", "NEURO", address(this), allocations, type(uint96).max, 0);
        PAYMENT = new OddToken();
        ITreasury.TokenCap[] memory caps = new ITreasury.TokenCap[](2);
        caps[0] = ITreasury.TokenCap(address(TOKEN), type(uint128).max);
        caps[1] = ITreasury.TokenCap(address(PAYMENT), 1);
        TREASURY = new Treasury(address(this), address(0), caps);
        VoteEscrow escrow = new VoteEscrow(TOKEN, "Neuro votes", "veNEURO", 4, 1, false);
        VESTING = new VestingFactory(TOKEN, escrow, address(this), address(TREASURY));
        SALE = new Sale(TOKEN, TREASURY, VESTING);
        TOKEN.transfer(address(TREASURY), type(uint96).max);
        TREASURY.grantBudget(
            ITreasury.BudgetTerms({
                spender: address(SALE),
                token: address(TOKEN),
                amount: type(uint96).max,
                start: 0,
                period: 365_000 days,
                periods: 1,
                rollover: false,
                category: "sale"
            })
        );
        for (uint256 i = 0; i < ACTORS; ++i) {
            vm.deal(_actor(i), type(uint128).max);
            PAYMENT.mint(_actor(i), type(uint128).max);
            vm.prank(_actor(i));
            PAYMENT.approve(address(SALE), type(uint256).max);
        }
    }

    // ------------------------------------------------------------------------------------------------ What happens

    function wait(uint256 seconds_) external {
        vm.warp(block.timestamp + (seconds_ % 2 days));
    }

    function open(uint256 amount, uint256 price, uint256 fall, uint256 least, uint256 dice) external {
        if (SALE.saleCount() == 12) return;
        ISale.Terms memory terms;
        terms.budgetId = 1;
        terms.payment = dice % 2 == 0 ? address(0) : address(PAYMENT);
        terms.amount = uint96(bound(amount, 1, type(uint96).max / 64));
        terms.startPrice = uint96(bound(price, 1, 1e24));
        terms.endPrice = uint96(bound(fall, 1, terms.startPrice));
        terms.start = uint48(block.timestamp + ((dice >> 8) % 2) * (amount % 2 days));
        terms.duration = uint32(1 hours + (price % 6 days));
        if ((dice >> 16) % 2 == 0) terms.least = uint128(bound(least, 0, _cost(terms, terms.amount, 0)));
        if ((dice >> 24) % 2 == 0) terms.cap = terms.amount / 3 + 1;
        if ((dice >> 32) % 2 == 0) terms.vestingSeconds = uint32(1 + (least % 400 days));
        terms.category = "sale";

        uint256 id = SALE.open(terms);
        _models[id].terms = terms;
        ++done[this.open.selector];
    }

    function close(uint256 id, uint256 dice) external {
        id = _id(id);
        if (id == 0 || dice % 8 != 0) return;
        SALE.close(id);
        _models[id].closed = true;
        _watch();
    }

    /// @dev From one of the latest sales, since older ones are over.
    function buy(uint256 id, uint256 actor, uint256 amount, uint256 accepted) external {
        uint256 count = SALE.saleCount();
        if (count == 0) return;
        id = count - (id % (count < 3 ? count : 3));
        Model storage model = _models[id];
        Plan memory plan = _planOf(model, _actor(actor), amount, accepted);
        uint256 before = _balance(model.terms.payment, plan.buyer);
        uint256 value = model.terms.payment == address(0) ? plan.cost + (accepted % 3) : 0;
        vm.prank(plan.buyer);
        try SALE.buy{value: value}(id, plan.amount, plan.maxPrice, new bytes32[](0)) returns (
            uint256 bought,
            uint256 cost
        ) {
            assertTrue(plan.may, "bought what may not be bought");
            assertEq(bought, plan.bought, "another amount");
            assertEq(cost, plan.cost, "another cost");
            assertEq(before - _balance(model.terms.payment, plan.buyer), cost, "paid something else");
            model.purchases.push(Purchase(plan.buyer, bought, cost));
            ++done[this.buy.selector];
        } catch {
            assertFalse(plan.may, "refused what may be bought");
            ++done[bytes4("deny")];
        }
        _watch();
    }

    function claim(uint256 id, uint256 actor) public {
        id = _id(id);
        if (id == 0) return;
        Model storage model = _models[id];
        address buyer = _actor(actor);
        (uint256 amount, ) = _sums(model, buyer);
        bool isDue = model.terms.least != 0 && amount != 0 && !model.settled[buyer];
        bool may = isDue && _status(model) == ISale.Status.Succeeded;
        try SALE.claim(id, buyer) returns (address recipient) {
            assertTrue(may, "claimed too early, or twice");
            assertEq(recipient, _recipient(model.terms, buyer), "somewhere else");
            model.settled[buyer] = true;
            ++done[this.claim.selector];
        } catch {
            assertFalse(may, "cannot claim");
        }
    }

    function refund(uint256 id, uint256 actor) public {
        id = _id(id);
        if (id == 0) return;
        Model storage model = _models[id];
        address buyer = _actor(actor);
        (, uint256 cost) = _sums(model, buyer);
        bool may = cost != 0 && !model.settled[buyer] && _status(model) == ISale.Status.Failed;
        uint256 before = _balance(model.terms.payment, buyer);
        vm.prank(buyer);
        try SALE.refund(id, payable(buyer)) returns (uint256 amount) {
            assertTrue(may, "refunded what is not owed");
            assertEq(amount, cost, "not the whole");
            assertEq(_balance(model.terms.payment, buyer) - before, cost, "not paid");
            model.settled[buyer] = true;
            ++done[this.refund.selector];
        } catch {
            assertFalse(may, "cannot take back");
        }
    }

    function collect(uint256 id) public {
        id = _id(id);
        if (id == 0) return;
        Model storage model = _models[id];
        (, uint256 raised) = _sums(model, address(0));
        bool may = raised >= model.terms.least && raised > model.collected;
        uint256 before = TREASURY.booked(model.terms.payment);
        try SALE.collect(id) returns (uint256 amount) {
            assertTrue(may, "collected what is not the treasury's");
            assertEq(amount, raised - model.collected, "not the whole");
            assertEq(TREASURY.booked(model.terms.payment) - before, amount, "not booked");
            model.collected = raised;
            ++done[this.collect.selector];
        } catch {
            assertFalse(may, "cannot collect");
        }
    }

    function returnUnsold(uint256 id) public {
        id = _id(id);
        if (id == 0) return;
        Model storage model = _models[id];
        bool may = _isOver(model) && _unsold(model) != 0 && !model.returned;
        try SALE.returnUnsold(id) returns (uint256 amount) {
            assertTrue(may, "returned what is for sale");
            assertEq(amount, _unsold(model), "not the whole");
            model.returned = true;
            ++done[this.returnUnsold.selector];
        } catch {
            assertFalse(may, "cannot return");
        }
    }

    /// @dev A gift changes nothing.
    function donate(uint256 amount, uint256 dice) external {
        amount %= 1e18;
        if (dice % 4 == 0) vm.deal(address(SALE), address(SALE).balance + amount);
        if (dice % 4 == 1) PAYMENT.mint(address(SALE), amount);
        gifts[dice % 4 == 0 ? address(0) : address(PAYMENT)] += dice % 4 < 2 ? amount : 0;
    }

    mapping(address payment => uint256 amount) public gifts;

    // ------------------------------------------------------------------------------------------ What must be so

    /// @dev What is here is what is owed, token by token, and each sale's figures are those of the list.
    function compare() external {
        uint256 tokens;
        uint256[2] memory payments;
        for (uint256 id = 1; id <= SALE.saleCount(); ++id) {
            Model storage model = _models[id];
            ISale.State memory state = SALE.sale(id);
            (uint256 sold, uint256 raised) = _sums(model, address(0));
            assertEq(keccak256(abi.encode(state.terms)), keccak256(abi.encode(model.terms)), "terms have changed");
            assertEq(state.sold, sold, "sold");
            assertEq(state.raised, raised, "raised");
            assertLe(sold, model.terms.amount, "more sold than there was");
            assertEq(uint8(SALE.statusOf(id)), uint8(_status(model)), "status");

            bool isFinal = model.terms.least == 0;
            uint256 owed = raised - model.collected;
            tokens += model.terms.amount - (model.returned ? _unsold(model) : 0) - (isFinal ? sold : 0);
            for (uint256 i = 0; i < ACTORS; ++i) {
                address buyer = _actor(i);
                (uint256 amount, uint256 cost) = _sums(model, buyer);
                if (model.terms.cap != 0) assertLe(amount, model.terms.cap, "above the cap");
                if (!model.settled[buyer]) continue;
                if (_status(model) == ISale.Status.Failed) owed -= cost;
                else tokens -= amount;
            }
            payments[model.terms.payment == address(0) ? 0 : 1] += owed;
        }
        assertEq(TOKEN.balanceOf(address(SALE)), tokens, "tokens");
        assertEq(SALE.heldOf(address(0)), payments[0], "ether that is owed");
        assertEq(SALE.heldOf(address(PAYMENT)), payments[1], "payments that are owed");
        assertEq(address(SALE).balance, payments[0] + gifts[address(0)], "ether");
        assertEq(PAYMENT.balanceOf(address(SALE)), payments[1] + gifts[address(PAYMENT)], "payments");
        _watch();
    }

    /// @dev When all sales are over, everything comes out, in any order, and nothing stays.
    function drain() external {
        vm.warp(block.timestamp + 10 days);
        for (uint256 id = 1; id <= SALE.saleCount(); ++id) {
            returnUnsold(id - 1);
            for (uint256 i = 0; i < ACTORS; ++i) {
                claim(id - 1, i);
                refund(id - 1, i);
            }
            collect(id - 1);
        }
        assertEq(TOKEN.balanceOf(address(SALE)), 0, "tokens stay");
        assertEq(SALE.heldOf(address(0)) + SALE.heldOf(address(PAYMENT)), 0, "payments stay");
        uint256 sold;
        for (uint256 id = 1; id <= SALE.saleCount(); ++id) {
            if (_status(_models[id]) == ISale.Status.Failed) continue;
            (uint256 amount, ) = _sums(_models[id], address(0));
            sold += amount;
        }
        assertEq(TOKEN.balanceOf(address(TREASURY)), type(uint96).max - sold, "the treasury has the rest");
    }

    // ------------------------------------------------------------------------------------------------- Internals

    function _planOf(
        Model storage model,
        address buyer,
        uint256 amount,
        uint256 accepted
    ) private view returns (Plan memory plan) {
        ISale.Terms memory terms = model.terms;
        plan.buyer = buyer;
        plan.amount = bound(amount, 1, (accepted >> 8) % 8 == 0 ? type(uint256).max : terms.amount / 16 + 1);
        uint256 price = _cost(terms, UNIT, _elapsed(terms));
        plan.maxPrice = accepted % 8 == 0 ? price - 1 : price;
        (uint256 sold, ) = _sums(model, address(0));
        (uint256 own, ) = _sums(model, buyer);
        plan.bought = plan.amount < terms.amount - sold ? plan.amount : terms.amount - sold;
        bool isWithin = terms.cap == 0 || own + plan.bought <= terms.cap;
        plan.may = _status(model) == ISale.Status.Open && plan.maxPrice >= price && isWithin;
        plan.cost = _cost(terms, plan.bought, _elapsed(terms));
    }

    /// @dev No status goes back, and those of a sale that is over stay.
    function _watch() private {
        for (uint256 id = 1; id <= SALE.saleCount(); ++id) {
            ISale.Status status = SALE.statusOf(id);
            ISale.Status last = _models[id].last;
            if (last == ISale.Status.Succeeded || last == ISale.Status.Failed) {
                assertEq(uint8(status), uint8(last), "it was over");
            } else {
                assertGe(uint8(status), uint8(last), "a status went back");
            }
            _models[id].last = status;
        }
    }

    function _status(Model storage model) private view returns (ISale.Status) {
        if (!_isOver(model)) {
            return block.timestamp < model.terms.start ? ISale.Status.Pending : ISale.Status.Open;
        }
        (, uint256 raised) = _sums(model, address(0));
        return raised < model.terms.least ? ISale.Status.Failed : ISale.Status.Succeeded;
    }

    function _isOver(Model storage model) private view returns (bool) {
        (uint256 sold, ) = _sums(model, address(0));
        uint256 end = uint256(model.terms.start) + model.terms.duration;
        return model.closed || block.timestamp >= end || sold == model.terms.amount;
    }

    function _unsold(Model storage model) private view returns (uint256) {
        (uint256 sold, ) = _sums(model, address(0));
        return model.terms.amount - (_status(model) == ISale.Status.Failed ? 0 : sold);
    }

    /// @dev What a buyer, or with the zero address all of them, bought and paid.
    function _sums(Model storage model, address buyer) private view returns (uint256 amount, uint256 cost) {
        for (uint256 i = 0; i < model.purchases.length; ++i) {
            Purchase storage purchase = model.purchases[i];
            if (buyer != address(0) && purchase.buyer != buyer) continue;
            amount += purchase.amount;
            cost += purchase.cost;
        }
    }

    /// @dev The least whole number that is not below the exact cost: found by trying, not by rounding.
    function _cost(ISale.Terms memory terms, uint256 amount, uint256 elapsed) private pure returns (uint256 cost) {
        uint256 exact =
            amount * (uint256(terms.startPrice) * (terms.duration - elapsed) + uint256(terms.endPrice) * elapsed);
        uint256 unit = UNIT * terms.duration;
        cost = exact / unit;
        while (cost * unit < exact) ++cost;
    }

    function _elapsed(ISale.Terms memory terms) private view returns (uint256) {
        if (block.timestamp <= terms.start) return 0;
        uint256 elapsed = block.timestamp - terms.start;
        return elapsed < terms.duration ? elapsed : terms.duration;
    }

    function _recipient(ISale.Terms memory terms, address buyer) private view returns (address) {
        if (terms.vestingSeconds == 0) return buyer;
        uint48 end = terms.start + terms.duration;
        return VESTING.predict(VestingTerms(buyer, end, terms.vestingSeconds, terms.cliffSeconds, false));
    }

    function _balance(address payment, address account) private view returns (uint256) {
        return payment == address(0) ? account.balance : PAYMENT.balanceOf(account);
    }

    function _actor(uint256 seed) private pure returns (address) {
        return address(uint160(0xa11ce00 + (seed % ACTORS)));
    }

    function _id(uint256 seed) private view returns (uint256) {
        uint256 count = SALE.saleCount();
        return count == 0 ? 0 : 1 + (seed % count);
    }
}
