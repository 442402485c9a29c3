// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";

interface ITokensReceived {
    function tokensReceived(address from, uint256 amount) external;
}

/// @dev An ERC-20 with every oddity that real ones have, each to be switched on.
contract OddToken is ERC20("Odd", "ODD") {
    /// @dev Taken from what arrives.
    uint256 public receiverFeeBps;
    /// @dev Taken from the sender, beyond the amount.
    uint256 public senderFeeBps;
    /// @dev Transfers say that they succeeded, and move nothing.
    bool public lies;
    /// @dev Those who are told when they are paid, as in ERC-777.
    mapping(address account => bool isHooked) public hooked;
    mapping(address account => bool isBlocked) public blocked;

    error OddToken_Blocked(address account);

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function setFees(uint256 receiverBps, uint256 senderBps) external {
        (receiverFeeBps, senderFeeBps) = (receiverBps, senderBps);
    }

    function setLies(bool on) external {
        lies = on;
    }

    function setHook(address account, bool on) external {
        hooked[account] = on;
    }

    function setBlocked(address account, bool on) external {
        blocked[account] = on;
    }

    /// @dev As a rebase does it.
    function setBalance(address account, uint256 balance) external {
        uint256 present = balanceOf(account);
        if (balance > present) _mint(account, balance - present);
        else _burn(account, present - balance);
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (from == address(0) || to == address(0)) return super._update(from, to, amount);
        if (blocked[to]) revert OddToken_Blocked(to);
        if (lies) return;
        super._update(from, to, amount);
        if (receiverFeeBps != 0) super._update(to, address(0), (amount * receiverFeeBps) / 10_000);
        if (senderFeeBps != 0) super._update(from, address(0), (amount * senderFeeBps) / 10_000);
        if (hooked[to]) ITokensReceived(to).tokensReceived(from, amount);
    }
}

/// @dev The same with votes that nobody counts.
contract OddVotes is OddToken {
    function delegate(address) external pure {}
}

/// @dev An ERC-20 whose transfers answer nothing, as USDT's.
contract SilentToken {
    mapping(address account => uint256 amount) public balanceOf;
    mapping(address owner => mapping(address spender => uint256 amount)) public allowance;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private {
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}

contract MockERC721 is ERC721("Art", "ART") {
    function mint(address to, uint256 tokenId) external {
        _mint(to, tokenId);
    }
}

contract MockERC1155 is ERC1155("") {
    function mint(address to, uint256 tokenId, uint256 amount) external {
        _mint(to, tokenId, amount, "");
    }
}

interface ISweeping {
    function sweep(address token) external returns (uint256);
}

/// @dev Says that its till has one of it, and while it is approved has the till's ether swept.
contract SweepingToken {
    ISweeping private immutable TILL;

    constructor(ISweeping till) {
        TILL = till;
    }

    function approve(address, uint256) external returns (bool) {
        return TILL.sweep(address(0)) != 0;
    }

    function balanceOf(address) external pure returns (uint256) {
        return 1;
    }
}
