// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {INetworkGovernor} from "../INetworkGovernor.sol";
import {GovernorTypes} from "./GovernorTypes.sol";

/**
 * @dev What was voted on is what runs: the code of every contract that a proposal calls is pinned when it is made, and a
 * proposal whose targets have other code by then is not executed (Tornado Cash, 2023, fell to a target that was destroyed
 * and redeployed). A target must have code of its own, not borrowed from a delegation (EIP-7702), which its key can change.
 *
 * What is pinned is one hash over the code of all targets that are called, and it is kept by content, as rules are: the
 * first proposal that meets it stores it, and gives it its number; later ones only note the number.
 *
 * Plain transfers are not pinned: a payee's first wei changes the hash of its account. Warning: a proxy's code stays the
 * same while what it forwards to changes.
 */
abstract contract GovernorPins is GovernorTypes {
    /// @dev Contracts cannot begin with it (EIP-3541), so that code that does is a delegation.
    bytes1 private constant DELEGATION_PREFIX = 0xef;

    mapping(bytes32 digest => uint24 codeId) private _codeIds;

    /// @inheritdoc INetworkGovernor
    function proposalCodeId(uint256 proposalId) public view virtual returns (uint256) {
        return _terms[proposalId].codeId();
    }

    /// @inheritdoc INetworkGovernor
    function codeIdOf(bytes32 digest) public view virtual returns (uint256) {
        return _codeIds[digest];
    }

    function _beforeExecute(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas
    ) internal view virtual override {
        super._beforeExecute(proposalId, targets, values, calldatas);
        uint256 codeId = codeIdOf(_codeDigest(targets, calldatas));
        uint256 pinned = proposalCodeId(proposalId);
        if (codeId != pinned) revert GovernorPins_CodeChanged(proposalId, codeId, pinned);
    }

    /// @dev See {GovernorTypes-_pinCode}. No two proposals have a sequence number in common, hence no two codes a number.
    function _pinCode(
        uint24 sequence,
        address[] memory targets,
        bytes[] memory calldatas
    ) internal virtual override returns (uint24 codeId) {
        for (uint256 i = 0; i < targets.length; ++i) {
            if (calldatas[i].length != 0 && !_hasOwnCode(targets[i])) revert GovernorPins_NoCode(i, targets[i]);
        }
        bytes32 digest = _codeDigest(targets, calldatas);
        if (digest == 0) return 0;
        codeId = _codeIds[digest];
        if (codeId == 0) {
            codeId = sequence + 1;
            _codeIds[digest] = codeId;
            emit CodePinned(codeId, digest);
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
