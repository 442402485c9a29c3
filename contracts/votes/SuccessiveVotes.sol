// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";

import {VotesOfTwo} from "./VotesOfTwo.sol";

/**
 * @title SuccessiveVotes
 * @notice Votes of tokens staked in an escrow or in the one that came before it. A network that moves to a new escrow
 * counts both while holders move: locks end when they end, and until then their votes must not be missing, or whoever
 * comes first with free tokens would decide alone. A token is in one escrow at a time, so that none counts twice.
 *
 * **Who can change what.** Nobody can change anything: there is no owner and no mutable state.
 */
contract SuccessiveVotes is VotesOfTwo {
    /// @notice `escrow` would count twice: it is among those that came before, or adds some up itself.
    error SuccessiveVotes_CountedTwice(address escrow);

    /// @param current An escrow.
    /// @param former An escrow of the same token, or the successive votes of several.
    /// @dev Errors: {VotesOfTwo_OtherToken}, {SuccessiveVotes_CountedTwice}.
    constructor(IERC5805 current, IERC5805 former) VotesOfTwo(current, former) {
        _requireLocksOf(_lockedIn(current), former);
        // Only the former source may be a sum: two sums could have an escrow in common.
        if (_isSum(current)) revert SuccessiveVotes_CountedTwice(address(current));
        while (_isSum(former)) {
            if (address(SuccessiveVotes(address(former)).CURRENT()) == address(current)) {
                revert SuccessiveVotes_CountedTwice(address(current));
            }
            former = SuccessiveVotes(address(former)).FORMER();
        }
        if (address(former) == address(current)) revert SuccessiveVotes_CountedTwice(address(current));
    }

    /// @notice The token that all these escrows lock.
    function token() external view returns (address) {
        return _lockedIn(FIRST);
    }

    /// @notice The escrow that the network has moved to.
    // A constant of the contract, named as one.
    // solhint-disable-next-line func-name-mixedcase
    function CURRENT() external view returns (IERC5805) {
        return FIRST;
    }

    /// @notice The escrow that it comes from.
    // A constant of the contract, named as one.
    // solhint-disable-next-line func-name-mixedcase
    function FORMER() external view returns (IERC5805) {
        return SECOND;
    }

    /// @inheritdoc IVotes
    function getPastTotalSupply(uint256 timepoint) external view returns (uint256) {
        return FIRST.getPastTotalSupply(timepoint) + SECOND.getPastTotalSupply(timepoint);
    }

    /// @dev Whether a source is a sum of escrows, and not an escrow.
    function _isSum(IERC5805 source) private view returns (bool) {
        try SuccessiveVotes(address(source)).CURRENT() returns (IERC5805) {
            return true;
        } catch {
            return false;
        }
    }
}
