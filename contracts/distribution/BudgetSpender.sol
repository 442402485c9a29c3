// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {GrantedBudget} from "../treasury/GrantedBudget.sol";
import {ITreasury} from "../treasury/ITreasury.sol";
import {IVestingFactory} from "../vesting/IVestingFactory.sol";
import {VestingTerms} from "../vesting/IVestingVault.sol";
import {EXCLUDED} from "../votes/Excluded.sol";
import {IBudgetSpender} from "./IBudgetSpender.sol";

/**
 * @title BudgetSpender
 * @notice See {IBudgetSpender}. The votes of the tokens that are held here are delegated to EXCLUDED, so that no quorum
 * counts what nobody can vote with.
 */
abstract contract BudgetSpender is IBudgetSpender, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @inheritdoc IBudgetSpender
    IERC20 public immutable TOKEN;
    /// @inheritdoc IBudgetSpender
    ITreasury public immutable TREASURY;
    /// @inheritdoc IBudgetSpender
    address public immutable TIMELOCK;
    /// @inheritdoc IBudgetSpender
    IVestingFactory public immutable VESTING;

    modifier onlyTimelock() {
        if (msg.sender != TIMELOCK) revert BudgetSpender_NotTimelock(msg.sender);
        _;
    }

    constructor(IERC20 token, ITreasury treasury, IVestingFactory vesting) {
        bool isThere = address(token).code.length != 0 && address(treasury).code.length != 0;
        bool fits = address(vesting) == address(0) || address(vesting.TOKEN()) == address(token);
        if (!isThere || !fits) {
            revert BudgetSpender_BadParameters(address(token), address(treasury), address(vesting));
        }
        (TOKEN, TREASURY, VESTING) = (token, treasury, vesting);
        TIMELOCK = treasury.TIMELOCK();
        IVotes(address(token)).delegate(EXCLUDED);
    }

    /// @dev The budget of that number; for 0 the one that the same proposal has granted last.
    function _find(uint256 budgetId) internal view returns (uint256 id) {
        if (budgetId != 0) return budgetId;
        (id, ) = GrantedBudget.find(TREASURY, budgetId);
    }

    /// @dev Takes `amount` out of a budget, of which this contract has to be the spender.
    function _draw(uint256 budgetId, uint256 amount, bytes32 ref) internal {
        ITreasury.Budget memory budget = TREASURY.budget(budgetId);
        if (budget.token != address(TOKEN)) {
            revert BudgetSpender_WrongToken(budgetId, budget.token, address(TOKEN));
        }
        uint256 before = TOKEN.balanceOf(address(this));
        TREASURY.disburse(budgetId, address(this), amount, budget.category, ref);
        uint256 received = TOKEN.balanceOf(address(this)) - before;
        if (received != amount) revert BudgetSpender_WrongReceipt(budgetId, received, amount);
    }

    /// @dev Gives `amount` back to the budget, which takes it also when it is frozen or over.
    function _giveBack(uint256 budgetId, uint256 amount) internal {
        TOKEN.forceApprove(address(TREASURY), amount);
        TREASURY.refund(budgetId, amount);
    }

    /// @dev Refuses a schedule that the vesting factory would refuse later, when tokens are already owed.
    function _checkSchedule(uint256 start, uint256 durationSeconds, uint256 cliffSeconds) internal view {
        if (address(VESTING) == address(0)) revert BudgetSpender_NoVesting();
        if (cliffSeconds > durationSeconds) revert BudgetSpender_CliffAfterEnd(cliffSeconds, durationSeconds);
        uint256 max = block.timestamp + VESTING.MAX_TIME();
        if (start + durationSeconds > max) revert BudgetSpender_EndsTooLate(start + durationSeconds, max);
    }

    /// @dev Puts `amount` into the vault of these terms, which nobody can revoke.
    function _vest(
        address beneficiary,
        uint256 amount,
        uint48 start,
        uint32 durationSeconds,
        uint32 cliffSeconds
    ) internal returns (address vault) {
        IVestingFactory.Grant[] memory grants = new IVestingFactory.Grant[](1);
        grants[0].terms = VestingTerms({
            beneficiary: beneficiary,
            start: start,
            durationSeconds: durationSeconds,
            cliffSeconds: cliffSeconds,
            revocable: false
        });
        grants[0].amount = amount;
        TOKEN.forceApprove(address(VESTING), amount);
        return VESTING.create(grants)[0];
    }
}
