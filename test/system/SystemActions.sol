// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

import {INetworkGovernor} from "../../contracts/governor/INetworkGovernor.sol";
import {IRulebook} from "../../contracts/governor/IRulebook.sol";
import {Rulebook} from "../../contracts/governor/Rulebook.sol";
import {DEFAULT_TYPE, Rules} from "../../contracts/governor/Rules.sol";
import {IProtocolRegistry} from "../../contracts/protocol/IProtocolRegistry.sol";
import {ProtocolRegistry} from "../../contracts/protocol/ProtocolRegistry.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";
import {EXCLUDED} from "../../contracts/votes/Excluded.sol";
import {Recorder} from "./Recorder.sol";
import {SystemModel} from "./SystemModel.sol";

/// @notice What the walk chooses from: who acts, what a proposal does, and which doors a trespasser tries.
abstract contract SystemActions is SystemModel {
    /// @dev Some error, it does not matter which.
    bytes4 internal constant ANY = 0xffffffff;
    uint256 internal constant ANYBODY = 18;
    /// @dev Who becomes the council most often. It has neither tokens nor votes.
    address internal constant BOARD = address(0xb0a4d);

    /// @dev How often each error came, and each kind of action was executed: a walk that meets nothing proves nothing.
    mapping(bytes4 refusal => uint256 count) public refused;
    mapping(Kind kind => uint256 count) public done;

    // ---------------------------------------------------------------------------------------------- calling

    /// @dev Makes a call that must succeed (`refusal` 0) or fail with this very error.
    function _must(
        address from,
        address target,
        bytes memory call,
        bytes4 refusal
    ) internal returns (bytes memory answer) {
        bool success;
        (success, answer) = _try(from, target, call);
        if (refusal == 0) assertTrue(success, string.concat("refused: ", vm.toString(answer)));
        else assertFalse(success, string.concat("not refused with ", vm.toString(bytes32(refusal))));
        if (refusal != 0 && refusal != ANY) assertEq(bytes4(answer), refusal, "refused with another error");
        ++refused[refusal];
    }

    function _try(address from, address target, bytes memory call) internal returns (bool, bytes memory) {
        vm.prank(from);
        return target.call(call);
    }

    // ---------------------------------------------------------------------------------------------- choosing

    function _actor(uint256 seed) internal view returns (address) {
        return vm.addr(KEYS[seed % KEYS.length]);
    }

    /// @dev A proposal; of the last few as often as not, since the first are over soon.
    function _any(uint256 seed) internal view returns (bool exists, uint256 index) {
        uint256 count = _plans.length;
        if (count == 0) return (false, 0);
        index = seed % count;
        if (seed % 2 == 0 && count > 4) index = count - 1 - ((seed >> 8) % 4);
        return (true, index);
    }

    /// @dev Mostly a proposal that is open to votes, if there is one.
    function _anyOpen(uint256 seed) internal view returns (bool exists, uint256 index) {
        (exists, index) = _any(seed);
        if ((seed >> 16) % 4 == 0) return (exists, index);
        for (uint256 i = 0; i < _plans.length; ++i) {
            uint256 other = (index + i) % _plans.length;
            if (_stateOf(_plans[other]) == IGovernor.ProposalState.Active) return (true, other);
        }
    }

    /// @dev Mostly the proposal whose time comes next, so that few are passed over by waiting for others.
    function _anyUrgent(uint256 seed) internal view returns (bool exists, uint256 index) {
        (exists, index) = _any(seed);
        if ((seed >> 16) % 4 == 0) return (exists, index);
        uint256 soonest = type(uint256).max;
        for (uint256 i = 0; i < _plans.length; ++i) {
            uint256 time = _nextEdge(_plans[i]);
            if (time < soonest) (soonest, index) = (time, i);
        }
    }

    function _nextEdge(Plan storage plan) private view returns (uint256) {
        IGovernor.ProposalState current = _stateOf(plan);
        if (current == IGovernor.ProposalState.Pending) return plan.snapshot;
        if (current == IGovernor.ProposalState.Active) return plan.deadline;
        if (current == IGovernor.ProposalState.Succeeded) return block.timestamp;
        return current == IGovernor.ProposalState.Queued ? plan.eta : type(uint256).max;
    }

    function _anybody(uint256 seed) internal view returns (address) {
        uint256 who = seed % ANYBODY;
        if (who < KEYS.length) return vm.addr(KEYS[who]);
        address[13] memory others = [
            STEWARD,
            BOARD,
            EXCLUDED,
            address(0),
            address(this),
            address(governor),
            address(timelock),
            address(token),
            address(escrow),
            address(registry),
            address(books[0]),
            address(books[1]),
            address(recorder)
        ];
        return others[who - KEYS.length];
    }

    function _text(bytes8 code) internal pure returns (string memory) {
        uint256 length = 0;
        while (length < 8 && code[length] != 0) ++length;
        bytes memory text = new bytes(length);
        for (uint256 i = 0; i < length; ++i) text[i] = code[i];
        return string(text);
    }

    /// @dev One to three actions: most often what is open to the type, now and then anything.
    function _chooseActions(bytes8 code, uint256 seed) internal view returns (Action[] memory actions) {
        actions = new Action[](
            seed % 5 == 0
                ? 3
                : seed % 5 == 1
                    ? 2
                    : 1
        );
        for (uint256 i = 0; i < actions.length; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            Kind kind = Kind(seed % 14);
            if (code == DEFAULT_TYPE) {
                kind = _governanceKind(seed);
                // Who changes the default type has to adopt it next.
                if (i != 0 && actions[i - 1].kind == Kind.SetRules) kind = Kind.SetRulebook;
            } else if ((seed >> 8) % 8 != 0) {
                kind = _openKind(code, seed >> 16);
            }
            actions[i] = _action(kind, seed >> 24);
        }
    }

    function _oneAction(Kind kind, uint256 seed) internal view returns (Action[] memory actions) {
        actions = new Action[](1);
        actions[0] = _action(kind, seed);
    }

    /// @dev All kinds but one: a vote that gives somebody a role is a vote to give it, and this walk has none.
    function _governanceKind(uint256 seed) private pure returns (Kind) {
        Kind[14] memory kinds = [
            Kind.Record,
            Kind.Pay,
            Kind.Upgrade,
            Kind.Rollback,
            Kind.Mint,
            Kind.SetRules,
            Kind.SetRules,
            Kind.SetRules,
            Kind.SetScope,
            Kind.SetRulebook,
            Kind.SetGuardian,
            Kind.SetGuardian,
            Kind.UpdateDelay,
            Kind.Relay
        ];
        return kinds[seed % 14];
    }

    function _openKind(bytes8 code, uint256 seed) private pure returns (Kind) {
        if (code == "ECON") return seed % 2 == 0 ? Kind.Pay : Kind.Upgrade;
        if (code == "EMERG") return seed % 2 == 0 ? Kind.Emergency : Kind.EmergencyRollback;
        return Kind.Record;
    }

    function _action(Kind kind, uint256 seed) internal view returns (Action memory action) {
        (action.kind, action.target) = (kind, address(registry));
        if (kind == Kind.Record || kind == Kind.Pay) {
            action.target = address(recorder);
            action.value = kind == Kind.Pay ? 1 + (seed % 3) : seed % 2;
            if (kind == Kind.Record) (action.selector, action.args) = (Recorder.record.selector, abi.encode(seed));
        } else if (kind == Kind.Upgrade || kind == Kind.Emergency) {
            (action.selector, action.args) = (ProtocolRegistry.upgrade.selector, _upgrade(kind, seed));
        } else if (kind == Kind.EmergencyRollback || kind == Kind.Rollback) {
            action.selector =
                kind == Kind.Rollback
                    ? ProtocolRegistry.rollback.selector
                    : ProtocolRegistry.emergencyRollback.selector;
            uint256 count = registry.versionCount();
            // Seldom the version in force.
            action.args = abi.encode(1 + (seed % (count > 1 && seed % 8 != 0 ? count - 1 : count)));
        } else if (kind == Kind.Mint) {
            (action.target, action.selector) = (address(token), IGovernanceToken.mint.selector);
            action.args = abi.encode(_actor(seed), ((seed >> 8) % 12_000) * ONE);
        } else if (kind == Kind.SetRules) {
            (action.target, action.selector) = (_bookToChange(seed), Rulebook.setRules.selector);
            action.args = _newRules(seed >> 8);
        } else if (kind == Kind.SetScope) {
            (action.target, action.selector) = (_bookToChange(seed), Rulebook.setScope.selector);
            action.args = abi.encode(_recordScope(seed & 8 != 0, seed & 16 != 0, seed & 32 != 0));
        } else if (kind == Kind.UpdateDelay) {
            (action.target, action.selector) = (address(timelock), TimelockController.updateDelay.selector);
            action.args = abi.encode(seed % 40 hours);
        } else if (kind == Kind.Grab) {
            (action.target, action.selector) = (address(timelock), IAccessControl.grantRole.selector);
            action.args = abi.encode(timelock.PROPOSER_ROLE(), _actor(seed));
        } else {
            action.target = address(governor);
            (action.selector, action.args) = _toGovernor(kind, seed);
        }
    }

    function _upgrade(Kind kind, uint256 seed) private pure returns (bytes memory) {
        IProtocolRegistry.Change[] memory changes = new IProtocolRegistry.Change[](1);
        bool emergency = kind == Kind.Emergency;
        // A little beyond the bounds, too.
        changes[0] = IProtocolRegistry.Change(emergency ? HALTED : RATE, bytes32(seed % (emergency ? 2 : 1_100)));
        return
            abi.encode(
                bytes32(emergency ? bytes5("emerg") : bytes5("econ")),
                changes,
                seed % 2 == 0,
                bytes32(seed | 1),
                ""
            );
    }

    function _toGovernor(Kind kind, uint256 seed) private view returns (bytes4, bytes memory) {
        if (kind == Kind.SetRulebook) return (INetworkGovernor.setRulebook.selector, abi.encode(books[seed % 2]));
        if (kind == Kind.SetGuardian) {
            address account =
                seed % 4 == 0
                    ? address(0)
                    : seed % 4 == 1
                        ? _actor(seed >> 8)
                        : BOARD;
            uint256 until = block.timestamp + ((seed >> 16) % 380 days);
            return (INetworkGovernor.setGuardian.selector, abi.encode(account, uint48(until)));
        }
        bytes memory inner = abi.encodeCall(Recorder.record, (bytes32(seed)));
        return (bytes4(keccak256("relay(address,uint256,bytes)")), abi.encode(recorder, 0, inner));
    }

    function _bookToChange(uint256 seed) private view returns (address) {
        return seed % 4 == 0 ? address(books[(seed >> 2) % 2]) : _book;
    }

    /// @dev Mostly within the bounds that the book sets.
    function _newRules(uint256 seed) private view returns (bytes memory) {
        uint256 index = seed % 4 == 0 ? 0 : (seed >> 2) % CODES.length;
        Rules memory rules = _firstRules(index, (seed >> 8) % 2);
        if (index == 0) {
            rules.review += uint32((seed >> 16) % 2 days);
            rules.approvalBps += uint16((seed >> 32) % 2_000);
            rules.quorumBps += uint16((seed >> 48) % 1_000);
            rules.window = uint32(1 hours + ((seed >> 80) % 10 days));
        } else {
            rules.review = uint32(1 hours + ((seed >> 16) % 2 days));
            rules.approvalBps = uint16(4_900 + ((seed >> 32) % 1_700));
            rules.quorumBps = uint16(1 + ((seed >> 48) % 1_000));
            rules.window = uint32(1 hours + ((seed >> 80) % 10 days));
            if (index != 4) rules.threshold = uint96(rules.threshold + ((seed >> 96) % 20) * ONE);
        }
        rules.late = uint32((seed >> 64) % rules.voting);
        return abi.encode(CODES[index], rules);
    }

    // ---------------------------------------------------------------------------------------------- foreseeing

    /// @dev Whether the timelock could make these calls now: it makes them, and takes them back.
    function _wouldSucceed(Action[] memory actions) internal returns (bool success) {
        uint256 before = vm.snapshotState();
        success = true;
        for (uint256 i = 0; i < actions.length && success; ++i) {
            Action memory action = actions[i];
            if (action.target == address(governor)) {
                // It obeys nobody out of turn, so its answer is foretold.
                if (action.kind == Kind.Relay) success = false;
                if (action.kind != Kind.SetGuardian) continue;
                (, uint48 until) = abi.decode(action.args, (address, uint48));
                success = until <= block.timestamp + 365 days;
            } else {
                bytes memory data = action.kind == Kind.Pay ? bytes("") : bytes.concat(action.selector, action.args);
                vm.prank(address(timelock));
                (success, ) = action.target.call{value: action.value}(data);
            }
        }
        vm.revertToStateAndDelete(before);
    }

    /// @dev A privileged call and the error with which it is refused to a stranger.
    function _door(uint256 seed, address intruder) internal view returns (address target, bytes memory call, bytes4) {
        uint256 door = seed % 18;
        bytes4 stranger = IAccessControl.AccessControlUnauthorizedAccount.selector;
        Action memory action;
        if (door < 10) {
            Kind[10] memory kinds = [
                Kind.Upgrade,
                Kind.EmergencyRollback,
                Kind.Rollback,
                Kind.Mint,
                Kind.SetRules,
                Kind.SetScope,
                Kind.SetRulebook,
                Kind.SetGuardian,
                Kind.Relay,
                Kind.UpdateDelay
            ];
            bytes4[10] memory refusals = [
                IProtocolRegistry.ProtocolRegistry_NotTimelock.selector,
                IProtocolRegistry.ProtocolRegistry_NotTimelock.selector,
                IProtocolRegistry.ProtocolRegistry_NotTimelock.selector,
                IGovernanceToken.GovernanceToken_NotTimelock.selector,
                IRulebook.Rulebook_OnlyTimelock.selector,
                IRulebook.Rulebook_OnlyTimelock.selector,
                IGovernor.GovernorOnlyExecutor.selector,
                IGovernor.GovernorOnlyExecutor.selector,
                INetworkGovernor.GovernorTimelock_NoRelay.selector,
                TimelockController.TimelockUnauthorizedCaller.selector
            ];
            action = _action(kinds[door], seed >> 8);
            return (action.target, bytes.concat(action.selector, action.args), refusals[door]);
        }
        if (door < 13)
            return (address(registry), _registryDoor(door), IProtocolRegistry.ProtocolRegistry_NotTimelock.selector);
        action = _action(Kind.Record, seed >> 8);
        bytes memory data = bytes.concat(action.selector, action.args);
        target = address(timelock);
        if (door == 13) call = abi.encodeCall(IAccessControl.grantRole, (timelock.PROPOSER_ROLE(), intruder));
        if (door == 14) {
            call = abi.encodeCall(IAccessControl.revokeRole, (timelock.PROPOSER_ROLE(), address(governor)));
        }
        if (door == 15) call = abi.encodeCall(TimelockController.schedule, (action.target, 0, data, 0, 0, 10 days));
        if (door == 16) call = abi.encodeCall(TimelockController.execute, (action.target, 0, data, 0, 0));
        if (door == 17) call = abi.encodeCall(TimelockController.cancel, (bytes32(seed)));
        return (target, call, stranger);
    }

    function _registryDoor(uint256 door) private pure returns (bytes memory) {
        bytes32[] memory keys = new bytes32[](1);
        keys[0] = RATE;
        if (door == 10) return abi.encodeCall(ProtocolRegistry.retire, (keys));
        if (door == 11) return abi.encodeCall(ProtocolRegistry.setBounds, (RATE, 0, bytes32(uint256(1 << 200))));
        return abi.encodeCall(ProtocolRegistry.defineParameters, (new IProtocolRegistry.Definition[](1)));
    }
}
