// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @title Keys of protocol parameters
/// @notice A key is a short ASCII string, left-aligned in 32 bytes: a namespace of [a-z0-9], a '.', and a name of
/// [A-Za-z0-9_.-], neither empty. "econ.reward.base" has the namespace "econ": it ends at the first '.'.
library ParameterKey {
    /// @notice Whether `key` is well formed.
    function isValid(bytes32 key) internal pure returns (bool) {
        uint256 dot = 0; // No '.' yet; a namespace is not empty, so 0 is never its place.
        uint256 length = 0;
        for (; length < 32 && key[length] != 0; ++length) {
            bytes1 char = key[length];
            if (dot == 0 && char == "." && length != 0) dot = length;
            else if (!(dot == 0 ? _isNamespaceChar(char) : _isNameChar(char))) return false;
        }
        // The shift leaves what follows the first zero byte: nothing may.
        return dot != 0 && length > dot + 1 && key << (8 * length) == 0;
    }

    /// @notice What stands before the first '.' of `key`, left-aligned.
    /// @dev Warning: `key` must be valid; without a '.' this panics.
    function namespaceOf(bytes32 key) internal pure returns (bytes32) {
        uint256 length = 0;
        while (key[length] != ".") ++length;
        return key & ~(bytes32(type(uint256).max) >> (8 * length));
    }

    function _isNamespaceChar(bytes1 char) private pure returns (bool) {
        return (char >= "a" && char <= "z") || (char >= "0" && char <= "9");
    }

    function _isNameChar(bytes1 char) private pure returns (bool) {
        return _isNamespaceChar(char) || (char >= "A" && char <= "Z") || char == "_" || char == "." || char == "-";
    }
}
