// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

/// @dev What OpenZeppelin's wizard makes of a token with votes, permits and a clock of seconds, for bench/peers.ts.
contract OpenZeppelinVotes is ERC20, ERC20Burnable, ERC20Permit, ERC20Votes {
    constructor(address[] memory accounts, uint256 amount) ERC20("OpenZeppelin", "OZ") ERC20Permit("OpenZeppelin") {
        for (uint256 i = 0; i < accounts.length; ++i) _mint(accounts[i], amount);
    }

    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    // The name is ERC-6372's.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }
}
