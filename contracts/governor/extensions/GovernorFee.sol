// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

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

    /// @inheritdoc INetworkGovernor
    function feeToken() public view virtual returns (address) {
        return address(FEE_TOKEN);
    }

    /// @dev See {GovernorTypes-_burnFee}.
    function _burnFee(address proposer, uint256 fee) internal virtual override {
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
