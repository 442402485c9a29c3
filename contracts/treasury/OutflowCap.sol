// SPDX-License-Identifier: MIT
pragma solidity ^0.8.27;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/**
 * @title OutflowCap
 * @dev The most of a token that may leave: a bucket that holds the cap and refills at one cap per 30 days, with two entries,
 * of which budgets and recurring payments fill both and payments by vote only the first:
 *
 *     all     everything that leaves
 *     grants  twice what budgets and recurring payments send: so they reach its brim at half of the cap
 *
 * Both are kept in units of 1 / WINDOW, in which a bucket refills by exactly its cap each second: nothing is ever rounded
 * nor divided, so no number of small payments can hold up the refill.
 *
 * In any 30 days at most twice the highest cap in them leaves, and through grants at most that cap: what the bucket holds
 * when they begin and what raises add is at most one cap together, and it refills by one cap. The proof, and why lowering
 * and raising again does not help: docs/decisions/0401.
 *
 * A raise takes effect by itself. It is written down at the next use, and until then the bucket refills at the old rate.
 *
 * Each change is a pure step from a limit and a time to the limit after it ({spent}, {announced}, {capped}); the functions
 * on storage only refuse, apply one step and store it. A solver proves of the steps what is said here (docs/invariants.md).
 */
library OutflowCap {
    using OutflowCap for Limit;

    /**
     * @dev `cap` in base units, in force as of the last use, and `raised` from `raisedAt` on (0 if no raise is to come);
     * of the entries `all` and `grants`, what was in use at `allAt` and `grantsAt` (seconds), in units of 1 / WINDOW.
     * A limit that was started has an `allAt`.
     */
    struct Limit {
        uint128 cap;
        uint128 raised;
        uint152 all;
        uint48 allAt;
        uint48 raisedAt;
        uint152 grants;
        uint48 grantsAt;
    }

    uint48 internal constant WINDOW = 30 days;
    uint48 internal constant RAISE_DELAY = 30 days;

    /// @notice `amount` of `token` was to leave. `available` could leave now; from `enoughAt` on the whole could, if nothing
    /// else leaves before, or never (2^256 − 1) under this cap.
    error OutflowCap_Exceeded(address token, uint256 amount, uint256 available, uint256 enoughAt);
    /// @notice A raise is above the cap in force.
    error OutflowCap_NotARaise(address token, uint256 cap, uint256 current);
    /// @notice A lowering is not above the cap in force.
    error OutflowCap_NotALowering(address token, uint256 cap, uint256 current);

    // ---------------------------------------------------------------------------------------------- on storage

    /// @dev The first cap of a token, in force at once.
    function start(Limit storage self, uint128 cap) internal {
        Limit memory limit = self;
        _store(self, limit.capped(block.timestamp, cap));
    }

    /// @dev Announces a higher cap, in place of any announced before.
    function raiseTo(Limit storage self, address token, uint128 cap) internal returns (uint48 effectiveAt) {
        Limit memory limit = self;
        uint128 present = limit.inForce(block.timestamp);
        if (cap <= present) revert OutflowCap_NotARaise(token, cap, present);
        limit = limit.announced(block.timestamp, cap);
        _store(self, limit);
        return limit.raisedAt;
    }

    /// @dev Lowers the cap at once, and withdraws a raise.
    function lowerTo(Limit storage self, address token, uint128 cap) internal returns (uint128 previous) {
        Limit memory limit = self;
        previous = limit.inForce(block.timestamp);
        if (cap > previous) revert OutflowCap_NotALowering(token, cap, previous);
        _store(self, limit.capped(block.timestamp, cap));
    }

    /// @dev Counts what leaves.
    function take(Limit storage self, address token, uint256 amount, bool isGrant) internal {
        Limit memory limit = self;
        if (!limit.permits(block.timestamp, amount, isGrant)) {
            uint256 most = limit.room(block.timestamp, isGrant);
            revert OutflowCap_Exceeded(token, amount, most, _enoughAt(limit, block.timestamp, amount, isGrant));
        }
        _store(self, limit.spent(block.timestamp, amount, isGrant));
    }

    /// @dev Whether there is or was a cap, or one is announced.
    function isListed(Limit storage self) internal view returns (bool) {
        return self.allAt != 0;
    }

    /// @dev The cap in force.
    function current(Limit storage self) internal view returns (uint128) {
        Limit memory limit = self;
        return limit.inForce(block.timestamp);
    }

    /// @dev The cap to come, and when; zeros if there is none.
    function pending(Limit storage self) internal view returns (uint128 cap, uint48 effectiveAt) {
        if (self.raisedAt > block.timestamp) return (self.raised, self.raisedAt);
    }

    /// @dev What may leave now.
    function available(Limit storage self, bool isGrant) internal view returns (uint256 amount) {
        Limit memory limit = self;
        return limit.room(block.timestamp, isGrant);
    }

    // ---------------------------------------------------------------------------------------------- pure steps

    /// @dev The cap in force at `time`, which is not before the last use.
    function inForce(Limit memory self, uint256 time) internal pure returns (uint128) {
        return self.isRaised(time) ? self.raised : self.cap;
    }

    /// @dev Whether at `time` a raise is in force that is not written down yet.
    function isRaised(Limit memory self, uint256 time) internal pure returns (bool) {
        return self.raisedAt != 0 && self.raisedAt <= time;
    }

    /// @dev What of an entry is in use after `refilled` units were given back.
    function drained(uint256 used, uint256 refilled) internal pure returns (uint256) {
        return used > refilled ? used - refilled : 0;
    }

    /// @dev What of an entry is in use under another capacity: a bucket that is used beyond a lower one is empty, no less.
    function cut(uint256 used, uint256 capacity) internal pure returns (uint256) {
        return used < capacity ? used : capacity;
    }

    /// @dev Whether `units` may leave an entry.
    function fits(uint256 used, uint256 units, uint256 capacity) internal pure returns (bool) {
        return used + units <= capacity;
    }

    /// @dev Whether `amount` may leave at `time`.
    function permits(Limit memory self, uint256 time, uint256 amount, bool isGrant) internal pure returns (bool) {
        if (amount > type(uint128).max) return false;
        uint256 capacity = _scaled(self.inForce(time));
        if (!fits(_all(self, time), _scaled(amount), capacity)) return false;
        return !isGrant || fits(_grants(self, time), 2 * _scaled(amount), capacity);
    }

    /// @dev The amount that may leave at `time`.
    function room(Limit memory self, uint256 time, bool isGrant) internal pure returns (uint256 amount) {
        uint256 capacity = _scaled(self.inForce(time));
        amount = Math.saturatingSub(capacity, _all(self, time)) / WINDOW;
        if (isGrant) amount = Math.min(amount, Math.saturatingSub(capacity, _grants(self, time)) / (2 * WINDOW));
    }

    /// @dev The limit after `amount`, which it {permits}, has left at `time`. Changes `self`, as all steps do.
    function spent(Limit memory self, uint256 time, uint256 amount, bool isGrant) internal pure returns (Limit memory) {
        if (self.isRaised(time)) self.capped(time, self.raised);
        (self.all, self.allAt) = (uint152(_all(self, time) + _scaled(amount)), uint48(time));
        if (isGrant) (self.grants, self.grantsAt) = (uint152(_grants(self, time) + 2 * _scaled(amount)), uint48(time));
        return self;
    }

    /// @dev The limit after a raise to `cap` was announced at `time`.
    function announced(Limit memory self, uint256 time, uint128 cap) internal pure returns (Limit memory) {
        self.capped(time, self.inForce(time));
        (self.raised, self.raisedAt) = (cap, uint48(time) + RAISE_DELAY);
        return self;
    }

    /// @dev The limit with `cap` in force from `time` on. What is in use is cut to a lower cap, which makes no room, and is
    /// full again in 30 days.
    function capped(Limit memory self, uint256 time, uint128 cap) internal pure returns (Limit memory) {
        (self.all, self.allAt) = (uint152(cut(_all(self, time), _scaled(cap))), uint48(time));
        (self.grants, self.grantsAt) = (uint152(cut(_grants(self, time), _scaled(cap))), uint48(time));
        (self.cap, self.raised, self.raisedAt) = (cap, 0, 0);
        return self;
    }

    // ---------------------------------------------------------------------------------------------- private

    /// @dev Only called when there is not enough at `time`.
    function _enoughAt(
        Limit memory self,
        uint256 time,
        uint256 amount,
        bool isGrant
    ) private pure returns (uint256 enoughAt) {
        if (amount > type(uint128).max) return type(uint256).max;
        enoughAt = _fitsAt(self, time, _all(self, time) + _scaled(amount), _scaled(amount));
        if (isGrant) {
            uint256 twice = 2 * _scaled(amount);
            enoughAt = Math.max(enoughAt, _fitsAt(self, time, _grants(self, time) + twice, twice));
        }
    }

    /// @dev When `units`, and with them `sum`, fit: in the bucket as it is, or in the raised one, whichever is sooner. Until
    /// something leaves, either refills at the rate that is written down.
    function _fitsAt(
        Limit memory self,
        uint256 time,
        uint256 sum,
        uint256 units
    ) private pure returns (uint256 fitsAt) {
        fitsAt = type(uint256).max;
        uint256 capacity = _scaled(self.cap);
        if (units <= capacity) fitsAt = time + _wait(sum, capacity, self.cap);

        uint256 raised = _scaled(self.raised);
        if (units <= raised) {
            fitsAt = Math.min(fitsAt, Math.max(self.raisedAt, time + _wait(sum, raised, self.cap)));
        }
    }

    /// @dev How long until what is in use and what is wanted fit. A bucket that never refills has nothing in use.
    function _wait(uint256 units, uint256 capacity, uint256 perSecond) private pure returns (uint256) {
        return units <= capacity ? 0 : Math.ceilDiv(units - capacity, perSecond);
    }

    function _all(Limit memory self, uint256 time) private pure returns (uint256) {
        return drained(self.all, _refilled(self.cap, time - self.allAt));
    }

    function _grants(Limit memory self, uint256 time) private pure returns (uint256) {
        return drained(self.grants, _refilled(self.cap, time - self.grantsAt));
    }

    /// @dev Each second gives back `cap` units. Caps have 128 bits, times 48: their product does not overflow.
    function _refilled(uint256 cap, uint256 elapsed) private pure returns (uint256) {
        unchecked {
            return cap * elapsed;
        }
    }

    /// @dev Amounts are at most a cap here, and have 128 bits.
    function _scaled(uint256 amount) private pure returns (uint256) {
        unchecked {
            return amount * WINDOW;
        }
    }

    function _store(Limit storage self, Limit memory limit) private {
        (self.cap, self.raised) = (limit.cap, limit.raised);
        (self.all, self.allAt, self.raisedAt) = (limit.all, limit.allAt, limit.raisedAt);
        (self.grants, self.grantsAt) = (limit.grants, limit.grantsAt);
    }
}
