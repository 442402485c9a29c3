// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/**
 * @notice All that a transfer needs to know about an account, in one word. From the lowest bits up: balance and votes (96
 * bits each), the time since when it has these votes (32, 0: never), how many checkpoints are older (30), and two flags: it
 * is its own delegatee, or somebody else is.
 */
type Head is uint256;

/// @notice What an account had before: the time (32 bits), and its votes from then on (96).
type Past is uint128;

using PackedTrace for Head global;
using PackedTrace for Past global;

/// @notice An account of a token with votes: its head, and its older checkpoints, two a slot, the even one low.
struct Trace {
    Head head;
    mapping(uint256 pair => uint256 checkpoints) older;
}

/**
 * @title PackedTrace
 * @dev The history of votes that have 96 bits, in half the slots of OpenZeppelin's `Checkpoints.Trace208`: the newest
 * checkpoint lies beside the balance, and two older ones share a slot. Times are seconds since an epoch of the caller's, from
 * 1 on. Packs by hand, since of a struct the compiler reads and writes the slot once for each field.
 */
library PackedTrace {
    uint256 private constant VOTES = 96;
    uint256 private constant TIME = 192;
    uint256 private constant OLDER = 224;
    uint256 private constant ITSELF = 1 << 254;
    uint256 private constant ANOTHER = 1 << 255;
    uint256 private constant FLAGS_AND_BALANCE = ITSELF | ANOTHER | type(uint96).max;

    /// @dev The most checkpoints that an account can have beside the newest: one a second for 34 years.
    uint256 internal constant MAX_OLDER = 2 ** 30 - 1;
    /// @dev Checkpoints that the search goes back at once, at the most, before it halves what is left.
    uint256 private constant MAX_STEP = 64;

    /// @notice There is no room for another checkpoint beside {MAX_OLDER} older ones.
    error PackedTrace_Full();

    // ---------------------------------------------------------------------------------------------- a head

    /// @dev In base units.
    function balance(Head self) internal pure returns (uint256) {
        return uint96(Head.unwrap(self));
    }

    /// @dev In base units.
    function votes(Head self) internal pure returns (uint256) {
        return uint96(Head.unwrap(self) >> VOTES);
    }

    /// @dev Since when the account has its votes; 0: it never had any.
    function time(Head self) internal pure returns (uint256) {
        return uint32(Head.unwrap(self) >> TIME);
    }

    /// @dev How many checkpoints are older than these votes.
    function older(Head self) internal pure returns (uint256) {
        return (Head.unwrap(self) >> OLDER) & MAX_OLDER;
    }

    function delegatesToItself(Head self) internal pure returns (bool) {
        return Head.unwrap(self) & ITSELF != 0;
    }

    function delegatesToAnother(Head self) internal pure returns (bool) {
        return Head.unwrap(self) & ANOTHER != 0;
    }

    /// @dev The caller keeps `amount` of 96 bits.
    function withBalance(Head self, uint256 amount) internal pure returns (Head) {
        return Head.wrap((Head.unwrap(self) & ~uint256(type(uint96).max)) | amount);
    }

    /// @dev At most one of both.
    function withDelegatee(Head self, bool itself, bool another) internal pure returns (Head) {
        uint256 word = Head.unwrap(self) & ~(ITSELF | ANOTHER);
        return Head.wrap(word | (itself ? ITSELF : 0) | (another ? ANOTHER : 0));
    }

    /// @dev The caller keeps each within its bits.
    function withVotes(Head self, uint256 votes_, uint256 time_, uint256 older_) internal pure returns (Head) {
        uint256 rest = Head.unwrap(self) & FLAGS_AND_BALANCE;
        return Head.wrap(rest | (votes_ << VOTES) | (time_ << TIME) | (older_ << OLDER));
    }

    // ---------------------------------------------------------------------------------------------- a checkpoint

    /// @dev The caller keeps each within its bits.
    function pastOf(uint256 time_, uint256 votes_) internal pure returns (Past) {
        return Past.wrap(uint128(time_ | (votes_ << 32)));
    }

    function time(Past self) internal pure returns (uint256) {
        return uint32(Past.unwrap(self));
    }

    function votes(Past self) internal pure returns (uint256) {
        return Past.unwrap(self) >> 32;
    }

    // ---------------------------------------------------------------------------------------------- a trace

    /**
     * @dev The account has these votes from `time_` on, which is not before its newest checkpoint. A second has one
     * checkpoint, its last. `head` is the head that is stored.
     */
    function push(Trace storage self, Head head, uint256 votes_, uint256 time_) internal {
        uint256 count = head.older();
        uint256 since = head.time();
        if (since != time_ && since != 0) {
            if (count == MAX_OLDER) revert PackedTrace_Full();
            self.older[count >> 1] |= uint256(Past.unwrap(pastOf(since, head.votes()))) << _half(count);
            ++count;
        }
        self.head = head.withVotes(votes_, time_, count);
    }

    /// @dev The votes at `time_`.
    function lookup(Trace storage self, uint256 time_) internal view returns (uint256) {
        Head head = self.head;
        if (head.time() <= time_) return head.votes();
        // The first checkpoint that is later is `low` at the least and `high` at the most; at `high` is one, or the head.
        uint256 low = 0;
        uint256 high = head.older();
        // What is asked for is seldom far behind the newest: steps of 1, 4, 16 and 64 back, then halves.
        for (uint256 step = 1; step <= MAX_STEP && step <= high; step <<= 2) {
            if (past(self, high - step).time() > time_) {
                high -= step;
            } else {
                low = high - step + 1;
                break;
            }
        }
        while (low < high) {
            uint256 middle = Math.average(low, high);
            if (past(self, middle).time() > time_) high = middle;
            else low = middle + 1;
        }
        return low == 0 ? 0 : past(self, low - 1).votes();
    }

    /// @dev The older checkpoint at `index`, from the oldest at 0 on.
    function past(Trace storage self, uint256 index) internal view returns (Past) {
        return Past.wrap(uint128(self.older[index >> 1] >> _half(index)));
    }

    function _half(uint256 index) private pure returns (uint256) {
        return (index & 1) << 7;
    }
}
