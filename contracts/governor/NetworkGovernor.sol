// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";

import {INetworkGovernor} from "./INetworkGovernor.sol";
import {IRulebook} from "./IRulebook.sol";
import {GovernorBallots} from "./extensions/GovernorBallots.sol";
import {GovernorBounds} from "./extensions/GovernorBounds.sol";
import {GovernorCounting} from "./extensions/GovernorCounting.sol";
import {GovernorFee} from "./extensions/GovernorFee.sol";
import {GovernorGuardian} from "./extensions/GovernorGuardian.sol";
import {GovernorPins} from "./extensions/GovernorPins.sol";
import {GovernorQuorum} from "./extensions/GovernorQuorum.sol";
import {GovernorTimelock} from "./extensions/GovernorTimelock.sol";
import {GovernorTypes} from "./extensions/GovernorTypes.sol";

/**
 * @title NetworkGovernor
 * @notice The network's governor: a standard OpenZeppelin Governor with typed proposals. A proposal is
 *
 *     Pending    under review, for the review period of its type
 *     Active     open to votes, for the voting period, extended once by a late swing
 *     Succeeded  ready to be queued, for the type's window; or Defeated
 *     Queued     waiting in the timelock for its grace period, then executable for the type's window
 *     Executed   applied to the network; or Expired, if nobody queued or executed it in time; or Canceled
 *
 * Each part is an extension of its own: types and rules, bounds, the fee, pinned code, the guardian, votes and quorum, counting,
 * relayed ballots, the timelock.
 *
 * **Who can change what.** The timelock, which only this governor commands, can replace the rulebook and the guardian. The
 * token, the timelock and the fee's token are fixed at deployment. A proposal can be canceled by its proposer while it is
 * pending, by anyone once the proposer's votes are gone, and by the guardian until it is executed, unless it removes the
 * guardian.
 */
contract NetworkGovernor is
    GovernorBounds,
    GovernorFee,
    GovernorPins,
    GovernorGuardian,
    GovernorBallots,
    GovernorTimelock
{
    constructor(
        string memory name_,
        IERC5805 token_,
        ERC20Burnable feeToken_,
        TimelockController timelock_,
        IRulebook rulebook_
    )
        Governor(name_)
        GovernorTypes(rulebook_)
        GovernorFee(feeToken_)
        GovernorQuorum(token_)
        GovernorTimelock(timelock_)
    {}

    /// @notice ERC-165: what every Governor has, and ERC-6372 and this governor's own interface.
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return
            interfaceId == type(IERC6372).interfaceId ||
            interfaceId == type(INetworkGovernor).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    /// @notice As the EIP-712 domain has it: {Governor} keeps the name twice, and one way to read it is enough.
    function name() public view override returns (string memory) {
        return _EIP712Name();
    }

    // ------------------------------------------------------------------- overrides that Solidity demands

    /// @inheritdoc IGovernor
    function cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public override(Governor, GovernorGuardian, GovernorTimelock) returns (uint256) {
        return super.cancel(targets, values, calldatas, descriptionHash);
    }

    function _validateCancel(
        uint256 proposalId,
        address caller
    ) internal view override(Governor, GovernorGuardian) returns (bool) {
        return super._validateCancel(proposalId, caller);
    }

    function _isCouncil(address account) internal view override(GovernorTypes, GovernorGuardian) returns (bool) {
        return super._isCouncil(account);
    }

    function _beforeExecute(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas
    ) internal view override(GovernorTypes, GovernorPins) {
        super._beforeExecute(proposalId, targets, values, calldatas);
    }

    /// @inheritdoc IGovernor
    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public override(GovernorTypes, GovernorTimelock) returns (uint256) {
        return super.propose(targets, values, calldatas, description);
    }

    /// @inheritdoc IGovernor
    function state(uint256 proposalId) public view override(Governor, GovernorTimelock) returns (ProposalState) {
        return super.state(proposalId);
    }

    /// @inheritdoc IGovernor
    function proposalDeadline(uint256 proposalId) public view override(Governor, GovernorCounting) returns (uint256) {
        return super.proposalDeadline(proposalId);
    }

    /// @inheritdoc IGovernor
    function proposalNeedsQueuing(uint256 proposalId) public view override(Governor, GovernorTimelock) returns (bool) {
        return super.proposalNeedsQueuing(proposalId);
    }

    /// @notice Always reverts.
    function relay(
        address target,
        uint256 value,
        bytes calldata data
    ) public payable override(Governor, GovernorTimelock) {
        super.relay(target, value, data);
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelock) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelock) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executor() internal view override(Governor, GovernorTimelock) returns (address) {
        return super._executor();
    }
}
