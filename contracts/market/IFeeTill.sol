// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/**
 * @title IFeeTill
 * @notice Where products of a network pay the fees that they took, by whatever way they took them: anybody sends tokens, or
 * ether, and {sweep} gives all of it to the treasury, in two incomes. The one is the treasury's; the other is for those who
 * contribute, and budgets of rounds are made of it.
 *
 * Amounts are in base units of their token; ether is the address 0.
 */
interface IFeeTill {
    /// @notice `amount` was given to the treasury: `kept` as income of the category `usage`, `shared` as that of `profit`.
    event Swept(address indexed token, uint256 amount, uint256 kept, uint256 shared);

    /// @notice Nothing has come since the last sweep.
    error FeeTill_NothingToSweep(address token);

    /// @notice Fees can come as ether.
    receive() external payable;

    /**
     * @notice Gives the treasury whatever has come in a token, by the share of this second. Open to anyone. The treasury keeps
     * no books for a token without a cap: then it stays here until the treasury does.
     * @dev Errors: NothingToSweep, and those of {ITreasury-deposit}.
     * @return amount What was given.
     */
    function sweep(address token) external returns (uint256 amount);

    /// @notice The treasury.
    function TREASURY() external view returns (address);

    /// @notice Has the parameter.
    function REGISTRY() external view returns (address);

    /// @notice The parameter that says what part is the treasury's own, in basis points; above 10,000 it counts as 10,000.
    function SHARE_KEY() external view returns (bytes32);
}
