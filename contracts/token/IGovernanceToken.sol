// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @title What the governance token adds to ERC-20, ERC-2612, ERC-5805 and ERC-6372
/// @notice Amounts are in base units (18 decimals), times in seconds, ratios in basis points (10,000 = 100 %).
interface IGovernanceToken {
    /// @notice A share of the initial supply.
    struct Allocation {
        address account;
        uint256 amount;
    }

    /// @notice Only the timelock mints; `caller` is not it.
    error GovernanceToken_NotTimelock(address caller);
    /// @notice A token that nobody can govern is refused.
    error GovernanceToken_ZeroTimelock();
    /// @notice The yearly limit grows from the initial supply, so there must be one.
    error GovernanceToken_NoAllocations();
    /// @notice The allocation at `index` has no owner or no amount.
    error GovernanceToken_InvalidAllocation(uint256 index, address account, uint256 amount);
    /// @notice `hardCap` is above `maximum` (2^96 − 1: the vote escrow holds amounts in 96 bits).
    error GovernanceToken_HardCapTooHigh(uint256 hardCap, uint256 maximum);
    /// @notice `inflationBps` is above `maximum`.
    error GovernanceToken_InflationTooHigh(uint256 inflationBps, uint256 maximum);
    /// @notice Minting would bring what was ever minted to `everMinted`, above HARD_CAP.
    error GovernanceToken_HardCapExceeded(uint256 everMinted, uint256 hardCap);
    /// @notice Minting would bring what was ever minted to `everMinted`, above what the yearly limit allows now.
    error GovernanceToken_InflationExceeded(uint256 everMinted, uint256 limit);

    /// @notice Creates `amount` for `to`. Timelock only.
    /// @dev Emits the ERC-20 `Transfer` from the zero address. Errors: GovernanceToken_NotTimelock,
    /// GovernanceToken_HardCapExceeded, GovernanceToken_InflationExceeded, and ERC20InvalidReceiver for the zero `to`.
    function mint(address to, uint256 amount) external;

    /// @notice Everything that was minted since the beginning, the initial supply included. Burns do not lower it.
    function everMinted() external view returns (uint256);

    /// @notice What could be minted now: the smaller of the rooms under the hard cap and under the yearly limit.
    function mintable() external view returns (uint256);

    /// @notice The only account that can mint. For ever.
    function TIMELOCK() external view returns (address);

    /// @notice The most that can ever be minted, in base units.
    function HARD_CAP() external view returns (uint256);

    /// @notice The most that {everMinted} can grow in any 365 days, in basis points of what it was before them.
    function INFLATION_BPS() external view returns (uint256);

    /// @notice The upper bound of INFLATION_BPS: 10,000.
    /// @dev Up to 100 % a year, what a captured vote prints within a year is never more than what all others were ever
    /// given: it cannot buy the attacker a majority of the issue. It also catches an amount passed for a ratio.
    function MAX_INFLATION_BPS() external view returns (uint256);

    /// @notice The length of the rolling window of the yearly limit: 365 days.
    function INFLATION_WINDOW() external view returns (uint256);
}
