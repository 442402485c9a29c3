// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/**
 * @title HeadTrace
 * @dev The history of a value, as OpenZeppelin's `Checkpoints.Trace208` keeps it, in a slot less: what holds now lies beside
 * the number of what held before. A trace that begins writes one slot where that writes two, and what was so for long is
 * answered by one read. Times are those of the block, and a second has one value, its last.
 */
library HeadTrace {
    using SafeCast for uint256;

    /// @dev Values that the search goes back at once, at the most, before it halves what is left.
    uint256 private constant MAX_STEP = 64;

    /// @dev A value, and since when it held.
    struct Past {
        uint48 since;
        uint128 value;
    }

    /// @dev What holds now, how many values held before, and those, the oldest first.
    struct Trace {
        uint128 value;
        uint48 since;
        uint80 older;
        mapping(uint256 index => Past) past;
    }

    /// @dev `value` holds from now on. Returns what held until now.
    function push(Trace storage self, uint256 value) internal returns (uint256 before) {
        (uint48 since, uint80 older) = (self.since, self.older);
        before = self.value;
        if (since != 0 && since != block.timestamp) {
            self.past[older] = Past(since, uint128(before));
            ++older;
        }
        (self.value, self.since, self.older) = (value.toUint128(), uint48(block.timestamp), older);
    }

    /// @dev What holds now; 0 before anything did.
    function latest(Trace storage self) internal view returns (uint256) {
        return self.value;
    }

    /// @dev What held at `time`, its own second included; 0 before anything did.
    function upperLookup(Trace storage self, uint256 time) internal view returns (uint256) {
        if (time >= self.since) return self.value;
        (uint256 low, uint256 high) = (0, self.older);
        // What is asked for is seldom far behind the newest: steps of 1, 4, 16 and 64 back, then halves.
        for (uint256 step = 1; step <= MAX_STEP && step <= high; step <<= 2) {
            if (self.past[high - step].since > time) {
                high -= step;
            } else {
                low = high - step + 1;
                break;
            }
        }
        while (low < high) {
            uint256 middle = Math.average(low, high);
            if (self.past[middle].since > time) high = middle;
            else low = middle + 1;
        }
        return low == 0 ? 0 : self.past[low - 1].value;
    }
}
