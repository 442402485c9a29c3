// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/**
 * @title BoundedCall
 * @dev Asks a contract that is not trusted: it gets no more gas than the limit, and no more of its answer is read than one
 * word. OpenZeppelin's LowLevelCall bounds the answer alone.
 */
library BoundedCall {
    /// @return answered Whether it returned a word or more.
    /// @return answer The first word; 0 if it did not answer.
    function ask(
        address target,
        uint256 gasLimit,
        bytes memory question
    ) internal view returns (bool answered, bytes32 answer) {
        assembly ("memory-safe") {
            mstore(0, 0)
            answered := staticcall(gasLimit, target, add(question, 0x20), mload(question), 0, 0x20)
            answered := and(answered, gt(returndatasize(), 0x1f))
            if answered {
                answer := mload(0)
            }
        }
    }
}
