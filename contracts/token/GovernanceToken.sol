// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

import {LimitedMint} from "./LimitedMint.sol";

/// @title The token that a network is owned with
/// @notice A token with votes, delegation and permits, whose supply grows within the two limits of {LimitedMint}. Votes are
/// OpenZeppelin's ERC20Votes; {PackedGovernanceToken} is the same token in fewer slots.
///
/// Who can change what: the timelock mints, within the limits; holders burn their own and what they were allowed to.
/// There is no owner, no role, no pause, no blocklist and no upgrade.
contract GovernanceToken is ERC20Burnable, ERC20Permit, ERC20Votes, LimitedMint {
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

    /// @notice The clock of votes and of the yearly limit: seconds.
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @notice ERC-6372 description of {clock}.
    // The name is ERC-6372's.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @notice The next nonce of `account`: permits and delegations by signature share one sequence.
    function nonces(address account) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(account);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }
}
