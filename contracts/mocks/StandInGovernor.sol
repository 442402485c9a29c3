// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title StandInGovernor
/// @notice What programs ask every governor, and nothing else: whose timelock it is, and what time it is.
contract StandInGovernor {
    address private immutable TIMELOCK;

    constructor(address timelock_) {
        TIMELOCK = timelock_;
    }

    function timelock() external view returns (address) {
        return TIMELOCK;
    }

    function clock() external view returns (uint48) {
        return uint48(block.timestamp);
    }
}
