// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {GovernorTypes} from "./GovernorTypes.sol";

/**
 * @dev Every later step carries a proposal's calls, and calldata may be padded at will: decoders ignore what follows the
 * arguments. Both of what a proposer writes are bounded, so that whoever queues, executes or cancels has enough gas and
 * fits into a transaction. docs/invariants.md has the worst case of each step.
 */
abstract contract GovernorBounds is GovernorTypes {
    /// @dev Bytes of the calls, and of the description.
    uint256 private constant MAX_SIZE = 32_768;

    /// @dev See {GovernorTypes-_checkSize}.
    function _checkSize(bytes[] memory calldatas, string memory description) internal pure virtual override {
        // As `abi.encode(targets, values, calldatas)` has it: three offsets and three lengths, then target, value, offset
        // and length of each call, and its calldata in whole words.
        uint256 size = 192;
        // What lies in memory has been paid for: no sum of its lengths overflows.
        unchecked {
            for (uint256 i = 0; i < calldatas.length; ++i) size += 128 + ((calldatas[i].length + 31) & ~uint256(31));
        }
        if (size > MAX_SIZE || bytes(description).length > MAX_SIZE) {
            revert GovernorBounds_TooLarge(size, bytes(description).length, MAX_SIZE);
        }
    }
}
