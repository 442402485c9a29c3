// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Test} from "forge-std/Test.sol";

import {INetworkGovernor} from "../../contracts/governor/INetworkGovernor.sol";
import {IRulebook} from "../../contracts/governor/IRulebook.sol";
import {SystemHandler} from "./SystemHandler.sol";
import {SystemModel} from "./SystemModel.sol";

/// @notice The numbers are those of docs/invariants.md, "The whole system".
contract SystemInvariants is Test {
    uint256 private constant WALKS = 12;
    uint256 private constant STEPS = 150;

    SystemHandler internal _handler;
    uint256[8] private _seen;
    uint256[12] private _done;
    uint256[18] private _refused;

    function setUp() public {
        _handler = new SystemHandler();
        targetContract(address(_handler));

        targetSelector(FuzzSelector({addr: address(_handler), selectors: _selectors()}));
    }

    /// @dev Invariants 1, 3 and 6. The handler judges 2, 4 and 5 with every call.
    /// forge-config: default.invariant.runs = 40
    /// forge-config: default.invariant.depth = 160
    /// forge-config: deep.invariant.runs = 4000
    function invariant_theSystemKeepsItsPromises() public view {
        _handler.checkVotes();
        _handler.checkCalls();
        _handler.checkPowers();
    }

    /// @dev Invariant 7, at the end of every walk.
    function afterInvariant() public {
        _handler.checkHoldersGovern();
    }

    /// @dev The same calls in a walk that is always the same: it meets every state, makes every kind of action, and is
    /// refused for every reason that the model foresees.
    function test_theWalkMeetsEverything() public {
        bytes4[] memory selectors = _selectors();
        for (uint256 walk = 0; walk < WALKS; ++walk) {
            SystemHandler handler = new SystemHandler();
            for (uint256 step = 0; step < STEPS; ++step) {
                uint256 seed = uint256(keccak256(abi.encode(walk, step)));
                bytes memory words = "";
                for (uint256 i = 0; i < 6; ++i) words = abi.encodePacked(words, keccak256(abi.encode(seed, i)));
                (bool success, bytes memory reason) = address(handler).call(
                    bytes.concat(selectors[seed % selectors.length], words)
                );
                assertTrue(success, string(reason));
            }
            _note(handler);
        }
        string memory missing = "";
        // Every proposal begins in state 0.
        for (uint256 i = 1; i < 8; ++i) if (_seen[i] == 0) missing = string.concat(missing, " state ", vm.toString(i));
        // Governance's own rollback needs an older version in time, which is rare; the emergency's is the same code.
        _done[uint256(SystemModel.Kind.Rollback)] += _done[uint256(SystemModel.Kind.EmergencyRollback)];
        for (uint256 i = 0; i < 12; ++i) if (_done[i] == 0) missing = string.concat(missing, " kind ", vm.toString(i));
        bytes4[] memory refusals = _refusals();
        for (uint256 i = 0; i < refusals.length; ++i) {
            if (_refused[i] == 0) missing = string.concat(missing, " refusal ", vm.toString(i));
        }
        assertEq(missing, "", "the walk has not met");
    }

    function _note(SystemHandler handler) private {
        for (uint256 i = 0; i < 8; ++i) _seen[i] += handler.seen(IGovernor.ProposalState(i));
        for (uint256 i = 0; i < 12; ++i) _done[i] += handler.done(SystemModel.Kind(i));
        bytes4[] memory refusals = _refusals();
        for (uint256 i = 0; i < refusals.length; ++i) _refused[i] += handler.refused(refusals[i]);
    }

    /// @dev The commonest call is the one that brings a proposal further.
    function _selectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](22);
        selectors[0] = SystemHandler.lock.selector;
        selectors[1] = SystemHandler.moveLock.selector;
        selectors[2] = SystemHandler.delegate.selector;
        selectors[3] = SystemHandler.transfer.selector;
        selectors[4] = SystemHandler.propose.selector;
        selectors[5] = SystemHandler.propose.selector;
        selectors[6] = SystemHandler.propose.selector;
        selectors[7] = SystemHandler.proposeAgain.selector;
        selectors[8] = SystemHandler.vote.selector;
        selectors[9] = SystemHandler.relayBallots.selector;
        selectors[10] = SystemHandler.cancel.selector;
        selectors[11] = SystemHandler.queue.selector;
        selectors[12] = SystemHandler.execute.selector;
        selectors[13] = SystemHandler.expire.selector;
        selectors[14] = SystemHandler.advance.selector;
        selectors[15] = SystemHandler.advance.selector;
        selectors[16] = SystemHandler.advance.selector;
        selectors[17] = SystemHandler.advance.selector;
        selectors[18] = SystemHandler.advance.selector;
        selectors[19] = SystemHandler.wait.selector;
        selectors[20] = SystemHandler.waitForEdge.selector;
        selectors[21] = SystemHandler.trespass.selector;
    }

    function _refusals() private pure returns (bytes4[] memory refusals) {
        refusals = new bytes4[](18);
        refusals[0] = IRulebook.Rulebook_OutOfScope.selector;
        refusals[1] = INetworkGovernor.GovernorTypes_RulebookNotAdopted.selector;
        refusals[2] = INetworkGovernor.GovernorTypes_GraceOutOfRange.selector;
        refusals[3] = INetworkGovernor.GovernorTypes_CouncilOnly.selector;
        refusals[4] = IGovernor.GovernorRestrictedProposer.selector;
        refusals[5] = IGovernor.GovernorInsufficientProposerVotes.selector;
        refusals[6] = INetworkGovernor.GovernorTimelock_GraceNotOver.selector;
        refusals[7] = IGovernor.GovernorUnexpectedProposalState.selector;
        refusals[8] = INetworkGovernor.GovernorCounting_NoVotes.selector;
        refusals[9] = INetworkGovernor.GovernorCounting_BadParts.selector;
        refusals[10] = IGovernor.GovernorAlreadyCastVote.selector;
        refusals[11] = IGovernor.GovernorUnableToCancel.selector;
        refusals[12] = TimelockController.TimelockUnexpectedOperationState.selector;
        refusals[13] = IGovernor.GovernorOnlyExecutor.selector;
        refusals[14] = IAccessControl.AccessControlUnauthorizedAccount.selector;
        refusals[15] = bytes4(0xffffffff);
        refusals[16] = INetworkGovernor.GovernorFee_BalanceTooLow.selector;
        refusals[17] = IGovernor.GovernorInvalidVoteType.selector;
    }
}
