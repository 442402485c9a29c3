// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {Vm} from "forge-std/Vm.sol";

import {OddToken} from "../../contracts/mocks/OddTokens.sol";
import {HostilePayee} from "../../contracts/mocks/Payees.sol";
import {ITreasury} from "../../contracts/treasury/ITreasury.sol";
import {Treasury} from "../../contracts/treasury/Treasury.sol";

/// @notice Does to a treasury what a timelock, a spender and strangers may do, at random, and keeps books of its own: a
/// ledger from events alone, a list of everything that left with its time, and budgets period by period.
contract TreasuryHandler is Test {
    struct Outflow {
        uint256 time;
        uint256 amount;
        bool isGrant;
    }

    struct Sample {
        uint256 time;
        uint256 cap;
    }

    /// @dev The allotment of a budget from a period on.
    struct Change {
        uint256 period;
        uint256 amount;
    }

    struct Model {
        uint256 token;
        uint256 start;
        uint256 period;
        uint256 periods;
        bool rollover;
        bool frozen;
        bool ended;
        Change[] changes;
        mapping(uint256 period => uint256 amount) spent;
    }

    uint256 public constant TOKENS = 3;
    uint256 public constant CAP = 1e21;
    uint256 internal constant WINDOW = 30 days;

    Treasury public immutable TREASURY;
    /// @dev Ether, a token with fees that come and go, and one that has none but is rebased.
    address[TOKENS] public tokens;
    address[] internal _payees;

    mapping(uint256 token => int256 sum) public ledger;
    mapping(uint256 token => Outflow[] list) internal _outflows;
    mapping(uint256 token => Sample[] list) internal _caps;
    mapping(uint256 budgetId => Model model) internal _models;
    mapping(uint256 recurringId => uint256 count) internal _instalments;
    mapping(uint256 recurringId => uint256 time) internal _begins;

    /// @dev What the walk did of each kind, so that a test sees that it was something.
    mapping(bytes4 kind => uint256 count) public done;

    constructor() {
        tokens = [address(0), address(new OddToken()), address(new OddToken())];
        ITreasury.TokenCap[] memory caps = new ITreasury.TokenCap[](TOKENS);
        for (uint256 i = 0; i < TOKENS; ++i) caps[i] = ITreasury.TokenCap(tokens[i], uint128(CAP));
        vm.recordLogs();
        TREASURY = new Treasury(address(this), address(0), caps);
        HostilePayee hostile = new HostilePayee();
        hostile.plan(address(TREASURY), 1, "");
        _payees = [makeAddr("payee"), address(hostile)];

        vm.deal(address(this), type(uint128).max);
        vm.warp(1_800_000_000);
        for (uint256 i = 0; i < TOKENS; ++i) {
            if (i != 0) {
                OddToken(tokens[i]).mint(address(this), type(uint128).max);
                OddToken(tokens[i]).approve(address(TREASURY), type(uint256).max);
            }
            _deposit(i, 100 * CAP);
            _sample(i);
        }
        _read(0, false);
    }

    // ------------------------------------------------------------------------------------------------ What happens

    function wait(uint256 seconds_) external {
        vm.warp(block.timestamp + (seconds_ % 3 days));
        for (uint256 i = 0; i < TOKENS; ++i) _sample(i);
    }

    function waitLong(uint256 seconds_) external {
        if (seconds_ % 4 != 0) return;
        vm.warp(block.timestamp + (seconds_ % 40 days));
        for (uint256 i = 0; i < TOKENS; ++i) _sample(i);
    }

    function deposit(uint256 token, uint256 amount) external {
        _deposit(token % TOKENS, 100 + (amount % CAP));
        _read(0, false);
        ++done[this.deposit.selector];
    }

    /// @dev Income that nobody announces.
    function donate(uint256 token, uint256 amount) external {
        token %= TOKENS;
        if (token == 0) vm.deal(address(TREASURY), address(TREASURY).balance + (amount % CAP));
        else OddToken(tokens[token]).mint(address(TREASURY), amount % CAP);
    }

    /// @dev A loss that nobody announces.
    function rebase(uint256 bps) external {
        OddToken token = OddToken(tokens[2]);
        token.setBalance(address(TREASURY), (token.balanceOf(address(TREASURY)) * (9_900 + (bps % 200))) / 10_000);
    }

    function setFees(uint256 receiverBps, uint256 senderBps) external {
        OddToken(tokens[1]).setFees(receiverBps % 300, senderBps % 300);
    }

    function reconcile(uint256 token) external {
        token %= TOKENS;
        TREASURY.reconcile(tokens[token]);
        _read(token, false);
        assertEq(TREASURY.booked(tokens[token]), balance(token), "books are not the balance");
    }

    function pay(uint256 token, uint256 amount, uint256 payee) external {
        token %= TOKENS;
        (uint256 room, ) = TREASURY.available(tokens[token]);
        amount = _choose(amount, room, token);
        if (amount == 0) return;
        ITreasury.Payment[] memory payments = new ITreasury.Payment[](1 + (payee % 3));
        amount /= payments.length;
        if (amount == 0) return;
        for (uint256 i = 0; i < payments.length; ++i) {
            payments[i] = ITreasury.Payment(tokens[token], _payee(payee), amount, "c", "r");
        }
        TREASURY.pay(payments);
        _read(token, false);
        ++done[this.pay.selector];
    }

    function grant(uint256 token, uint256 amount, uint256 period, uint256 periods, uint256 dice) external {
        token %= TOKENS;
        bool rollover = dice % 2 == 0;
        ITreasury.BudgetTerms memory terms = ITreasury.BudgetTerms({
            spender: address(this),
            token: tokens[token],
            amount: uint128(1 + (amount % CAP)),
            start: uint48(block.timestamp + (periods % 2) * (period % 5 days)),
            period: uint48(1 hours + (period % 20 days)),
            periods: uint32(1 + (periods % 12)),
            rollover: rollover,
            category: 0
        });
        uint256 id = TREASURY.grantBudget(terms);
        Model storage model = _models[id];
        (model.token, model.start, model.period) = (token, terms.start, terms.period);
        (model.periods, model.rollover) = (terms.periods, rollover);
        model.changes.push(Change(0, terms.amount));
    }

    function disburse(uint256 id, uint256 amount, uint256 payee) external {
        id = _id(id, TREASURY.budgetCount());
        if (id == 0) return;
        Model storage model = _models[id];
        (, uint256 room) = TREASURY.available(tokens[model.token]);
        uint256 left = TREASURY.budgetAvailable(id);
        amount = _choose(amount, room < left ? room : left, model.token);
        if (amount == 0) return;
        TREASURY.disburse(id, _payee(payee), amount, "c", "r");
        model.spent[_period(model)] += _read(model.token, true);
        ++done[this.disburse.selector];
    }

    function refund(uint256 id, uint256 amount) external {
        id = _id(id, TREASURY.budgetCount());
        if (id == 0) return;
        Model storage model = _models[id];
        amount = 100 + (amount % CAP);
        TREASURY.refund{value: model.token == 0 ? amount : 0}(id, amount);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        _book(model.token, logs);
        (, uint256 restored, , ) = abi.decode(logs[logs.length - 1].data, (uint256, uint256, bytes32, uint256));
        assertLe(restored, amount, "more restored than came");
        if (!_isLive(model)) return;
        // Taken off wherever it was spent; without roll-over that can only be this period.
        for (uint256 i = _period(model) + 1; i > 0 && restored != 0; --i) {
            uint256 part = restored < model.spent[i - 1] ? restored : model.spent[i - 1];
            model.spent[i - 1] -= part;
            restored -= part;
            if (!model.rollover) break;
        }
        assertEq(restored, 0, "more restored than was spent");
        ++done[this.refund.selector];
    }

    function change(uint256 id, uint256 amount, uint256 periods, uint256 dice) external {
        id = _id(id, TREASURY.budgetCount());
        if (id == 0) return;
        Model storage model = _models[id];
        uint256 present = _amountOf(model, type(uint256).max);
        if (dice % 2 == 0) {
            if (model.ended || block.timestamp >= model.start + model.period * model.periods) return;
            (amount, periods) = (present + (amount % CAP), model.periods + (periods % 3));
            // A budget that was lowered to nothing cannot be raised to nothing.
            if (amount == 0) return;
            TREASURY.raiseBudget(id, uint128(amount), uint32(periods));
        } else {
            (amount, periods) = (amount % (present + 1), model.periods - (model.periods > 1 ? periods % 2 : 0));
            TREASURY.lowerBudget(id, uint128(amount), uint32(periods));
        }
        model.changes.push(Change(block.timestamp < model.start ? 0 : _period(model), amount));
        model.periods = periods;
        ++done[this.change.selector];
    }

    function freeze(uint256 id, uint256 dice) external {
        id = _id(id, TREASURY.budgetCount());
        if (id == 0) return;
        bool frozen = dice % 4 == 0;
        frozen ? TREASURY.freezeBudget(id) : TREASURY.unfreezeBudget(id);
        _models[id].frozen = frozen;
    }

    function end(uint256 id, uint256 dice) external {
        id = _id(id, TREASURY.budgetCount());
        if (id == 0 || dice % 8 != 0) return;
        TREASURY.endBudget(id);
        _models[id].ended = true;
    }

    function schedule(uint256 token, uint256 amount, uint256 period, uint256 count) external {
        ITreasury.RecurringTerms memory terms = ITreasury.RecurringTerms({
            payee: _payee(amount),
            token: tokens[token % TOKENS],
            amount: uint128(100 + (amount % (CAP / 50))),
            start: uint48(block.timestamp + (count % 2) * (period % 5 days)),
            period: uint48(1 + (period % 10 days)),
            count: uint32(1 + (count % 5)),
            category: "c",
            ref: "r"
        });
        uint256 id = TREASURY.scheduleRecurring(terms);
        (_instalments[id], _begins[id]) = (terms.count, terms.start);
    }

    function payRecurring(uint256 id) external {
        id = _id(id, TREASURY.recurringCount());
        if (id == 0 || block.timestamp < TREASURY.nextDue(id)) return;
        ITreasury.Recurring memory recurring = TREASURY.recurring(id);
        uint256 token = _indexOf(recurring.token);
        (, uint256 room) = TREASURY.available(recurring.token);
        if (recurring.amount > _choose(type(uint256).max, room, token)) return;

        uint256[] memory ids = new uint256[](1);
        ids[0] = id;
        TREASURY.payRecurring(ids);
        _read(token, true);
        --_instalments[id];
        _begins[id] += recurring.period;
        recurring = TREASURY.recurring(id);
        assertEq(recurring.left, _instalments[id], "instalments left");
        assertEq(recurring.due, _begins[id], "due date");
        ++done[this.payRecurring.selector];
    }

    function raiseCap(uint256 token, uint256 by) external {
        token %= TOKENS;
        (uint256 cap, , ) = TREASURY.capOf(tokens[token]);
        TREASURY.raiseCap(tokens[token], uint128(cap + 1 + (by % CAP)));
    }

    function lowerCap(uint256 token, uint256 cap) external {
        token %= TOKENS;
        (uint256 present, , ) = TREASURY.capOf(tokens[token]);
        if (cap % 3 != 0) return;
        TREASURY.lowerCap(tokens[token], uint128(present - (cap % (present / 2 + 1))));
        _sample(token);
        ++done[this.lowerCap.selector];
    }

    // ------------------------------------------------------------------------------------------ What must be so

    /// @dev The ledger that the events make up is what is booked.
    function compareLedger(uint256 token) external view {
        assertEq(ledger[token], int256(TREASURY.booked(tokens[token])), "ledger");
    }

    /// @dev In each 30 days that end with an outflow, so in any 30 days.
    function compareWindows(uint256 token) external view {
        Outflow[] storage list = _outflows[token];
        for (uint256 last = 0; last < list.length; ++last) {
            uint256 from = list[last].time - WINDOW;
            (uint256 all, uint256 grants) = (0, 0);
            for (uint256 i = last + 1; i > 0 && list[i - 1].time >= from; --i) {
                all += list[i - 1].amount;
                if (list[i - 1].isGrant) grants += list[i - 1].amount;
            }
            uint256 cap = _highestCap(token, from, list[last].time);
            assertLe(all, 2 * cap, "more than two caps in 30 days");
            assertLe(grants, cap, "more than a cap through grants in 30 days");
        }
    }

    /// @dev Grants never have more than half of the cap before them.
    function compareHalf(uint256 token) external view {
        (uint256 cap, , ) = TREASURY.capOf(tokens[token]);
        (uint256 forVotes, uint256 forGrants) = TREASURY.available(tokens[token]);
        assertLe(forVotes, cap, "more than the cap");
        assertLe(forGrants, cap / 2, "more than half");
        assertLe(forGrants, forVotes, "more for grants than for votes");
    }

    /// @dev What a budget has left, summed up from its periods.
    function compareBudgets() external view {
        for (uint256 id = 1; id <= TREASURY.budgetCount(); ++id) {
            Model storage model = _models[id];
            uint256 left;
            if (_isLive(model) && !model.frozen && block.timestamp >= model.start) {
                uint256 present = _period(model);
                uint256 spent;
                for (uint256 i = model.rollover ? 0 : present; i <= present; ++i) {
                    left += _amountOf(model, i);
                    spent += model.spent[i];
                }
                left = spent < left ? left - spent : 0;
            }
            assertEq(TREASURY.budgetAvailable(id), left, "budget");
        }
    }

    function balance(uint256 token) public view returns (uint256) {
        return token == 0 ? address(TREASURY).balance : OddToken(tokens[token]).balanceOf(address(TREASURY));
    }

    // ------------------------------------------------------------------------------------------------- Internals

    function _deposit(uint256 token, uint256 amount) private {
        TREASURY.deposit{value: token == 0 ? amount : 0}(tokens[token], amount, "income", "r");
    }

    /// @dev Books the events of one action. Returns what left.
    function _read(uint256 token, bool isGrant) private returns (uint256 left) {
        uint256 before = _outflows[token].length;
        _book(token, vm.getRecordedLogs());
        for (uint256 i = before; i < _outflows[token].length; ++i) {
            _outflows[token][i].isGrant = isGrant;
            left += _outflows[token][i].amount;
        }
    }

    function _book(uint256 token, Vm.Log[] memory logs) private {
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter != address(TREASURY)) continue;
            bytes32 kind = logs[i].topics[0];
            if (kind == ITreasury.Reconciled.selector) {
                (uint256 from, uint256 to) = abi.decode(logs[i].data, (uint256, uint256));
                ledger[_indexOf(_address(logs[i].topics[1]))] += int256(to) - int256(from);
            } else if (kind == ITreasury.Deposited.selector) {
                ledger[_indexOf(_address(logs[i].topics[1]))] += int256(uint256(bytes32(logs[i].data)));
            } else if (kind == ITreasury.Refunded.selector) {
                ledger[_indexOf(_address(logs[i].topics[2]))] += int256(uint256(bytes32(logs[i].data)));
            } else if (
                kind == ITreasury.Paid.selector ||
                kind == ITreasury.Disbursed.selector ||
                kind == ITreasury.RecurringPaid.selector
            ) {
                uint256 amount = uint256(bytes32(logs[i].data));
                assertEq(_indexOf(_address(logs[i].topics[2])), token, "another token");
                ledger[token] -= int256(amount);
                _outflows[token].push(Outflow(block.timestamp, amount, false));
            }
        }
    }

    function _sample(uint256 token) private {
        (uint256 cap, , ) = TREASURY.capOf(tokens[token]);
        _caps[token].push(Sample(block.timestamp, cap));
    }

    function _highestCap(uint256 token, uint256 from, uint256 to) private view returns (uint256 cap) {
        Sample[] storage list = _caps[token];
        for (uint256 i = list.length; i > 0; --i) {
            Sample storage sample = list[i - 1];
            if (sample.time > to) continue;
            if (sample.cap > cap) cap = sample.cap;
            // The one before the window is in force when it begins.
            if (sample.time < from) break;
        }
    }

    /// @dev An amount that leaves room for the sender's fee, often all there is.
    function _choose(uint256 seed, uint256 room, uint256 token) private view returns (uint256) {
        uint256 here = balance(token);
        uint256 most = room < here ? room : here;
        if (token == 1) most = (most * 10_000) / (10_000 + OddToken(tokens[1]).senderFeeBps());
        if (most == 0) return 0;
        return seed % 4 == 3 ? most : seed % (most + 1);
    }

    function _payee(uint256 seed) private view returns (address) {
        return _payees[seed % _payees.length];
    }

    /// @dev One of the last four: those before are mostly over.
    function _id(uint256 seed, uint256 count) private pure returns (uint256) {
        return count == 0 ? 0 : count - (seed % (count < 4 ? count : 4));
    }

    function _indexOf(address token) private view returns (uint256 index) {
        while (tokens[index] != token) ++index;
    }

    function _address(bytes32 topic) private pure returns (address) {
        return address(uint160(uint256(topic)));
    }

    function _isLive(Model storage model) private view returns (bool) {
        return !model.ended && block.timestamp < model.start + model.period * model.periods;
    }

    function _period(Model storage model) private view returns (uint256) {
        return block.timestamp < model.start ? 0 : (block.timestamp - model.start) / model.period;
    }

    /// @dev The allotment of a period: of the last change that was made in it or before.
    function _amountOf(Model storage model, uint256 period) private view returns (uint256 amount) {
        for (uint256 i = 0; i < model.changes.length && model.changes[i].period <= period; ++i) {
            amount = model.changes[i].amount;
        }
    }
}
