// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";

/**
 * @title IReputation
 * @notice Points for what somebody did, as votes that fade. A complete ERC-5805 source with a timestamp clock (ERC-6372);
 * nobody can buy, transfer or delegate them.
 *
 * Points (18 decimals) end with a quarter: 13 weeks, counted from the epoch. Those of quarter `q` end with quarter
 * `q + 4`, in 52 to 65 weeks, and `points` that end at `end` have, at time `t < end`,
 *
 *     points * (end - t) / 65 weeks
 *
 * votes: never more votes than points. Sums are exact: they are divided once, at the end, and rounded down.
 */
interface IReputation is IERC5805 {
    /// @notice Who may give points from the start, and how many in each quarter (18 decimals).
    struct Awarder {
        address account;
        uint96 perQuarter;
    }

    /// @notice `awarder` may give `perQuarter` points (18 decimals) in each quarter from now on.
    event AwarderSet(address indexed awarder, uint256 perQuarter);
    /// @notice `awarder` gave `account` `points`, of the `asked` that it wanted to give (both 18 decimals). They end when
    /// Unix week `week` begins. `ref` says what for.
    event Awarded(
        address indexed awarder,
        address indexed account,
        uint256 points,
        uint256 asked,
        uint256 week,
        bytes32 ref
    );
    /// @notice A vote took `points` (18 decimals) that ended in Unix week `week` from `account`.
    event Revoked(address indexed account, uint256 indexed week, uint256 points, bytes32 reason);

    /// @notice A contract that obeys nobody cannot have its awarders named.
    error Reputation_NoTimelock();
    /// @notice Only the timelock may do this.
    error Reputation_NotTimelock(address caller);
    /// @notice No vote has ever made `caller` an awarder.
    error Reputation_NotAwarder(address caller);
    /// @notice The account has `has` points that end in the week, and at least one has to be taken.
    error Reputation_NotHeld(address account, uint256 week, uint256 points, uint256 has);

    /**
     * @notice Gives an account points for what it did. Owner: awarders.
     * @dev What the awarder has left in this quarter is the most that it gives: more is cut off without an error, down to
     * zero, so that an award at the end of something else never stops that. For the same reason an awarder that a vote has
     * left without a cap gives zero points.
     * @param points What it wants to give, 18 decimals.
     * @param ref What for.
     * @return given What it gave, 18 decimals.
     */
    function award(address account, uint256 points, bytes32 ref) external returns (uint256 given);

    /**
     * @notice Takes points from an account. Owner: the timelock alone, so that taking needs a vote.
     * @param week The Unix week in which they end, as {Awarded} says it.
     * @param points How many, 18 decimals; at most what the account has that ends in that week ({endingAt}).
     * @dev Errors: {Reputation_NotHeld}.
     */
    function revoke(address account, uint256 week, uint256 points, bytes32 reason) external;

    /// @notice Lets an account give points, `perQuarter` (18 decimals) in each quarter, what it gave in this one included;
    /// with 0 no more. Owner: the timelock.
    function setAwarder(address awarder, uint96 perQuarter) external;

    /// @notice Who names awarders and revokes.
    function TIMELOCK() external view returns (address);
    /// @notice What an awarder may give in each quarter, and what it still can in this one; both 18 decimals.
    function awarderOf(address awarder) external view returns (uint256 perQuarter, uint256 left);
    /// @notice What of an account's points ends in the Unix week, 18 decimals; 0 once the week has begun.
    function endingAt(address account, uint256 week) external view returns (uint256 points);
    /// @notice The Unix week in which points end that are given now.
    function endWeek() external view returns (uint256 week);
}
