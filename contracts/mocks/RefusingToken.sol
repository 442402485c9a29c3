// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";

/// @dev A token of which nothing can be burned, for a reason of its own.
contract RefusingToken is ERC20Burnable {
    error RefusingToken_NotToday(address account, uint256 amount);

    constructor(address owner, uint256 amount) ERC20("Refusing", "NO") {
        _mint(owner, amount);
    }

    function burnFrom(address account, uint256 amount) public pure override {
        revert RefusingToken_NotToday(account, amount);
    }
}
