// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";

import {TimestampClock} from "./TimestampClock.sol";

/**
 * @dev What sources have in common whose votes cannot be delegated: the whole reading of ERC-5805. Each says how many
 * votes an account has, and how many there are.
 */
abstract contract FixedVotes is IERC5805, TimestampClock {
    /// @notice These votes cannot be delegated.
    error FixedVotes_NotDelegable();
    /// @notice Votes are known for times before `clock` (seconds) only. As OpenZeppelin's Votes names it.
    error ERC5805FutureLookup(uint256 timepoint, uint48 clock);

    /// @notice Always reverts.
    function delegate(address) external pure {
        revert FixedVotes_NotDelegable();
    }

    /// @notice Always reverts.
    function delegateBySig(address, uint256, uint256, uint8, bytes32, bytes32) external pure {
        revert FixedVotes_NotDelegable();
    }

    /// @dev `timepoint` (seconds), if it is past.
    function _past(uint256 timepoint) internal view returns (uint256) {
        if (timepoint >= clock()) revert ERC5805FutureLookup(timepoint, clock());
        return timepoint;
    }
}
