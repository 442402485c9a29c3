// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/**
 * @title NaiveEscrow
 * @notice The reference model: every lock that ever was, with the time from which and until which it was so, and a loop
 * over all of them for every question. It has no checkpoints, no slopes and no folding, hence none of their bugs.
 */
abstract contract NaiveEscrow {
    uint256 internal constant WEEK = 7 days;
    uint256 internal constant LOCKS = 16;

    /// @dev A lock as it was in [from, until). `end` 0 says permanent.
    struct Version {
        address delegatee;
        uint256 amount;
        uint256 end;
        uint256 from;
        uint256 until;
    }

    uint256 public immutable MAX_WEEKS;

    Version[] internal _versions;
    /// @dev Index into `_versions`, plus one.
    mapping(address account => mapping(uint256 id => uint256 index)) internal _open;
    mapping(address account => address delegatee) internal _delegateeOf;
    mapping(address account => bool chosen) internal _chosen;

    constructor(uint256 maxWeeks) {
        MAX_WEEKS = maxWeeks;
    }

    function _set(address account, uint256 id, uint256 amount, uint256 end) internal {
        if (!_chosen[account]) (_chosen[account], _delegateeOf[account]) = (true, account);
        _clear(account, id);
        _versions.push(Version(_delegateeOf[account], amount, end, block.timestamp, type(uint256).max));
        _open[account][id] = _versions.length;
    }

    function _clear(address account, uint256 id) internal {
        uint256 index = _open[account][id];
        if (index != 0) _versions[index - 1].until = block.timestamp;
        _open[account][id] = 0;
    }

    function _delegateTo(address account, address delegatee) internal {
        (_chosen[account], _delegateeOf[account]) = (true, delegatee);
        for (uint256 id = 0; id < LOCKS; ++id) {
            uint256 index = _open[account][id];
            if (index == 0) continue;
            Version memory version = _versions[index - 1];
            _versions[index - 1].until = block.timestamp;
            _versions.push(Version(delegatee, version.amount, version.end, block.timestamp, type(uint256).max));
            _open[account][id] = _versions.length;
        }
    }

    /// @notice Token-seconds of `delegatee` at `time`, before the division by MAX_WEEKS weeks.
    function _weightOf(address delegatee, uint256 time) internal view returns (uint256 weight) {
        for (uint256 i = 0; i < _versions.length; ++i) {
            if (_versions[i].delegatee == delegatee) weight += _weight(_versions[i], time);
        }
    }

    function _totalWeight(uint256 time) internal view returns (uint256 weight) {
        for (uint256 i = 0; i < _versions.length; ++i) weight += _weight(_versions[i], time);
    }

    function _votesOf(address delegatee, uint256 time) internal view returns (uint256) {
        return delegatee == address(0) ? 0 : _weightOf(delegatee, time) / (MAX_WEEKS * WEEK);
    }

    function _totalVotes(uint256 time) internal view returns (uint256) {
        return _totalWeight(time) / (MAX_WEEKS * WEEK);
    }

    function _locked() internal view returns (uint256 amount) {
        for (uint256 i = 0; i < _versions.length; ++i) {
            if (_versions[i].until == type(uint256).max) amount += _versions[i].amount;
        }
    }

    function _lockOf(address account, uint256 id) internal view returns (bool exists, uint256 amount, uint256 end) {
        uint256 index = _open[account][id];
        if (index == 0) return (false, 0, 0);
        return (true, _versions[index - 1].amount, _versions[index - 1].end);
    }

    function _weight(Version memory version, uint256 time) internal view returns (uint256) {
        if (time < version.from || time >= version.until) return 0;
        if (version.end == 0) return version.amount * MAX_WEEKS * WEEK;
        return time < version.end ? version.amount * (version.end - time) : 0;
    }
}
