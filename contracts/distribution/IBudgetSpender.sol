// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ITreasury} from "../treasury/ITreasury.sol";
import {IVestingFactory} from "../vesting/IVestingFactory.sol";

/**
 * @title IBudgetSpender
 * @notice What {ISale} and {IDistributor} have in common: they take the network's token out of a budget that a vote has
 * granted to them, hand it out by fixed terms, and give the rest back to the same budget.
 */
interface IBudgetSpender {
    /// @notice Only the timelock, and so only a vote, may do this; `caller` is not it.
    error BudgetSpender_NotTimelock(address caller);
    /// @notice The token must be a contract, the treasury must have a timelock, and a vesting factory must be one of the token.
    error BudgetSpender_BadParameters(address token, address treasury, address vesting);
    /// @notice The budget pays `token`, and `expected` is handed out here.
    error BudgetSpender_WrongToken(uint256 budgetId, address token, address expected);
    /// @notice The treasury was asked for `expected`, and `received` arrived.
    error BudgetSpender_WrongReceipt(uint256 budgetId, uint256 received, uint256 expected);
    /// @notice The network has no vesting vaults.
    error BudgetSpender_NoVesting();
    /// @notice A cliff may not be later than the end of its vesting (seconds).
    error BudgetSpender_CliffAfterEnd(uint256 cliffSeconds, uint256 durationSeconds);
    /// @notice Vesting may end at `max` at the latest (seconds).
    error BudgetSpender_EndsTooLate(uint256 end, uint256 max);

    /// @notice The network's token, with votes. It moves exactly what it is asked to move.
    function TOKEN() external view returns (IERC20);
    /// @notice Grants the budgets, and gets back what is left.
    function TREASURY() external view returns (ITreasury);
    /// @notice The only account that opens and closes: the treasury's timelock. It never changes.
    function TIMELOCK() external view returns (address);
    /// @notice Makes the vesting vaults; the zero address in a network that has none.
    function VESTING() external view returns (IVestingFactory);
}
