// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/**
 * @title INumberedVotes
 * @notice A source of votes that numbers its voters, so that who has voted takes two bits of a word that 128 of them share.
 *
 * Whoever has votes at some time has a number then, and keeps it for ever; no two accounts have the same. A source that
 * cannot promise both must not have these functions: one that adds up two others cannot, since an account may get its
 * number after it has voted without one.
 */
interface INumberedVotes {
    /// @notice The account's number, from 1 on; 0 while it has never had a vote.
    function voterNumber(address account) external view returns (uint256);

    /// @notice What `getPastVotes` tells, and the account's number, in one call.
    function pastVotesAndNumber(
        address account,
        uint256 timepoint
    ) external view returns (uint256 votes, uint256 number);
}
