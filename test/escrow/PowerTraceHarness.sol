// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PowerTrace} from "../../contracts/escrow/PowerTrace.sol";

/// @notice One trace, with its inside shown.
contract PowerTraceHarness {
    using PowerTrace for PowerTrace.Trace;

    PowerTrace.Trace private _trace;

    function add(uint256 amount, uint256 week) external {
        PowerTrace.Cursor memory cursor = _trace.open();
        _trace.add(cursor, amount, week);
        _trace.close(cursor);
    }

    function remove(uint256 amount, uint256 week) external {
        PowerTrace.Cursor memory cursor = _trace.open();
        _trace.remove(cursor, amount, week);
        _trace.close(cursor);
    }

    /// @notice Raises or lowers the bias alone, as lasting amounts do.
    function lift(int256 amount) external {
        PowerTrace.Cursor memory cursor = _trace.open();
        cursor.bias = uint256(int256(cursor.bias) + amount);
        _trace.close(cursor);
    }

    /// @notice Folds to now and stores that, changing nothing.
    function poke() external {
        _trace.close(_trace.open());
    }

    function setTag(uint96 tag) external {
        _trace.tag = tag;
    }

    /// @notice Token-seconds at `time`.
    function weight(uint256 time) external view returns (uint256) {
        (uint256 slope, uint256 bias) = _trace.lookup(time);
        return bias * PowerTrace.WEEK - slope * time;
    }

    function line(uint256 time) external view returns (uint256 slope, uint256 bias) {
        return _trace.lookup(time);
    }

    function head() external view returns (uint32 count, uint128 ring, uint96 tag) {
        return (_trace.count, _trace.ring, _trace.tag);
    }

    function point(uint256 index) external view returns (PowerTrace.Point memory) {
        return _trace.points[index];
    }

    function ending(uint256 week) external view returns (uint256) {
        return uint128(_trace.ending[week >> 1] >> ((week & 1) * 128));
    }
}
