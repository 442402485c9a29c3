// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";

/// @dev The clock of sources of votes: seconds, as ERC-6372 writes it, and a check that another source has the same.
abstract contract TimestampClock is IERC6372 {
    /// @notice `source` must count time as this contract does, by timestamp.
    error TimestampClock_WrongClock(IERC6372 source, string clockMode);

    /// @inheritdoc IERC6372
    function clock() public view returns (uint48) {
        return uint48(block.timestamp);
    }

    /// @inheritdoc IERC6372
    // The name is ERC-6372's.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure returns (string memory) {
        return "mode=timestamp";
    }

    function _requireTimestamps(IERC6372 source) internal view {
        string memory mode = source.CLOCK_MODE();
        if (keccak256(bytes(mode)) != keccak256(bytes(CLOCK_MODE()))) revert TimestampClock_WrongClock(source, mode);
    }
}
