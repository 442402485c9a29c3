// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @dev Makes several calls in one transaction, in its own name.
contract Batcher {
    function run(address[] calldata targets, bytes[] calldata calls) external {
        for (uint256 i = 0; i < targets.length; ++i) Address.functionCall(targets[i], calls[i]);
    }

    /// @dev Goes on after a call that fails.
    function tryRun(address[] calldata targets, bytes[] calldata calls) external {
        for (uint256 i = 0; i < targets.length; ++i) {
            (bool success, ) = targets[i].call(calls[i]);
            success;
        }
    }
}
