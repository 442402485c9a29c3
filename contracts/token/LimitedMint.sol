// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

import {IGovernanceToken} from "./IGovernanceToken.sol";

/// @title A supply within two limits that no vote can raise
/// @notice The initial supply goes to the allocations of the constructor; later supply comes from {mint} alone, within
///
/// - HARD_CAP, which bounds everything that is ever minted. A burn makes no room under it.
/// - INFLATION_BPS, which bounds the growth in any 365 days, wherever they begin:
///   everMinted(t) <= everMinted(t - 365 days) * (1 + INFLATION_BPS / 10,000) for every t. Before the first
///   anniversary the right side counts from the initial supply, as if that had always existed.
///
/// A vote that was captured can therefore dilute the holders by a known share a year, never print without end.
abstract contract LimitedMint is ERC20, IGovernanceToken {
    using Checkpoints for Checkpoints.Trace208;

    /// @inheritdoc IGovernanceToken
    uint256 public constant MAX_INFLATION_BPS = 10_000;
    /// @inheritdoc IGovernanceToken
    uint256 public constant INFLATION_WINDOW = 365 days;

    /// @inheritdoc IGovernanceToken
    address public immutable TIMELOCK;
    /// @inheritdoc IGovernanceToken
    uint256 public immutable HARD_CAP;
    /// @inheritdoc IGovernanceToken
    uint256 public immutable INFLATION_BPS;

    Checkpoints.Trace208 private _everMinted;

    /// @param timelock The only minter.
    /// @param allocations The initial supply: at least one, each with an owner and an amount; owners may repeat.
    /// @param hardCap Between the initial supply and 2^96 − 1.
    /// @param inflationBps Up to MAX_INFLATION_BPS; 0 means that nothing is ever minted again.
    constructor(address timelock, Allocation[] memory allocations, uint256 hardCap, uint256 inflationBps) {
        if (timelock == address(0)) revert GovernanceToken_ZeroTimelock();
        if (allocations.length == 0) revert GovernanceToken_NoAllocations();
        if (hardCap > type(uint96).max) revert GovernanceToken_HardCapTooHigh(hardCap, type(uint96).max);
        if (inflationBps > MAX_INFLATION_BPS) revert GovernanceToken_InflationTooHigh(inflationBps, MAX_INFLATION_BPS);

        TIMELOCK = timelock;
        HARD_CAP = hardCap;
        INFLATION_BPS = inflationBps;

        for (uint256 i = 0; i < allocations.length; ++i) {
            (address account, uint256 amount) = (allocations[i].account, allocations[i].amount);
            if (account == address(0) || amount == 0) revert GovernanceToken_InvalidAllocation(i, account, amount);
            _mint(account, amount);
        }
        if (totalSupply() > hardCap) revert GovernanceToken_HardCapExceeded(totalSupply(), hardCap);
        // At time 0, not now: so the first year needs no case of its own.
        _everMinted.push(0, uint208(totalSupply()));
    }

    /// @inheritdoc IGovernanceToken
    function mint(address to, uint256 amount) external {
        if (msg.sender != TIMELOCK) revert GovernanceToken_NotTimelock(msg.sender);

        uint256 minted = everMinted() + amount;
        if (minted > HARD_CAP) revert GovernanceToken_HardCapExceeded(minted, HARD_CAP);
        uint256 limit = _inflationLimit();
        if (minted > limit) revert GovernanceToken_InflationExceeded(minted, limit);

        _everMinted.push(Time.timestamp(), uint208(minted));
        _mint(to, amount);
    }

    /// @inheritdoc IGovernanceToken
    function everMinted() public view returns (uint256) {
        return _everMinted.latest();
    }

    /// @inheritdoc IGovernanceToken
    function mintable() external view returns (uint256) {
        return Math.min(HARD_CAP, _inflationLimit()) - everMinted();
    }

    /// @dev What may have been minted by now: the total of 365 days ago, grown once, rounded down.
    function _inflationLimit() private view returns (uint256) {
        uint48 windowStart = uint48(Math.saturatingSub(Time.timestamp(), INFLATION_WINDOW));
        return (_everMinted.upperLookup(windowStart) * (10_000 + INFLATION_BPS)) / 10_000;
    }
}
