// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/**
 * @title PowerTrace
 * @dev The history of a sum of linearly decaying amounts, exact at every second, past and present.
 *
 * An amount that ends at week `e` weighs `amount * (e * WEEK - t)` token-seconds at time `t`, and nothing from
 * `e * WEEK` on. A sum of them is therefore the line `bias * WEEK - slope * t`, with
 *
 *     slope = sum of amount           (tokens)
 *     bias  = sum of amount * e       (token-weeks)
 *
 * until the next week in which something ends; there, the amounts that end leave both sums. A lasting amount never
 * ends and adds to the bias alone. Both sums are integers and nothing is ever divided here, so that no rounding can
 * build up: whoever uses the line divides once, at the very end.
 *
 * A trace keeps a {Point} of the line for each timestamp at which it was changed, and in `ending` the amount that ends
 * in each week. A query folds the point before it forward through the weeks between. To know which of them hold
 * anything, without reading them, a ring of 128 bits marks the pairs of weeks that were ever in use.
 *
 * **The past cannot change.** `ending[w]` is only written while `w` lies ahead, and each such write also writes a point
 * at that timestamp. A query for a past `t` starts from the last point `c <= t` and folds through weeks that began at or
 * before `t`: no later point can touch `c`, those weeks' amounts were final when the weeks began, and they were not
 * altered between `c` and then, or a later point than `c` would exist. Ring bits are never cleared: a stale one costs a
 * read, whereas a cleared one would rewrite history.
 *
 * The library knows neither tokens nor locks nor voters, and keeps no clock but `block.timestamp`.
 */
library PowerTrace {
    using SafeCast for uint256;

    /// @dev Unix weeks: they begin on Thursdays, 00:00 UTC.
    uint256 internal constant WEEK = 7 days;

    /// @dev How many weeks ahead an amount may end at the most: 4 years. Folding never looks further than this.
    uint256 internal constant HORIZON = 208;

    /// @dev Pairs of weeks in the ring; more than the 105 that a horizon can span, and a power of two.
    uint256 private constant RING = 128;
    /// @dev Points that the search goes back at once, at the most, before it halves what is left.
    uint256 private constant MAX_STEP = 64;

    /**
     * @dev The line from `time` (seconds) on.
     * Bounds: amounts in a trace sum up to at most 2^96 - 1 and weeks are below 2^16, hence `bias` < 2^112.
     */
    struct Point {
        uint48 time;
        uint96 slope;
        uint112 bias;
    }

    /**
     * @dev `count` points; `ring`, the marks of weeks in use; and `tag`, 96 bits that the owner of the trace may use
     * as it likes, since they come with a slot that it pays for anyway.
     * `ending` packs two weeks a slot: the even one low, the odd one high.
     */
    struct Trace {
        uint32 count;
        uint128 ring;
        uint96 tag;
        mapping(uint256 index => Point point) points;
        mapping(uint256 pair => uint256 amounts) ending;
    }

    /// @dev A trace opened for writing: the line as of now, not yet stored.
    struct Cursor {
        uint256 index;
        uint256 ring;
        uint256 slope;
        uint256 bias;
    }

    // ---------------------------------------------------------------------------------------------- reading

    /**
     * @dev The line of the trace at `time` (seconds): `bias * WEEK - slope * time` token-seconds is its value there.
     * For a `time` ahead, the value that the trace will have if nothing is changed until then.
     */
    function lookup(Trace storage self, uint256 time) internal view returns (uint256 slope, uint256 bias) {
        uint256 count = self.count;
        if (count == 0) return (0, 0);

        // The newest point first: almost every query is about now or about a vote that has just begun.
        Point memory point = self.points[count - 1];
        if (point.time > time) {
            uint256 low = 0;
            uint256 high = count - 1;
            // What is asked for is seldom far behind the newest: steps of 1, 4, 16 and 64 points back, then halves.
            for (uint256 step = 1; step <= MAX_STEP && step <= high; step <<= 2) {
                if (self.points[high - step].time > time) {
                    high -= step;
                } else {
                    low = high - step + 1;
                    break;
                }
            }
            while (low < high) {
                uint256 middle = Math.average(low, high);
                if (self.points[middle].time > time) high = middle;
                else low = middle + 1;
            }
            if (low == 0) return (0, 0);
            point = self.points[low - 1];
        }
        return _fold(self, self.ring, point, time);
    }

    /// @dev What ends in the week `week`: the most that {remove} may take of it.
    function endingAt(Trace storage self, uint256 week) internal view returns (uint256) {
        return uint128(self.ending[week >> 1] >> _half(week));
    }

    // ---------------------------------------------------------------------------------------------- writing

    /// @dev Opens the trace at the present line. Nothing is stored until {close}, save what {add} and {remove} say.
    function open(Trace storage self) internal view returns (Cursor memory cursor) {
        uint256 count = self.count;
        cursor.index = count;
        cursor.ring = self.ring;
        if (count != 0) {
            Point memory point = self.points[count - 1];
            if (point.time == block.timestamp) cursor.index = count - 1;
            (cursor.slope, cursor.bias) = _fold(self, cursor.ring, point, block.timestamp);
        }
    }

    /**
     * @dev Adds an amount that ends at `week`. Writes the week's sum at once, so {close} has to follow.
     * The caller keeps `now < week * WEEK <= now + HORIZON * WEEK`.
     */
    function add(Trace storage self, Cursor memory cursor, uint256 amount, uint256 week) internal {
        cursor.slope += amount;
        cursor.bias += amount * week;
        cursor.ring |= 1 << ((week >> 1) % RING);
        self.ending[week >> 1] += amount << _half(week);
    }

    /// @dev Takes off an amount that was added to end at `week`, while that week still lies ahead. More than {endingAt}
    /// would borrow from the other week of the pair.
    function remove(Trace storage self, Cursor memory cursor, uint256 amount, uint256 week) internal {
        cursor.slope -= amount;
        cursor.bias -= amount * week;
        self.ending[week >> 1] -= amount << _half(week);
    }

    /// @dev Stores the line as the point of this timestamp.
    function close(Trace storage self, Cursor memory cursor) internal {
        self.points[cursor.index] = Point({
            time: uint48(block.timestamp),
            slope: cursor.slope.toUint96(),
            bias: cursor.bias.toUint112()
        });
        self.count = (cursor.index + 1).toUint32();
        self.ring = uint128(cursor.ring);
    }

    // ---------------------------------------------------------------------------------------------- pure steps

    /**
     * @dev Those pairs among the weeks `first` to `last` that the ring marks: bit i stands for the pair `(first >> 1) + i`.
     * At most HORIZON weeks. The ring is rotated so that bit 0 is the pair of the first week, and cut after the last.
     */
    function marked(uint256 ring, uint256 first, uint256 last) internal pure returns (uint256) {
        uint256 base = first >> 1;
        uint256 turn = base % RING;
        return ((ring >> turn) | (ring << (RING - turn))) & ((1 << ((last >> 1) - base + 1)) - 1);
    }

    /// @dev The line after the weeks of one pair, `week` and the next: what ends in those of them that are among `first` to
    /// `last` is taken off. `amounts` is what the pair holds, and at least one of its weeks is among them. Amounts have 128
    /// bits and weeks 16, so that their products do not overflow.
    function passed(
        uint256 slope,
        uint256 bias,
        uint256 amounts,
        uint256 week,
        uint256 first,
        uint256 last
    ) internal pure returns (uint256, uint256) {
        uint256 ended;
        if (week >= first) {
            slope -= uint128(amounts);
            unchecked {
                ended = uint128(amounts) * week;
            }
            bias -= ended;
        }
        if (week < last) {
            slope -= amounts >> 128;
            unchecked {
                ended = (amounts >> 128) * (week + 1);
            }
            bias -= ended;
        }
        return (slope, bias);
    }

    // ---------------------------------------------------------------------------------------------- private

    /// @dev Carries the line of `point` to `time`: takes off what ends in the weeks that begin in (point.time, time].
    function _fold(
        Trace storage self,
        uint256 ring,
        Point memory point,
        uint256 time
    ) private view returns (uint256 slope, uint256 bias) {
        slope = point.slope;
        bias = point.bias;

        uint256 first = point.time / WEEK + 1;
        uint256 last = time / WEEK;
        if (slope == 0 || first > last) return (slope, bias);
        last = Math.min(last, first + HORIZON - 1);

        uint256 marks = marked(ring, first, last);
        while (marks != 0 && slope != 0) {
            uint256 pair = (first >> 1) + Math.log2(marks & (~marks + 1));
            (slope, bias) = passed(slope, bias, self.ending[pair], pair << 1, first, last);
            marks &= marks - 1;
        }
    }

    function _half(uint256 week) private pure returns (uint256) {
        return (week & 1) << 7;
    }
}
