// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {VestingTerms} from "./IVestingVault.sol";

/**
 * @title IVestingFactory
 * @notice Makes {IVestingVault}s and fills them. Anyone may, with tokens of their own. A grant's terms decide its vault's
 * address: the same terms are the same vault, whoever names them first, and naming them again adds to it.
 */
interface IVestingFactory {
    /// @notice What `amount` (base units of the token) is granted by.
    struct Grant {
        VestingTerms terms;
        uint256 amount;
    }

    /// @notice A vault came into being. Emitted once for each.
    event VaultCreated(
        address indexed beneficiary,
        address indexed vault,
        uint48 start,
        uint32 durationSeconds,
        uint32 cliffSeconds,
        bool revocable
    );
    /// @notice `funder` added `amount` to the vault. What others send it in a plain transfer emits no event here.
    event VaultFunded(address indexed vault, address indexed funder, uint256 amount);

    /// @notice Token, timelock and treasury must be there, and an escrow must lock the token.
    error VestingFactory_BadParameters(address token, address escrow, address timelock, address treasury);
    /// @notice The grant at `index` has no beneficiary.
    error VestingFactory_NoBeneficiary(uint256 index);
    /// @notice The cliff of the grant at `index` is after its end.
    error VestingFactory_CliffAfterEnd(uint256 index, uint256 cliffSeconds, uint256 durationSeconds);
    /// @notice The grant at `index` ends at `end`, later than `max` (seconds): most likely milliseconds for seconds.
    error VestingFactory_EndsTooLate(uint256 index, uint256 end, uint256 max);
    /// @notice The grant at `index` was revoked: what is added to it would be its owner's at once.
    error VestingFactory_Revoked(uint256 index, address vault);

    /**
     * @notice Creates the vaults of `grants` that are not there yet, and pays each its amount out of the caller's
     * tokens: all of them or, if any is refused, none. Anyone may call; the caller needs to have allowed the sum.
     * @dev The amount may be 0, to put a vault where tokens already are. Emits {VaultCreated} and {VaultFunded}.
     * Errors: NoBeneficiary, CliffAfterEnd, EndsTooLate, Revoked, and those of the token.
     * @param grants As many as fit a transaction; the same terms may come more than once.
     * @return vaults In the order of `grants`.
     */
    function create(Grant[] calldata grants) external returns (address[] memory vaults);

    /// @notice The vault of these terms, created or not.
    function predict(VestingTerms calldata terms) external view returns (address vault);

    /// @notice The token of all grants.
    function TOKEN() external view returns (IERC20);
    /// @notice The latest end of a grant, from when it is created: 100 years of 365 days, in seconds.
    function MAX_TIME() external view returns (uint256);
    /// @notice The code that all vaults share.
    function IMPLEMENTATION() external view returns (address);
}
