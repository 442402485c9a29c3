// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IArbitrable} from "./IArbitrable.sol";

/// @title IArbitrator
/// @notice ERC-792: who rules in disputes of others, for a fee in ether. Its functions and events are those of Kleros.
interface IArbitrator {
    /// @notice Where a dispute stands: before a ruling, with one that may be appealed, or ruled for good.
    enum DisputeStatus {
        Waiting,
        Appealable,
        Solved
    }

    /// @notice `arbitrable` has opened a dispute.
    event DisputeCreation(uint256 indexed disputeId, IArbitrable indexed arbitrable);
    /// @notice There is a ruling, against which an appeal can be made.
    event AppealPossible(uint256 indexed disputeId, IArbitrable indexed arbitrable);
    /// @notice An appeal was made.
    event AppealDecision(uint256 indexed disputeId, IArbitrable indexed arbitrable);

    /// @notice Opens a dispute of the caller, which pays {arbitrationCost}.
    /// @param choices How many rulings there are to choose from, from 1; 0 is not one of them.
    /// @param extraData What the arbitrator wants to know besides.
    function createDispute(uint256 choices, bytes calldata extraData) external payable returns (uint256 disputeId);

    /// @notice Appeals against the present ruling, for {appealCost}.
    function appeal(uint256 disputeId, bytes calldata extraData) external payable;

    /// @notice What a dispute costs, in wei.
    function arbitrationCost(bytes calldata extraData) external view returns (uint256 cost);

    /// @notice What an appeal costs, in wei.
    function appealCost(uint256 disputeId, bytes calldata extraData) external view returns (uint256 cost);

    /// @notice When an appeal can be made, in seconds; zeros if it cannot.
    function appealPeriod(uint256 disputeId) external view returns (uint256 start, uint256 end);

    /// @notice Where the dispute stands.
    function disputeStatus(uint256 disputeId) external view returns (DisputeStatus status);

    /// @notice The ruling as it is now.
    function currentRuling(uint256 disputeId) external view returns (uint256 ruling);
}
