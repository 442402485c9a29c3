// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";

import {IVoteEscrow} from "../escrow/IVoteEscrow.sol";
import {TimestampClock} from "./TimestampClock.sol";

/**
 * @dev An account's votes are the sum of those that two sources give it. Reads only: holders delegate in each source, for
 * what it holds. What the total is, each use says.
 */
abstract contract VotesOfTwo is IERC5805, TimestampClock {
    IERC5805 internal immutable FIRST;
    IERC5805 internal immutable SECOND;

    /// @notice Delegation happens in `first` and in `second`, not here.
    error VotesOfTwo_ReadOnly(address first, address second);
    /// @notice What counts besides must be locks of `expected`; `source` locks `token`, or nothing if that is 0.
    error VotesOfTwo_OtherToken(address source, address token, address expected);

    constructor(IERC5805 first, IERC5805 second) {
        _requireTimestamps(first);
        _requireTimestamps(second);
        FIRST = first;
        SECOND = second;
    }

    /// @inheritdoc IVotes
    function getVotes(address account) external view returns (uint256) {
        return FIRST.getVotes(account) + SECOND.getVotes(account);
    }

    /// @inheritdoc IVotes
    function getPastVotes(address account, uint256 timepoint) external view returns (uint256) {
        return FIRST.getPastVotes(account, timepoint) + SECOND.getPastVotes(account, timepoint);
    }

    /// @notice Whom the account has delegated its votes of the first source to; the second is asked for its own.
    function delegates(address account) external view returns (address) {
        return FIRST.delegates(account);
    }

    /// @notice Always reverts.
    function delegate(address) external view {
        revert VotesOfTwo_ReadOnly(address(FIRST), address(SECOND));
    }

    /// @notice Always reverts.
    function delegateBySig(address, uint256, uint256, uint8, bytes32, bytes32) external view {
        revert VotesOfTwo_ReadOnly(address(FIRST), address(SECOND));
    }

    /// @dev The token that a source locks; 0 of a source that locks none.
    function _lockedIn(IERC5805 source) internal view returns (address token) {
        try IVoteEscrow(address(source)).token() returns (address locked) {
            return locked;
        } catch {
            return address(0);
        }
    }

    function _requireLocksOf(address token, IERC5805 source) internal view {
        address locked = _lockedIn(source);
        if (locked != token || token == address(0)) revert VotesOfTwo_OtherToken(address(source), locked, token);
    }
}
