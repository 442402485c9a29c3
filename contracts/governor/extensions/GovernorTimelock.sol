// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {INetworkGovernor} from "../INetworkGovernor.sol";
import {PackedRules, RulesCodec} from "../Rules.sol";
import {Terms} from "../Terms.sol";
import {GovernorTypes} from "./GovernorTypes.sol";

/**
 * @dev What was decided waits in a timelock for the proposal's own grace period, can be executed for the type's window
 * after it, and then expires for good. So does what has passed and is not queued within the window after its vote: nothing
 * is decided for a later time.
 *
 * The timelock is fixed at deployment. The governor must be its only proposer, canceller and executor: with any other,
 * operations could be executed that the governor knows nothing of. Then the governor's own records give a proposal's
 * state, and no operation id need be stored. {relay} is closed: through it, one passed proposal could execute another
 * that has expired, schedule operations that are no proposals, and spend the allowances that proposers gave for fees.
 *
 * A governor that the timelock does not let propose takes no proposals. One that is to take over can therefore not be
 * filled with decisions while nobody looks, and with one that was replaced nobody burns a fee.
 */
abstract contract GovernorTimelock is GovernorTypes {
    bytes32 private constant PROPOSER_ROLE = keccak256("PROPOSER_ROLE");

    TimelockController private immutable TIMELOCK;

    uint256 private transient _executing;

    constructor(TimelockController timelock_) {
        TIMELOCK = timelock_;
        emit TimelockChange(address(0), address(timelock_));
    }

    /// @inheritdoc IGovernor
    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public virtual override returns (uint256) {
        if (!TIMELOCK.hasRole(PROPOSER_ROLE, address(this))) revert GovernorTimelock_NoPower(address(TIMELOCK));
        return super.propose(targets, values, calldatas, description);
    }

    /// @notice The timelock that executes what was decided. As OpenZeppelin's GovernorTimelockControl names it.
    function timelock() public view virtual returns (address) {
        return address(TIMELOCK);
    }

    /// @inheritdoc IGovernor
    function proposalNeedsQueuing(uint256) public view virtual override returns (bool) {
        return true;
    }

    /// @inheritdoc INetworkGovernor
    function proposalExpiry(uint256 proposalId) public view virtual returns (uint256) {
        return _expiryOf(proposalId, _terms[proposalId]);
    }

    /// @inheritdoc INetworkGovernor
    function executingProposal() public view virtual returns (uint256) {
        return _executing;
    }

    /// @inheritdoc IGovernor
    function state(uint256 proposalId) public view virtual override returns (ProposalState) {
        Terms terms = _terms[proposalId];
        if (terms.canceled()) return ProposalState.Canceled;
        ProposalState current = super.state(proposalId);
        bool waits = current == ProposalState.Succeeded || current == ProposalState.Queued;
        return waits && clock() > _expiryOf(proposalId, terms) ? ProposalState.Expired : current;
    }

    /// @inheritdoc IGovernor
    function cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public virtual override returns (uint256 proposalId) {
        proposalId = super.cancel(targets, values, calldatas, descriptionHash);
        if (proposalEta(proposalId) != 0) _unschedule(targets, values, calldatas, descriptionHash);
    }

    /// @inheritdoc INetworkGovernor
    function expire(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public virtual returns (uint256 proposalId) {
        proposalId = getProposalId(targets, values, calldatas, descriptionHash);
        _validateStateBitmap(
            proposalId,
            _encodeStateBitmap(ProposalState.Expired) | _encodeStateBitmap(ProposalState.Canceled)
        );
        _unschedule(targets, values, calldatas, descriptionHash);
    }

    /// @notice Always reverts.
    function relay(address, uint256, bytes calldata) public payable virtual override {
        revert GovernorTimelock_NoRelay();
    }

    // ---------------------------------------------------------------------------------------------- internal

    function _expiryOf(uint256 proposalId, Terms terms) private view returns (uint256) {
        PackedRules storage rules = _rulesOf(terms);
        uint256 eta = proposalEta(proposalId);
        if (eta != 0) return eta + RulesCodec.window(rules.cost);
        // The same window, in the word that deciding has read.
        return proposalDeadline(proposalId) + RulesCodec.queueWindow(rules.turnout);
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal virtual override returns (uint48) {
        uint256 delay = Math.max(_terms[proposalId].grace(), TIMELOCK.getMinDelay());
        TIMELOCK.scheduleBatch(targets, values, calldatas, 0, _salt(descriptionHash), delay);
        return SafeCast.toUint48(clock() + delay);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal virtual override {
        uint256 eta = proposalEta(proposalId);
        if (clock() < eta) revert GovernorTimelock_GraceNotOver(proposalId, eta);
        _beforeExecute(proposalId, targets, values, calldatas);
        // A proposal may execute another: the outer one's id comes back.
        uint256 outer = _executing;
        _executing = proposalId;
        TIMELOCK.executeBatch{value: msg.value}(targets, values, calldatas, 0, _salt(descriptionHash));
        _executing = outer;
    }

    function _unschedule(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) private {
        // As {TimelockController-hashOperationBatch}, which need not be asked for it.
        TIMELOCK.cancel(keccak256(abi.encode(targets, values, calldatas, bytes32(0), _salt(descriptionHash))));
    }

    function _executor() internal view virtual override returns (address) {
        return address(TIMELOCK);
    }

    /// @dev Two governors that share a timelock never meet in an operation id. As OpenZeppelin computes it.
    function _salt(bytes32 descriptionHash) internal view virtual returns (bytes32) {
        return bytes20(address(this)) ^ descriptionHash;
    }
}
