// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IProtocolRegistry} from "../protocol/IProtocolRegistry.sol";
import {ITreasury} from "../treasury/ITreasury.sol";
import {EXCLUDED} from "../votes/Excluded.sol";
import {IFeeTill} from "./IFeeTill.sol";

/**
 * @title FeeTill
 * @notice See {IFeeTill}. The votes of the network's tokens that are here are out of every quorum.
 *
 * **Who can change what.** Votes set the share, in the registry. What is here goes to the treasury and nowhere else.
 */
contract FeeTill is IFeeTill, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint256 private constant BPS = 10_000;
    address private constant ETHER = address(0);
    bytes32 private constant KEPT = "usage";
    bytes32 private constant SHARED = "profit";

    /// @inheritdoc IFeeTill
    address public immutable TREASURY;
    /// @inheritdoc IFeeTill
    address public immutable REGISTRY;
    /// @inheritdoc IFeeTill
    bytes32 public immutable SHARE_KEY;

    /// @dev Reverts as the registry does where it lacks the parameter.
    constructor(IVotes token, ITreasury treasury, IProtocolRegistry registry, bytes32 shareKey) {
        (TREASURY, REGISTRY, SHARE_KEY) = (address(treasury), address(registry), shareKey);
        registry.getUint(shareKey);
        token.delegate(EXCLUDED);
    }

    /// @inheritdoc IFeeTill
    receive() external payable {}

    /// @inheritdoc IFeeTill
    function sweep(address token) external nonReentrant returns (uint256 amount) {
        amount = token == ETHER ? address(this).balance : IERC20(token).balanceOf(address(this));
        if (amount == 0) revert FeeTill_NothingToSweep(token);
        uint256 kept = (amount * Math.min(IProtocolRegistry(REGISTRY).getUint(SHARE_KEY), BPS)) / BPS;
        emit Swept(token, amount, kept, amount - kept);
        if (token != ETHER) IERC20(token).forceApprove(TREASURY, amount);
        _deposit(token, kept, KEPT);
        _deposit(token, amount - kept, SHARED);
    }

    function _deposit(address token, uint256 amount, bytes32 category) private {
        if (amount == 0) return;
        uint256 value = token == ETHER ? amount : 0;
        ITreasury(TREASURY).deposit{value: value}(token, amount, category, bytes32(0));
    }
}
