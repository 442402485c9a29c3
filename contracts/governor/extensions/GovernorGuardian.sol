// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {BoundedCall} from "../BoundedCall.sol";
import {INetworkGovernor} from "../INetworkGovernor.sol";
import {IRulebook} from "../IRulebook.sol";
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
 * Each by the proposal's id alone, so that no proposer can make it dear to stop one; with the calls, as clients of
 * {Governor} have it, it goes too.
 *
 * The guardian is the network's council, a plain address. It also proposes what its class may. It cannot stop a proposal
 * made of calls alone that the rulebook marks as such, or that set the guardian: nobody vetoes their own removal. That is
 * judged when the proposal is made. Without a guardian, or with one whose mandate has run out, everything else works.
 *
 * **Who can change what.** Only the timelock can name the guardian, by a proposal of the default type.
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

    /// @inheritdoc INetworkGovernor
    function cancel(uint256 proposalId) public virtual {
        address caller = _msgSender();
        Terms terms = _terms[proposalId];
        if (_isCouncil(caller) && !terms.unstoppable()) {
            _validateStateBitmap(
                proposalId,
                _encodeStateBitmap(ProposalState.Pending) |
                    _encodeStateBitmap(ProposalState.Active) |
                    _encodeStateBitmap(ProposalState.Succeeded) |
                    _encodeStateBitmap(ProposalState.Queued)
            );
        } else if (!_validateCancel(proposalId, caller)) {
            revert GovernorUnableToCancel(proposalId, caller);
        }
        _terms[proposalId] = terms.asCanceled();
        emit ProposalCanceled(proposalId);
    }

    /// @inheritdoc IGovernor
    function cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public virtual override returns (uint256 proposalId) {
        proposalId = getProposalId(targets, values, calldatas, descriptionHash);
        cancel(proposalId);
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

    /// @dev See {GovernorTypes-_areUnstoppable}. A rulebook that fails has no say about its own replacement, which then is
    /// nobody's to stop; but whoever proposes chooses the gas, and may not make it fail.
    function _areUnstoppable(
        address[] memory targets,
        bytes[] memory calldatas
    ) internal view virtual override returns (bool) {
        uint256 i = 0;
        while (
            i < targets.length &&
            targets[i] == address(this) &&
            bytes4(calldatas[i]) == INetworkGovernor.setGuardian.selector
        ) ++i;
        if (i == targets.length) return true;
        bytes memory question = abi.encodeCall(IRulebook.areUnstoppable, (targets, calldatas));
        uint256 available = gasleft();
        (bool answered, bytes32 answer) = BoundedCall.ask(address(rulebook()), RULEBOOK_GAS, question);
        // A call passes on all but a 64th of what there is.
        uint256 needed = RULEBOOK_GAS + RULEBOOK_GAS / 32;
        if (!answered && available < needed) revert GovernorGuardian_TooLittleGas(available, needed);
        return !answered || answer != 0;
    }
}
