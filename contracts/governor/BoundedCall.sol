// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/**
 * @title BoundedCall
 * @dev Asks a contract that is not trusted: it gets no more gas than the limit, and no more of its answer is read than was
 * asked for. OpenZeppelin's LowLevelCall bounds the answer alone.
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

    /**
     * @dev The same for a list of addresses, of which no more is read than `max`.
     * @return answered Whether it returned such a list, and nothing else.
     * @return list What it returned; empty if it did not answer.
     */
    function askList(
        address target,
        uint256 gasLimit,
        bytes memory question,
        uint256 max
    ) internal view returns (bool answered, address[] memory list) {
        uint256[] memory words = new uint256[](max + 2);
        uint256 size;
        assembly ("memory-safe") {
            let room := mul(add(max, 2), 0x20)
            answered := staticcall(gasLimit, target, add(question, 0x20), mload(question), add(words, 0x20), room)
            size := returndatasize()
        }
        // The offset of the list, its length, and as many addresses.
        answered = answered && words[0] == 0x20 && words[1] <= max && size == (words[1] + 2) * 0x20;
        list = new address[](answered ? words[1] : 0);
        for (uint256 i = 0; i < list.length; ++i) list[i] = address(uint160(words[i + 2]));
    }
}
