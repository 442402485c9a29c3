// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IProtocolRegistry} from "./IProtocolRegistry.sol";

/// @title What each kind of parameter allows
/// @notice `Uint` compares unsigned and `Int` signed, both within bounds. `Bool` is 0 or 1 and `Bytes32` is anything:
/// neither has bounds, and none may be stated for it, since a bound that is not enforced would mislead.
library KindRules {
    /// @notice Whether `min` and `max` are bounds for `kind`.
    function allowsBounds(IProtocolRegistry.Kind kind, bytes32 min, bytes32 max) internal pure returns (bool) {
        if (kind == IProtocolRegistry.Kind.Uint) return min <= max;
        if (kind == IProtocolRegistry.Kind.Int) return _ordered(min) <= _ordered(max);
        return min == 0 && max == 0;
    }

    /// @notice Whether a `kind` bounded by `min` and `max` may have `value`.
    function allowsValue(
        IProtocolRegistry.Kind kind,
        bytes32 min,
        bytes32 max,
        bytes32 value
    ) internal pure returns (bool) {
        if (kind == IProtocolRegistry.Kind.Uint) return min <= value && value <= max;
        if (kind == IProtocolRegistry.Kind.Int) {
            return _ordered(min) <= _ordered(value) && _ordered(value) <= _ordered(max);
        }
        return kind == IProtocolRegistry.Kind.Bytes32 || uint256(value) <= 1;
    }

    function _ordered(bytes32 value) private pure returns (int256) {
        return int256(uint256(value));
    }
}
