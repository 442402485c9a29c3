// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

import {LimitedMint} from "./LimitedMint.sol";
import {PackedVotes} from "./PackedVotes.sol";

/// @title The token that a network is owned with, in fewer slots
/// @notice What {GovernanceToken} is, with the votes of {PackedVotes} in place of OpenZeppelin's ERC20Votes: first delegations
/// cost a third, transfers between voters two thirds. Its history ends 136 years after its deployment.
///
/// Who can change what: the timelock mints, within the limits; holders burn their own and what they were allowed to.
/// There is no owner, no role, no pause, no blocklist and no upgrade.
contract PackedGovernanceToken is ERC20Burnable, ERC20Permit, PackedVotes, LimitedMint {
    /// @param timelock The only minter.
    /// @param allocations The initial supply: at least one, each with an owner and an amount; owners may repeat.
    /// @param hardCap Between the initial supply and 2^96 − 1.
    /// @param inflationBps Up to MAX_INFLATION_BPS; 0 means that nothing is ever minted again.
    constructor(
        string memory name,
        string memory symbol,
        address timelock,
        Allocation[] memory allocations,
        uint256 hardCap,
        uint256 inflationBps
    ) ERC20(name, symbol) ERC20Permit(name) LimitedMint(timelock, allocations, hardCap, inflationBps) {}

    /// @notice What `account` holds, in base units.
    function balanceOf(address account) public view override(ERC20, PackedVotes) returns (uint256) {
        return super.balanceOf(account);
    }

    /// @notice What there is, in base units.
    function totalSupply() public view override(ERC20, PackedVotes) returns (uint256) {
        return super.totalSupply();
    }

    /// @notice The next nonce of `account`: permits and delegations by signature share one sequence.
    function nonces(address account) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(account);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, PackedVotes) {
        super._update(from, to, value);
    }
}
