// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VestingWallet} from "@openzeppelin/contracts/finance/VestingWallet.sol";
import {VestingWalletCliff} from "@openzeppelin/contracts/finance/VestingWalletCliff.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @dev OpenZeppelin's wallet with a cliff, which is abstract, as anybody would deploy it.
contract StockVestingWallet is VestingWalletCliff {
    constructor(
        address beneficiary,
        uint64 start,
        uint64 duration,
        uint64 cliff
    ) VestingWallet(beneficiary, start, duration) VestingWalletCliff(cliff) {}
}

/// @dev A token without votes.
contract PlainToken is ERC20 {
    constructor(uint256 supply) ERC20("Plain", "PLN") {
        _mint(msg.sender, supply);
    }
}

/// @dev A token that keeps 1 % of what moves.
contract FeeToken is PlainToken {
    constructor(uint256 supply) PlainToken(supply) {}

    function _update(address from, address to, uint256 value) internal override {
        if (from == address(0)) return super._update(from, to, value);
        super._update(from, address(0), value / 100);
        super._update(from, to, value - value / 100);
    }
}

/// @dev A token that makes a call before it moves what `_from` sends.
contract HookToken is PlainToken {
    address private _from;
    address private _target;
    bytes private _call;

    constructor(uint256 supply) PlainToken(supply) {}

    function hook(address from, address target, bytes calldata call) external {
        (_from, _target, _call) = (from, target, call);
    }

    function _update(address from, address to, uint256 value) internal override {
        if (from == _from && from != address(0)) {
            _from = address(0);
            Address.functionCall(_target, _call);
        }
        super._update(from, to, value);
    }
}

/// @dev A token that says whatever it was told to hold, and takes every transfer without moving anything.
contract PretendingToken {
    uint256 public pretended;

    function pretend(uint256 amount) external {
        pretended = amount;
    }

    function balanceOf(address) external view returns (uint256) {
        return pretended;
    }

    function transfer(address, uint256) external pure returns (bool) {
        return true;
    }
}

/// @dev Takes no native currency.
contract Penniless {}
