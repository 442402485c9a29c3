// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {PowerTrace} from "../escrow/PowerTrace.sol";
import {FixedVotes} from "../votes/FixedVotes.sol";
import {IReputation} from "./IReputation.sol";

/**
 * @title Reputation
 * @notice See {IReputation} for what points are worth, and {PowerTrace} for the arithmetic and why the past is final. There
 * is a trace for each account and one for the total; an award or a revocation changes both.
 *
 * Everything ends with a quarter, so that no trace ever holds more than five weeks in which something is yet to end.
 *
 * **Who can change what.** Awarders give points, within caps. The timelock sets the caps and takes points away. Nobody
 * changes an answer about the past. There is no owner, no pause and no upgrade.
 */
contract Reputation is IReputation, FixedVotes {
    using PowerTrace for PowerTrace.Trace;

    /// @dev Weeks of a quarter.
    uint256 private constant QUARTER = 13;
    /// @dev Quarters that points last, the one in which they are given included.
    uint256 private constant LIFE = 5;
    /// @dev The longest life in seconds: the divisor of all votes.
    uint256 private constant MAX_TIME = LIFE * QUARTER * PowerTrace.WEEK;

    /// @dev `given` in the quarter `quarter`; in another one nothing yet.
    struct Allowance {
        uint96 perQuarter;
        uint96 given;
        uint32 quarter;
        bool known;
    }

    /// @inheritdoc IReputation
    address public immutable TIMELOCK;

    PowerTrace.Trace private _total;
    mapping(address account => PowerTrace.Trace trace) private _traces;
    mapping(address account => Allowance allowance) private _awarders;

    modifier onlyTimelock() {
        if (msg.sender != TIMELOCK) revert Reputation_NotTimelock(msg.sender);
        _;
    }

    constructor(address timelock, Awarder[] memory awarders) {
        if (timelock == address(0)) revert Reputation_NoTimelock();
        TIMELOCK = timelock;
        for (uint256 i = 0; i < awarders.length; ++i) _setAwarder(awarders[i].account, awarders[i].perQuarter);
    }

    /// @inheritdoc IReputation
    function award(address account, uint256 points, bytes32 ref) external returns (uint256 given) {
        Allowance storage awarder = _awarders[msg.sender];
        if (!awarder.known) revert Reputation_NotAwarder(msg.sender);
        PowerTrace.Cursor memory total = _total.open();
        // A trace holds 2^96 - 1 at the most: the second bound is there for caps beyond all sense.
        given = Math.min(points, Math.min(_left(awarder), type(uint96).max - total.slope));
        uint256 week = endWeek();
        emit Awarded(msg.sender, account, given, points, week, ref);
        if (given == 0) return 0;

        (awarder.given, awarder.quarter) = (uint96(_given(awarder) + given), _quarter());
        _total.add(total, given, week);
        _total.close(total);
        PowerTrace.Trace storage trace = _traces[account];
        PowerTrace.Cursor memory cursor = trace.open();
        uint256 before = _votesOf(cursor.slope, cursor.bias, block.timestamp);
        trace.add(cursor, given, week);
        _close(account, trace, cursor, before);
    }

    /// @inheritdoc IReputation
    function revoke(address account, uint256 week, uint256 points, bytes32 reason) external onlyTimelock {
        uint256 has = endingAt(account, week);
        if (points == 0 || points > has) revert Reputation_NotHeld(account, week, points, has);
        PowerTrace.Cursor memory total = _total.open();
        _total.remove(total, points, week);
        _total.close(total);
        PowerTrace.Trace storage trace = _traces[account];
        PowerTrace.Cursor memory cursor = trace.open();
        uint256 before = _votesOf(cursor.slope, cursor.bias, block.timestamp);
        trace.remove(cursor, points, week);
        emit Revoked(account, week, points, reason);
        _close(account, trace, cursor, before);
    }

    /// @inheritdoc IReputation
    function setAwarder(address awarder, uint96 perQuarter) external onlyTimelock {
        _setAwarder(awarder, perQuarter);
    }

    /// @inheritdoc IReputation
    function awarderOf(address awarder) external view returns (uint256 perQuarter, uint256 left) {
        return (_awarders[awarder].perQuarter, _left(_awarders[awarder]));
    }

    /// @inheritdoc IReputation
    function endingAt(address account, uint256 week) public view returns (uint256 points) {
        // What has ended is history, and cannot be taken any more.
        return week <= block.timestamp / PowerTrace.WEEK ? 0 : _traces[account].endingAt(week);
    }

    /// @inheritdoc IReputation
    function endWeek() public view returns (uint256 week) {
        return (_quarter() + LIFE) * QUARTER;
    }

    /// @inheritdoc IVotes
    function getVotes(address account) external view returns (uint256) {
        return _votesAt(_traces[account], block.timestamp);
    }

    /// @inheritdoc IVotes
    function getPastVotes(address account, uint256 timepoint) external view returns (uint256) {
        return _votesAt(_traces[account], _past(timepoint));
    }

    /// @inheritdoc IVotes
    function getPastTotalSupply(uint256 timepoint) external view returns (uint256) {
        return _votesAt(_total, _past(timepoint));
    }

    /// @notice The account itself, always.
    function delegates(address account) external pure returns (address) {
        return account;
    }

    function _setAwarder(address awarder, uint96 perQuarter) private {
        (_awarders[awarder].perQuarter, _awarders[awarder].known) = (perQuarter, true);
        emit AwarderSet(awarder, perQuarter);
    }

    function _close(
        address account,
        PowerTrace.Trace storage trace,
        PowerTrace.Cursor memory cursor,
        uint256 before
    ) private {
        trace.close(cursor);
        emit DelegateVotesChanged(account, before, _votesOf(cursor.slope, cursor.bias, block.timestamp));
    }

    function _votesAt(PowerTrace.Trace storage trace, uint256 time) private view returns (uint256) {
        (uint256 slope, uint256 bias) = trace.lookup(time);
        return _votesOf(slope, bias, time);
    }

    /// @dev The one division of the whole arithmetic.
    function _votesOf(uint256 slope, uint256 bias, uint256 time) private pure returns (uint256) {
        return (bias * PowerTrace.WEEK - slope * time) / MAX_TIME;
    }

    function _left(Allowance storage awarder) private view returns (uint256) {
        return Math.saturatingSub(awarder.perQuarter, _given(awarder));
    }

    function _given(Allowance storage awarder) private view returns (uint256) {
        return awarder.quarter == _quarter() ? awarder.given : 0;
    }

    /// @dev The quarter of now, counted from the epoch.
    function _quarter() private view returns (uint32) {
        return uint32(block.timestamp / (QUARTER * PowerTrace.WEEK));
    }
}
