// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {INetworkGovernor} from "../INetworkGovernor.sol";
import {RulesCodec} from "../Rules.sol";
import {Terms} from "../Terms.sol";
import {GovernorTypes} from "./GovernorTypes.sol";

/**
 * @dev Who may stop a proposal, besides the voters:
 *
 * - the proposer, while it is pending;
 * - anyone, while it is pending or active, once the proposer's votes have fallen below half the threshold that the
 *   proposal was made under;
 * - the guardian, until it is executed and while its own mandate lasts.
 *
 * The guardian is the network's council, a plain address. It also proposes what its class may. It cannot stop a proposal
 * made of calls alone that the rulebook marks as such, or that set the guardian: nobody vetoes their own removal. Without
 * a guardian, or with one whose mandate has run out, everything else works.
 *
 * **Who can change what.** The timelock the guardian, by a proposal of the default type.
 */
abstract contract GovernorGuardian is GovernorTypes {
    uint256 private constant MAX_MANDATE = 365 days;

    address private _guardian;
    uint48 private _guardianUntil;

    /// @inheritdoc INetworkGovernor
    function guardian() public view virtual returns (address account, uint48 until) {
        return (_guardian, _guardianUntil);
    }

    /// @inheritdoc INetworkGovernor
    function setGuardian(address account, uint48 until) external virtual onlyGovernance {
        _setGuardian(account, until);
    }

    /// @notice See {IGovernor-cancel}; the guardian may cancel until execution.
    function cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public virtual override returns (uint256) {
        if (!_isCouncil(_msgSender()) || _areUnstoppable(targets, calldatas)) {
            return super.cancel(targets, values, calldatas, descriptionHash);
        }
        uint256 proposalId = getProposalId(targets, values, calldatas, descriptionHash);
        _validateStateBitmap(
            proposalId,
            _encodeStateBitmap(ProposalState.Pending) |
                _encodeStateBitmap(ProposalState.Active) |
                _encodeStateBitmap(ProposalState.Succeeded) |
                _encodeStateBitmap(ProposalState.Queued)
        );
        return _cancel(targets, values, calldatas, descriptionHash);
    }

    function _setGuardian(address account, uint48 until) internal virtual {
        uint256 max = clock() + MAX_MANDATE;
        if (until > max) revert GovernorGuardian_MandateTooLong(until, max);
        emit GuardianSet(_guardian, account, until);
        (_guardian, _guardianUntil) = (account, until);
    }

    /// @dev See {Governor-_validateCancel}.
    function _validateCancel(uint256 proposalId, address caller) internal view virtual override returns (bool) {
        if (super._validateCancel(proposalId, caller)) return true;
        ProposalState current = state(proposalId);
        if (current != ProposalState.Pending && current != ProposalState.Active) return false;
        // What the council proposed needed no votes.
        Terms terms = _terms[proposalId];
        if (terms.byCouncil()) return false;
        return getVotes(proposalProposer(proposalId), clock() - 1) * 2 < RulesCodec.threshold(_rulesOf(terms).timing);
    }

    function _isCouncil(address account) internal view virtual override returns (bool) {
        return account == _guardian && account != address(0) && clock() <= _guardianUntil;
    }

    function _areUnstoppable(address[] memory targets, bytes[] memory calldatas) internal view virtual returns (bool) {
        for (uint256 i = 0; i < targets.length; ++i) {
            bool replaces = targets[i] == address(this) && bytes4(calldatas[i]) == this.setGuardian.selector;
            if (!replaces) return rulebook().areUnstoppable(targets, calldatas);
        }
        return true;
    }
}
