// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IArbitrator} from "./IArbitrator.sol";

/// @title IEvidence
/// @notice ERC-1497: what a dispute is about, and what people bring forward in it. Texts are addresses of files.
interface IEvidence {
    /// @notice What disputes under `metaEvidenceId` are about, and what their rulings mean.
    event MetaEvidence(uint256 indexed metaEvidenceId, string evidence);
    /// @notice `party` brought forward evidence.
    event Evidence(
        IArbitrator indexed arbitrator,
        uint256 indexed evidenceGroupId,
        address indexed party,
        string evidence
    );
    /// @notice A dispute was opened, and evidence for it goes by `evidenceGroupId`.
    event Dispute(
        IArbitrator indexed arbitrator,
        uint256 indexed disputeId,
        uint256 metaEvidenceId,
        uint256 evidenceGroupId
    );
}
