// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {INetworkGovernor} from "../INetworkGovernor.sol";
import {GovernorTypes} from "./GovernorTypes.sol";

/**
 * @dev What was voted on is what runs: the code of every contract that a proposal calls is pinned when it is made, and a
 * proposal whose targets have other code by then is not executed (Tornado Cash, 2023, fell to a target that was destroyed
 * and redeployed). A target must have code of its own, not borrowed from a delegation (EIP-7702), which its key can change.
 *
 * Plain transfers are not pinned: a payee's first wei changes the hash of its account. Warning: a proxy's code stays the
 * same while what it forwards to changes.
 */
abstract contract GovernorPins is GovernorTypes {
    /// @dev Contracts cannot begin with it (EIP-3541), so that code that does is a delegation.
    bytes1 private constant DELEGATION_PREFIX = 0xef;

    mapping(uint256 proposalId => bytes32 digest) private _codeDigests;

    /// @inheritdoc IGovernor
    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public virtual override returns (uint256 proposalId) {
        proposalId = super.propose(targets, values, calldatas, description);
        for (uint256 i = 0; i < targets.length; ++i) {
            if (calldatas[i].length != 0 && !_hasOwnCode(targets[i])) revert GovernorPins_NoCode(i, targets[i]);
        }
        _codeDigests[proposalId] = _codeDigest(targets, calldatas);
    }

    /// @inheritdoc INetworkGovernor
    function proposalCodeDigest(uint256 proposalId) public view virtual returns (bytes32) {
        return _codeDigests[proposalId];
    }

    function _beforeExecute(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas
    ) internal view virtual override {
        super._beforeExecute(proposalId, targets, values, calldatas);
        bytes32 digest = _codeDigest(targets, calldatas);
        if (digest != _codeDigests[proposalId]) {
            revert GovernorPins_CodeChanged(proposalId, digest, _codeDigests[proposalId]);
        }
    }

    /// @dev One hash over the code hashes of all targets that are called; 0 if none is.
    function _codeDigest(address[] memory targets, bytes[] memory calldatas) private view returns (bytes32 digest) {
        for (uint256 i = 0; i < targets.length; ++i) {
            if (calldatas[i].length != 0) digest = keccak256(abi.encode(digest, targets[i].codehash));
        }
    }

    function _hasOwnCode(address target) private view returns (bool) {
        bytes32 start;
        assembly ("memory-safe") {
            mstore(0, 0)
            extcodecopy(target, 0, 0, 1)
            start := mload(0)
        }
        return target.code.length != 0 && bytes1(start) != DELEGATION_PREFIX;
    }
}
