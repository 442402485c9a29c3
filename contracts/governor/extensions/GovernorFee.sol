// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";

import {INetworkGovernor} from "../INetworkGovernor.sol";
import {GovernorTypes} from "./GovernorTypes.sol";

/// @dev A proposal costs the fee of its type, burned from the proposer's wallet when it is made.
abstract contract GovernorFee is GovernorTypes {
    ERC20Burnable private immutable FEE_TOKEN;

    constructor(ERC20Burnable feeToken_) {
        FEE_TOKEN = feeToken_;
    }

    /// @inheritdoc IGovernor
    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public virtual override returns (uint256 proposalId) {
        proposalId = super.propose(targets, values, calldatas, description);
        _burnFee(_msgSender(), _rulesOf(proposalId).fee());
    }

    /// @inheritdoc INetworkGovernor
    function feeToken() public view virtual returns (address) {
        return address(FEE_TOKEN);
    }

    function _burnFee(address proposer, uint256 fee) internal virtual {
        if (fee == 0) return;
        try FEE_TOKEN.burnFrom(proposer, fee) {} catch (bytes memory reason) {
            _explain(IERC20(address(FEE_TOKEN)), proposer, fee);
            LowLevelCall.bubbleRevert(reason);
        }
    }

    /// @dev Says what the proposer has to do, where that is the reason why nothing could be burned.
    function _explain(IERC20 token_, address proposer, uint256 fee) private view {
        uint256 allowance = token_.allowance(proposer, address(this));
        if (allowance < fee) revert GovernorFee_AllowanceTooLow(address(token_), address(this), allowance, fee);
        uint256 balance = token_.balanceOf(proposer);
        if (balance < fee) revert GovernorFee_BalanceTooLow(address(token_), proposer, balance, fee);
    }
}
