// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IArbitrator} from "./IArbitrator.sol";

/// @title IArbitrable
/// @notice ERC-792: what asks an arbitrator for a ruling, and obeys it.
interface IArbitrable {
    /// @notice `arbitrator` has ruled in its dispute `disputeId`.
    event Ruling(IArbitrator indexed arbitrator, uint256 indexed disputeId, uint256 ruling);

    /// @notice Carries out a ruling. Owner: the arbitrator that the dispute was opened with.
    /// @param disputeId As the arbitrator counts.
    /// @param ruling One of the choices, from 1; 0 if the arbitrator did not or could not choose.
    function rule(uint256 disputeId, uint256 ruling) external;
}
