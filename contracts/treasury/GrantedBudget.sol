// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {INetworkGovernor} from "../governor/INetworkGovernor.sol";
import {ITreasury} from "./ITreasury.sol";

/**
 * @title GrantedBudget
 * @dev For a proposal that grants a budget and puts it to a use. Its number is counted when the vote is carried out, and
 * nobody can know it when the proposal is written: another vote may come in between. So 0 stands for it.
 *
 * Whose budget it is, its token and its category are the caller's to check, as of one that is named by its number.
 */
library GrantedBudget {
    /// @notice The newest budget is of the proposal `grantedBy`, and not of `executing`, which is being executed.
    error GrantedBudget_NotOfProposal(uint256 budgetId, uint256 grantedBy, uint256 executing);

    /**
     * @dev The budget of that number; for 0 the one that the proposal which is being executed has granted last. Where no
     * governor is named, there are no proposals to tell apart, and it is the newest.
     */
    function find(
        ITreasury treasury,
        uint256 budgetId
    ) internal view returns (uint256 id, ITreasury.Budget memory budget) {
        if (budgetId != 0) return (budgetId, treasury.budget(budgetId));
        id = treasury.budgetCount();
        budget = treasury.budget(id);
        address governor = treasury.governor();
        uint256 executing = governor == address(0) ? 0 : INetworkGovernor(governor).executingProposal();
        if (budget.proposalId != executing) {
            revert GrantedBudget_NotOfProposal(id, budget.proposalId, executing);
        }
    }
}
