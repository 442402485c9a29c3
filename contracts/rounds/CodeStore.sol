// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/**
 * @title CodeStore
 * @dev Keeps bytes as the code of a contract, which costs a fifth of storage to write and reads in words. The code begins
 * with a STOP, so that nobody can run it.
 */
library CodeStore {
    /// @dev Chains take code of up to 24,576 bytes (EIP-170).
    uint256 internal constant MAX_LENGTH = 24_575;

    /// @notice The chain did not take a contract of `length` bytes.
    error CodeStore_NotStored(uint256 length);

    /// @dev Returns the address of the contract that has `data`.
    function write(bytes memory data) internal returns (address pointer) {
        uint256 length = data.length;
        // PUSH2 length + 1, DUP1, PUSH1 10, RETURNDATASIZE, CODECOPY, RETURNDATASIZE, RETURN; then the code itself.
        bytes memory creation = abi.encodePacked(hex"61", uint16(length + 1), hex"80600a3d393df300", data);
        assembly ("memory-safe") {
            pointer := create(0, add(creation, 32), mload(creation))
        }
        if (pointer == address(0)) revert CodeStore_NotStored(length);
    }

    /// @dev The 32 bytes from `offset` on, with zeros after the end.
    function word(address pointer, uint256 offset) internal view returns (uint256 value) {
        assembly ("memory-safe") {
            mstore(0, 0)
            extcodecopy(pointer, 0, add(offset, 1), 32)
            value := mload(0)
        }
    }
}
