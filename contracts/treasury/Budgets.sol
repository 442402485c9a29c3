// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ITreasury} from "./ITreasury.sol";

/**
 * @title Budgets
 * @dev An amount for each period of a term. Of a budget without roll-over each period begins with its amount; with it, each
 * period adds its amount to what is left. What is stored belongs to the period in which the budget was last touched and is
 * brought up to date at the next touch, in one step however many periods lie between.
 *
 * A change of the amount holds from the present period on and never for those before. `allotted` is never less than the
 * present period's amount, which a change replaces.
 */
library Budgets {
    using Math for uint256;

    /// @notice There is no budget `budgetId`.
    error Budgets_Unknown(uint256 budgetId);
    /// @notice The terms lack an amount, a period or periods, or end after time does, or add up to more than 2^120 − 1.
    error Budgets_InvalidTerms(uint256 amount, uint256 start, uint256 period, uint256 periods);
    /// @notice `spender` cannot disburse.
    error Budgets_InvalidSpender(address spender);
    /// @notice Neither amount nor periods may be less than they are.
    error Budgets_NotARaise(uint256 budgetId, uint256 amount, uint256 periods);
    /// @notice Neither amount nor periods may be more than they are.
    error Budgets_NotALowering(uint256 budgetId, uint256 amount, uint256 periods);
    /// @notice `spender` disburses this budget, and `caller` is not it.
    error Budgets_NotSpender(uint256 budgetId, address caller, address spender);
    /// @notice A vote has stopped the budget, and another may let it go on.
    error Budgets_Frozen(uint256 budgetId);
    /// @notice The first period begins at `start`.
    error Budgets_NotStarted(uint256 budgetId, uint256 start);
    /// @notice The last period ended at `end`, or a vote has ended the budget.
    error Budgets_Over(uint256 budgetId, uint256 end);
    /// @notice The budget is for `expected` only.
    error Budgets_WrongCategory(uint256 budgetId, bytes32 category, bytes32 expected);
    /// @notice `left` is left of the budget now.
    error Budgets_Exceeded(uint256 budgetId, uint256 amount, uint256 left);

    /// @dev Writes a new budget. Returns when it begins.
    function grant(
        ITreasury.Budget storage self,
        ITreasury.BudgetTerms calldata terms,
        uint256 proposalId
    ) internal returns (uint48 start) {
        start = uint48(Math.max(terms.start, block.timestamp));
        _checkTerms(terms.amount, start, terms.period, terms.periods);
        setSpender(self, terms.spender);
        (self.token, self.start, self.period, self.periods) = (terms.token, start, terms.period, terms.periods);
        (self.rollover, self.category, self.proposalId) = (terms.rollover, terms.category, proposalId);
        (self.amount, self.allotted) = (terms.amount, terms.amount);
    }

    function raiseTo(ITreasury.Budget storage self, uint256 id, uint128 amount, uint32 periods) internal {
        if (_isOver(self)) revert Budgets_Over(id, _end(self));
        if (amount < self.amount || periods < self.periods) revert Budgets_NotARaise(id, amount, periods);
        _checkTerms(amount, self.start, self.period, periods);
        _setTerms(self, amount, periods);
    }

    function lowerTo(ITreasury.Budget storage self, uint256 id, uint128 amount, uint32 periods) internal {
        if (amount > self.amount || periods > self.periods) revert Budgets_NotALowering(id, amount, periods);
        _setTerms(self, amount, periods);
    }

    function setSpender(ITreasury.Budget storage self, address spender) internal returns (address previous) {
        if (spender == address(0)) revert Budgets_InvalidSpender(spender);
        previous = self.spender;
        self.spender = spender;
    }

    /// @dev Counts what is spent.
    function spend(ITreasury.Budget storage self, uint256 id, uint256 amount, bytes32 category) internal {
        if (self.frozen) revert Budgets_Frozen(id);
        if (block.timestamp < self.start) revert Budgets_NotStarted(id, self.start);
        if (_isOver(self)) revert Budgets_Over(id, _end(self));
        if (self.category != 0 && category != self.category) {
            revert Budgets_WrongCategory(id, category, self.category);
        }
        (uint256 allotted, uint256 spent) = _settle(self);
        uint256 left = allotted.saturatingSub(spent);
        if (amount > left) revert Budgets_Exceeded(id, amount, left);
        self.spent = uint128(spent + amount);
    }

    /// @dev Takes back what was spent, as far as it was.
    function restore(ITreasury.Budget storage self, uint256 amount) internal returns (uint256 restored) {
        (, uint256 spent) = _settle(self);
        restored = Math.min(amount, spent);
        self.spent = uint128(spent - restored);
    }

    /// @dev What can be spent now.
    function available(ITreasury.Budget storage self) internal view returns (uint256) {
        if (self.frozen || block.timestamp < self.start || _isOver(self)) return 0;
        (uint256 allotted, uint256 spent, ) = _now(self);
        return allotted.saturatingSub(spent);
    }

    /// @dev The present period's amount is replaced; with roll-over what is left of earlier ones stays.
    function _setTerms(ITreasury.Budget storage self, uint128 amount, uint32 periods) private {
        (uint256 allotted, ) = _settle(self);
        self.allotted = uint128(allotted - self.amount + amount);
        (self.amount, self.periods) = (amount, periods);
    }

    function _settle(ITreasury.Budget storage self) private returns (uint256 allotted, uint256 spent) {
        uint256 index;
        (allotted, spent, index) = _now(self);
        if (index != self.settled) {
            (self.allotted, self.spent, self.settled) = (uint128(allotted), uint128(spent), uint32(index));
        }
    }

    /// @dev What is stored, brought up to date. A budget that is over stays as it was.
    function _now(ITreasury.Budget storage self) private view returns (uint256 allotted, uint256 spent, uint256 index) {
        (allotted, spent, index) = (self.allotted, self.spent, self.settled);
        if (block.timestamp < self.start || _isOver(self)) return (allotted, spent, index);

        uint256 present = (block.timestamp - self.start) / self.period;
        if (present == index) return (allotted, spent, index);
        if (self.rollover) return (allotted + (present - index) * self.amount, spent, present);
        return (self.amount, 0, present);
    }

    function _isOver(ITreasury.Budget storage self) private view returns (bool) {
        return self.ended || block.timestamp >= _end(self);
    }

    function _end(ITreasury.Budget storage self) private view returns (uint256) {
        return self.start + uint256(self.period) * self.periods;
    }

    function _checkTerms(uint256 amount, uint256 start, uint256 period, uint256 periods) private pure {
        bool isNothing = amount == 0 || period == 0 || periods == 0;
        // 2^120, not 2^128: terms that change can add up to more than any of them did, but not to 256 times as much.
        bool isEndless = start + period * periods > type(uint48).max || amount * periods > type(uint120).max;
        if (isNothing || isEndless) revert Budgets_InvalidTerms(amount, start, period, periods);
    }
}
