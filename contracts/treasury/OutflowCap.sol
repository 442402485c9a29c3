// SPDX-License-Identifier: MIT
pragma solidity ^0.8.27;

import {RateLimiter} from "@openzeppelin/contracts/utils/RateLimiter.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/**
 * @title OutflowCap
 * @dev The most of a token that may leave: a bucket that holds the cap and refills at one cap per 30 days. It is
 * OpenZeppelin's RefillingBucket with two entries, of which budgets and recurring payments fill both and payments by vote
 * only the first:
 *
 *     ALL     everything that leaves
 *     GRANTS  twice what budgets and recurring payments send: so they reach its brim at half of the cap
 *
 * Both are kept in units of 1 / WINDOW, in which a bucket refills by exactly its cap each second: nothing is ever rounded,
 * so no number of small payments can hold up the refill.
 *
 * In any 30 days at most twice the highest cap in them leaves, and through grants at most that cap: what the bucket holds
 * when they begin and what raises add is at most one cap together, and it refills by one cap. The proof, and why lowering
 * and raising again does not help: docs/decisions/0401.
 *
 * A raise takes effect by itself. It is written down at the next use, and until then the bucket refills at the old rate.
 */
library OutflowCap {
    using RateLimiter for RateLimiter.RefillingBucket;

    struct Limit {
        RateLimiter.RefillingBucket bucket;
        uint128 raised;
        /// @dev When the cap becomes `raised`; 0 if it does not.
        uint48 raisedAt;
    }

    uint48 internal constant WINDOW = 30 days;
    uint48 internal constant RAISE_DELAY = 30 days;

    bytes32 private constant ALL = bytes32(uint256(0));
    bytes32 private constant GRANTS = bytes32(uint256(1));

    /// @notice `amount` of `token` was to leave. `available` could leave now; from `enoughAt` on the whole could, if nothing
    /// else leaves before, or never (2^256 − 1) under this cap.
    error OutflowCap_Exceeded(address token, uint256 amount, uint256 available, uint256 enoughAt);
    /// @notice A raise is above the cap in force.
    error OutflowCap_NotARaise(address token, uint256 cap, uint256 current);
    /// @notice A lowering is not above the cap in force.
    error OutflowCap_NotALowering(address token, uint256 cap, uint256 current);

    /// @dev The first cap of a token, in force at once.
    function start(Limit storage self, uint128 cap) internal {
        _apply(self, cap);
    }

    /// @dev Announces a higher cap, in place of any announced before.
    function raiseTo(Limit storage self, address token, uint128 cap) internal returns (uint48 effectiveAt) {
        uint128 inForce = current(self);
        if (cap <= inForce) revert OutflowCap_NotARaise(token, cap, inForce);
        _apply(self, inForce);
        effectiveAt = uint48(block.timestamp) + RAISE_DELAY;
        (self.raised, self.raisedAt) = (cap, effectiveAt);
    }

    /// @dev Lowers the cap at once, and withdraws a raise.
    function lowerTo(Limit storage self, address token, uint128 cap) internal returns (uint128 previous) {
        previous = current(self);
        if (cap > previous) revert OutflowCap_NotALowering(token, cap, previous);
        _apply(self, cap);
    }

    /// @dev Counts what leaves.
    function take(Limit storage self, address token, uint256 amount, bool isGrant) internal {
        uint256 room = available(self, isGrant);
        if (amount > room) revert OutflowCap_Exceeded(token, amount, room, _enoughAt(self, amount, isGrant));

        if (_isRaised(self)) _apply(self, self.raised);
        self.bucket.consume(ALL, amount * WINDOW);
        if (isGrant) self.bucket.consume(GRANTS, 2 * amount * WINDOW);
    }

    /// @dev Whether there is or was a cap, or one is announced.
    function isListed(Limit storage self) internal view returns (bool) {
        return self.bucket._window != 0;
    }

    /// @dev The cap in force.
    function current(Limit storage self) internal view returns (uint128) {
        return _isRaised(self) ? self.raised : uint128(self.bucket._capacity / WINDOW);
    }

    /// @dev The cap to come, and when; zeros if there is none.
    function pending(Limit storage self) internal view returns (uint128 cap, uint48 effectiveAt) {
        if (self.raisedAt > block.timestamp) return (self.raised, self.raisedAt);
    }

    /// @dev What may leave now.
    function available(Limit storage self, bool isGrant) internal view returns (uint256 amount) {
        uint256 capacity = _scaled(current(self));
        amount = Math.saturatingSub(capacity, self.bucket.used(ALL)) / WINDOW;
        if (isGrant) {
            uint256 half = Math.saturatingSub(capacity, self.bucket.used(GRANTS)) / (2 * WINDOW);
            amount = Math.min(amount, half);
        }
    }

    /// @dev Makes `cap` the cap in force. A bucket that is used beyond a lower cap is empty, no less: its use is cut to the
    /// new cap, which makes no room, and is full again in 30 days.
    function _apply(Limit storage self, uint128 cap) private {
        uint256 capacity = _scaled(cap);
        uint256 all = Math.min(self.bucket.used(ALL), capacity);
        uint256 grants = Math.min(self.bucket.used(GRANTS), capacity);

        self.bucket.updateSettings(WINDOW, uint208(capacity));
        self.bucket.reset(ALL);
        self.bucket.consume(ALL, all);
        self.bucket.reset(GRANTS);
        self.bucket.consume(GRANTS, grants);
        (self.raised, self.raisedAt) = (0, 0);
    }

    /// @dev Only called when there is not enough now.
    function _enoughAt(Limit storage self, uint256 amount, bool isGrant) private view returns (uint256 time) {
        if (amount > type(uint128).max) return type(uint256).max;
        time = _enoughIn(self, ALL, _scaled(amount));
        if (isGrant) time = Math.max(time, _enoughIn(self, GRANTS, 2 * _scaled(amount)));
    }

    /// @dev When `units` fit into the entry `key`: in the bucket as it is, or in the raised one, whichever is sooner. Until
    /// something leaves, either refills at the rate that is written down.
    function _enoughIn(Limit storage self, bytes32 key, uint256 units) private view returns (uint256 time) {
        (uint256 used, uint256 capacity) = (self.bucket.used(key), self.bucket._capacity);
        uint256 perSecond = capacity / WINDOW;
        time = type(uint256).max;
        if (units <= capacity) time = block.timestamp + _wait(used + units, capacity, perSecond);

        uint256 raised = _scaled(self.raised);
        if (units <= raised) {
            uint256 refilled = block.timestamp + _wait(used + units, raised, perSecond);
            time = Math.min(time, Math.max(self.raisedAt, refilled));
        }
    }

    /// @dev Whether a raise has come into force that is not written down yet.
    function _isRaised(Limit storage self) private view returns (bool) {
        return self.raisedAt != 0 && self.raisedAt <= block.timestamp;
    }

    /// @dev How long until what is in use and what is wanted fit. A bucket that never refills has nothing in use.
    function _wait(uint256 units, uint256 capacity, uint256 perSecond) private pure returns (uint256) {
        return units <= capacity ? 0 : Math.ceilDiv(units - capacity, perSecond);
    }

    function _scaled(uint256 amount) private pure returns (uint256) {
        return amount * WINDOW;
    }
}
