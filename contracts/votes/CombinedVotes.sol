// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";

import {VotesOfTwo} from "./VotesOfTwo.sol";

/**
 * @title CombinedVotes
 * @notice Votes of tokens held or staked: an account's votes are those that the token gives it and those that the escrow
 * gives it. The total is the token's alone, since what is staked is in it: the escrow holds those tokens and delegates
 * them to nobody, so that none counts twice.
 *
 * **Who can change what.** Nobody can change anything: there is no owner and no mutable state.
 */
contract CombinedVotes is VotesOfTwo {
    /// @dev Reverts with {VotesOfTwo_OtherToken} unless the escrow, or all escrows that it adds up, lock the token: what they
    /// lock would be missing in the total, or count twice.
    constructor(IERC5805 token, IERC5805 escrow) VotesOfTwo(token, escrow) {
        _requireLocksOf(address(token), escrow);
    }

    /// @notice Votes of tokens held.
    // A constant of the contract, named as one.
    // solhint-disable-next-line func-name-mixedcase
    function TOKEN() external view returns (IERC5805) {
        return FIRST;
    }

    /// @notice Votes of tokens staked.
    // A constant of the contract, named as one.
    // solhint-disable-next-line func-name-mixedcase
    function ESCROW() external view returns (IERC5805) {
        return SECOND;
    }

    /// @inheritdoc IVotes
    function getPastTotalSupply(uint256 timepoint) external view returns (uint256) {
        return FIRST.getPastTotalSupply(timepoint);
    }
}
