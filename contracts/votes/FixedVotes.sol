// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";

/**
 * @dev What sources have in common whose votes cannot be delegated: the whole reading of ERC-5805, and a clock that counts
 * seconds. Each says how many votes an account has, and how many there are.
 */
abstract contract FixedVotes is IERC5805 {
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

    /// @inheritdoc IERC6372
    function clock() public view returns (uint48) {
        return uint48(block.timestamp);
    }

    /// @inheritdoc IERC6372
    // The name is ERC-6372's.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() external pure returns (string memory) {
        return "mode=timestamp";
    }

    /// @dev `timepoint` (seconds), if it is past.
    function _past(uint256 timepoint) internal view returns (uint256) {
        if (timepoint >= clock()) revert ERC5805FutureLookup(timepoint, clock());
        return timepoint;
    }
}
