// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Vm} from "forge-std/Vm.sol";

import {INetworkGovernor} from "../../contracts/governor/INetworkGovernor.sol";
import {IRulebook} from "../../contracts/governor/IRulebook.sol";
import {COUNCIL, DEFAULT_TYPE, HOLDERS, Rules} from "../../contracts/governor/Rules.sol";
import {SystemActions} from "./SystemActions.sol";

/**
 * @notice The steps of a proposal's life: each makes the call, tells from the model what must come of it, and judges. The
 * numbers are those of docs/invariants.md.
 */
abstract contract SystemProposals is SystemActions {
    bytes32 private constant BALLOT_TYPEHASH = keccak256(
        "RelayedBallot(uint256 proposalId,uint8 support,address voter,uint256 deadline)"
    );
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    /// @dev A proposal before it is accepted or refused. `grace` 0 for what the title does not say.
    struct Draft {
        address account;
        string text;
        bytes8 code;
        uint256 grace;
        bool namesAnother;
        Action[] actions;
    }

    uint256 private _titles;

    // ---------------------------------------------------------------------------------------------- proposing

    function _propose(address account, uint256 title, uint256 seed) internal {
        uint256 tag = title % 8;
        if (tag == 7) (tag, account) = (3 + (seed % 2), _council == address(0) ? BOARD : _council);
        bytes8 code = tag < 5 ? CODES[tag] : DEFAULT_TYPE;
        string memory text = tag == 5 ? "# No tag" : string.concat("# NEP-", tag == 6 ? "NOPE" : _text(code));
        uint256 inDays = (title >> 8) % 3 == 0 ? (title >> 16) % 14 : type(uint256).max;
        // No days at all are no tag.
        if (inDays == 0) code = DEFAULT_TYPE;
        if (inDays != type(uint256).max) text = string.concat(text, " ", vm.toString(inDays), "d");
        text = string.concat(text, ": ", vm.toString(++_titles));

        Draft memory draft;
        (draft.account, draft.code, draft.actions) = (account, code, _chooseActions(code, seed));
        draft.namesAnother = (title >> 24) % 6 == 1;
        address named = draft.namesAnother ? vm.addr(0xbad) : account;
        if ((title >> 24) % 6 < 2) text = string.concat(text, " #proposer=", vm.toString(named));
        draft.text = text;
        if (tag != 5 && inDays != type(uint256).max) draft.grace = inDays * 1 days;
        _submit(draft);
    }

    function _proposeAs(
        address account,
        string memory title,
        Action[] memory actions
    ) internal returns (uint256 index, bytes4 refusal) {
        refusal = _submit(Draft(account, title, DEFAULT_TYPE, 0, false, actions));
        index = _plans.length - 1;
    }

    function _submit(Draft memory draft) private returns (bytes4 refusal) {
        Rules memory rules = draft.code == DEFAULT_TYPE ? _adopted : _rules[_book][draft.code];
        bool byCouncil = rules.proposers & COUNCIL != 0 && _isCouncil(draft.account);
        refusal = _refusal(draft, rules, byCouncil);

        uint256 balance = token.balanceOf(draft.account);
        uint256 supply = token.totalSupply();
        vm.prank(draft.account);
        token.approve(address(governor), rules.fee);
        bytes memory answer = _must(draft.account, address(governor), _proposing(draft.actions, draft.text), refusal);
        if (refusal != 0) return refusal;

        assertEq(token.balanceOf(draft.account), balance - rules.fee, "the fee was not paid");
        assertEq(token.totalSupply(), supply - rules.fee, "the fee was not burned");
        Plan storage plan = _plans.push();
        plan.id = abi.decode(answer, (uint256));
        (plan.actions, plan.description, plan.proposer) = (abi.encode(draft.actions), draft.text, draft.account);
        (plan.byCouncil, plan.code, plan.rules) = (byCouncil, draft.code, rules);
        plan.unstoppable = _areUnstoppable(draft.actions);
        plan.grace = draft.grace == 0 ? rules.graceMin : draft.grace;
        plan.snapshot = block.timestamp + rules.review;
        plan.deadline = plan.snapshot + rules.voting;
        _checkTerms(plan);
    }

    /// @dev With which error the proposal must be refused; 0 if it must be accepted.
    function _refusal(Draft memory draft, Rules memory rules, bool byCouncil) private view returns (bytes4) {
        if (!_areOpen(draft.actions, draft.code)) return IRulebook.Rulebook_OutOfScope.selector;
        if (draft.code != DEFAULT_TYPE && _versions[_book] != _adoptedVersion) {
            return INetworkGovernor.GovernorTypes_RulebookNotAdopted.selector;
        }
        if (draft.grace != 0 && (draft.grace < rules.graceMin || draft.grace > rules.graceMax)) {
            return INetworkGovernor.GovernorTypes_GraceOutOfRange.selector;
        }
        if (!byCouncil && rules.proposers & HOLDERS == 0) return INetworkGovernor.GovernorTypes_CouncilOnly.selector;
        if (draft.namesAnother) return IGovernor.GovernorRestrictedProposer.selector;
        if (!byCouncil && escrow.getPastVotes(draft.account, block.timestamp - 1) < rules.threshold) {
            return IGovernor.GovernorInsufficientProposerVotes.selector;
        }
        if (token.balanceOf(draft.account) < rules.fee) return INetworkGovernor.GovernorFee_BalanceTooLow.selector;
        return 0;
    }

    function _proposing(Action[] memory actions, string memory text) internal pure returns (bytes memory) {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _arrays(actions);
        return abi.encodeCall(IGovernor.propose, (targets, values, calldatas, text));
    }

    function _checkTerms(Plan storage plan) private view {
        (bytes8 code, uint256 rulesId, uint256 grace) = governor.proposalType(plan.id);
        assertEq(code, plan.code, "2: another type");
        assertEq(grace, plan.grace, "2: another grace");
        (Rules memory pinned, bytes8 pinnedCode) = books[0].unpack(governor.pinnedRules(rulesId));
        assertEq(pinnedCode, plan.code, "2: the rules of another type");
        assertEq(keccak256(abi.encode(pinned)), keccak256(abi.encode(plan.rules)), "2: other rules");
        assertEq(governor.proposalSnapshot(plan.id), plan.snapshot, "2: another snapshot");
    }

    // ---------------------------------------------------------------------------------------------- voting

    /// @dev Invariant 1. `seed` 0 to 7: against, for, abstain, in parts, and no support at all.
    function _vote(uint256 index, address voter, uint256 seed, uint256[3] memory parts) internal {
        Plan storage plan = _plans[index];
        uint256 had = block.timestamp > plan.snapshot ? escrow.getPastVotes(voter, plan.snapshot) : 0;
        uint256 available = had - _used[index][voter];
        uint8 support = [0, 1, 1, 255, 1, 2, 255, 3][seed % 8];
        bytes memory params = "";
        if (support == 255) {
            for (uint256 i = 0; i < 3; ++i) parts[i] = parts[i] % 3 == 0 ? 0 : parts[i] % (available / 2 + 2);
            params = abi.encodePacked(uint128(parts[0]), uint128(parts[1]), uint128(parts[2]));
        } else {
            parts = [uint256(0), 0, 0];
            parts[support % 3] = available;
        }
        uint256 sum = parts[0] + parts[1] + parts[2];

        bytes4 refusal = _refusalOfVote(index, voter, had, support, sum);
        bytes memory answer = _must(
            voter,
            address(governor),
            abi.encodeCall(IGovernor.castVoteWithReasonAndParams, (plan.id, support, "", params)),
            refusal
        );
        if (refusal != 0) return;
        assertEq(abi.decode(answer, (uint256)), sum, "1: another weight");
        _used[index][voter] += sum;
        if (support != 255) _votedFully[index][voter] = true;
        _count(plan, parts);
    }

    function _refusalOfVote(
        uint256 index,
        address voter,
        uint256 had,
        uint8 support,
        uint256 sum
    ) private view returns (bytes4) {
        uint256 available = had - _used[index][voter];
        if (_stateOf(_plans[index]) != IGovernor.ProposalState.Active) {
            return IGovernor.GovernorUnexpectedProposalState.selector;
        }
        if (had == 0) return INetworkGovernor.GovernorCounting_NoVotes.selector;
        if (_votedFully[index][voter] || available == 0) return IGovernor.GovernorAlreadyCastVote.selector;
        bool badParts = sum == 0 || sum > available;
        if (support == 255 && badParts) return INetworkGovernor.GovernorCounting_BadParts.selector;
        return support == 3 ? IGovernor.GovernorInvalidVoteType.selector : bytes4(0);
    }

    function _relayBallots(uint256 index, uint256[4] memory seeds) internal {
        Plan storage plan = _plans[index];
        bool active = _stateOf(plan) == IGovernor.ProposalState.Active;
        INetworkGovernor.Ballot[] memory ballots = new INetworkGovernor.Ballot[](1 + (seeds[0] % 4));
        uint256[3] memory sums;
        uint256 expected = 0;
        for (uint256 i = 0; i < ballots.length; ++i) {
            bool forged;
            (ballots[i], forged) = _signBallot(plan.id, KEYS[(seeds[i] >> 8) % KEYS.length], seeds[i]);
            uint256 weight = !active || forged ? 0 : _weightOf(index, ballots[i]);
            if (weight == 0) continue;
            sums[ballots[i].support] += weight;
            _used[index][ballots[i].voter] = weight;
            _votedFully[index][ballots[i].voter] = true;
            ++expected;
        }
        bytes memory answer = _must(
            vm.addr(0x5e1a7),
            address(governor),
            abi.encodeCall(INetworkGovernor.castVotesBySig, (plan.id, ballots)),
            active ? bytes4(0) : IGovernor.GovernorUnexpectedProposalState.selector
        );
        if (!active) return;
        assertEq(abi.decode(answer, (uint256)), expected, "1: ballots counted");
        _count(plan, sums);
    }

    /// @dev What a ballot with a good signature counts; 0 if it is passed over.
    function _weightOf(uint256 index, INetworkGovernor.Ballot memory ballot) private view returns (uint256) {
        bool late = ballot.deadline < block.timestamp;
        if (late || ballot.support > 2 || _used[index][ballot.voter] != 0) return 0;
        return escrow.getPastVotes(ballot.voter, _plans[index].snapshot);
    }

    function _signBallot(
        uint256 id,
        uint256 key,
        uint256 seed
    ) private view returns (INetworkGovernor.Ballot memory ballot, bool forged) {
        ballot.voter = vm.addr(key);
        ballot.support = uint8([1, 1, 0, 2, 3][(seed >> 16) % 5]);
        ballot.deadline = uint48((seed >> 24) % 5 == 0 ? block.timestamp - 1 : block.timestamp + ((seed >> 32) % 9));
        forged = (seed >> 40) % 5 == 0;
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPEHASH, keccak256("Polity Governor"), keccak256("1"), block.chainid, governor)
        );
        bytes32 message = keccak256(
            abi.encode(BALLOT_TYPEHASH, id, ballot.support, ballot.voter, uint256(ballot.deadline))
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(
            forged ? 0xf02 : key,
            keccak256(abi.encodePacked(hex"1901", domain, message))
        );
        ballot.signature = abi.encodePacked(r, s, v);
    }

    function _count(Plan storage plan, uint256[3] memory votes) private {
        bool late = !plan.extended && block.timestamp + plan.rules.late > plan.deadline;
        (bool reached, bool approved) = (_reachesQuorum(plan), _reachesApproval(plan));
        for (uint256 i = 0; i < 3; ++i) plan.votes[i] += votes[i];
        if (late && ((!reached && _reachesQuorum(plan)) || (!approved && _reachesApproval(plan)))) {
            (plan.deadline, plan.extended) = (plan.deadline + plan.rules.late, true);
        }
    }

    // ---------------------------------------------------------------------------------------------- deciding

    /// @dev By its id alone, what the timelock holds stays there until it is cleared.
    function _cancelPlan(uint256 index, address account, bool byId) internal {
        Plan storage plan = _plans[index];
        IGovernor.ProposalState current = _stateOf(plan);
        bool pending = current == IGovernor.ProposalState.Pending;
        bool open = pending || current == IGovernor.ProposalState.Active;
        bool passed = current == IGovernor.ProposalState.Succeeded || current == IGovernor.ProposalState.Queued;
        bytes4 refusal = 0;
        if (_isCouncil(account) && !plan.unstoppable) {
            if (!open && !passed) refusal = IGovernor.GovernorUnexpectedProposalState.selector;
        } else {
            uint256 votes = escrow.getPastVotes(plan.proposer, block.timestamp - 1);
            bool sunk = open && !plan.byCouncil && votes * 2 < plan.rules.threshold;
            if (!sunk && !(pending && account == plan.proposer)) refusal = IGovernor.GovernorUnableToCancel.selector;
        }
        bytes memory call =
            byId ? abi.encodeCall(INetworkGovernor.cancel, (plan.id)) : _hashed(IGovernor.cancel.selector, plan);
        _must(account, address(governor), call, refusal);
        if (refusal == 0) (plan.canceled, plan.scheduled) = (true, plan.scheduled && byId);
    }

    function _queuePlan(uint256 index) internal {
        Plan storage plan = _plans[index];
        bool passed = _stateOf(plan) == IGovernor.ProposalState.Succeeded;
        uint256 delay = timelock.getMinDelay() > plan.grace ? timelock.getMinDelay() : plan.grace;
        bytes4 refusal = passed ? bytes4(0) : IGovernor.GovernorUnexpectedProposalState.selector;
        _must(STEWARD, address(governor), _hashed(IGovernor.queue.selector, plan), refusal);
        if (passed) (plan.eta, plan.scheduled) = (block.timestamp + delay, true);
    }

    function _expirePlan(uint256 index) internal {
        Plan storage plan = _plans[index];
        bytes4 refusal = 0;
        IGovernor.ProposalState current = _stateOf(plan);
        if (current != IGovernor.ProposalState.Expired && current != IGovernor.ProposalState.Canceled) {
            refusal = IGovernor.GovernorUnexpectedProposalState.selector;
        } else if (!plan.scheduled) refusal = TimelockController.TimelockUnexpectedOperationState.selector;
        _must(STEWARD, address(governor), _hashed(INetworkGovernor.expire.selector, plan), refusal);
        if (refusal == 0) plan.scheduled = false;
    }

    /// @dev Invariants 3, 4 and 5.
    function _executePlan(uint256 index) internal {
        Plan storage plan = _plans[index];
        Action[] memory actions = _actionsOf(plan);
        bytes4 refusal = _refusalOfExecution(plan, actions);
        bytes32 others = _fingerprint(index);
        vm.recordLogs();
        _must(STEWARD, address(governor), _hashed(IGovernor.execute.selector, plan), refusal);
        assertEq(_fingerprint(index), others, "5: an execution has changed another proposal");
        if (refusal != 0) return;

        assertGe(block.timestamp, plan.eta, "4: executed before its time");
        assertLe(block.timestamp, plan.eta + plan.rules.window, "4: executed after its time");
        _checkCallsExecuted(actions, vm.getRecordedLogs());
        (plan.executed, plan.scheduled) = (true, false);
        for (uint256 i = 0; i < actions.length; ++i) {
            _apply(actions[i]);
            ++done[actions[i].kind];
        }
    }

    function _refusalOfExecution(Plan storage plan, Action[] memory actions) private returns (bytes4) {
        if (_stateOf(plan) != IGovernor.ProposalState.Queued) {
            return IGovernor.GovernorUnexpectedProposalState.selector;
        }
        if (block.timestamp < plan.eta) return INetworkGovernor.GovernorTimelock_GraceNotOver.selector;
        if (!_areOpen(actions, plan.code)) return IRulebook.Rulebook_OutOfScope.selector;
        return _wouldSucceed(actions) ? bytes4(0) : ANY;
    }

    function _checkCallsExecuted(Action[] memory actions, Vm.Log[] memory logs) private view {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _arrays(actions);
        uint256 count = 0;
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter != address(timelock)) continue;
            if (logs[i].topics[0] != TimelockController.CallExecuted.selector) continue;
            assertEq(logs[i].topics[2], bytes32(count), "3: in another order");
            assertEq(
                keccak256(logs[i].data),
                keccak256(abi.encode(targets[count], values[count], calldatas[count])),
                "3: not what was proposed"
            );
            ++count;
        }
        assertEq(count, actions.length, "3: more calls, or fewer");
    }

    /// @dev What is known of all proposals but one, now and at the times that will decide about each.
    function _fingerprint(uint256 except) private returns (bytes32 hash) {
        uint256 time = block.timestamp;
        for (uint256 i = 0; i < _plans.length; ++i) {
            if (i == except) continue;
            Plan storage plan = _plans[i];
            uint256[5] memory edges = [time, plan.snapshot + 1, plan.deadline + 1, plan.eta, _expiryOf(plan) + 1];
            for (uint256 k = 0; k < 5; ++k) {
                if (edges[k] < time) continue;
                vm.warp(edges[k]);
                hash = keccak256(abi.encode(hash, _facts(plan.id), _outcome(plan.id)));
            }
        }
        vm.warp(time);
    }

    function _facts(uint256 id) private view returns (bytes32) {
        (bytes8 code, uint256 rulesId, uint256 grace) = governor.proposalType(id);
        return
            keccak256(
                abi.encode(
                    code,
                    rulesId,
                    grace,
                    governor.pinnedRules(rulesId),
                    governor.proposalProposer(id),
                    governor.proposalCodeId(id),
                    governor.proposalSnapshot(id)
                )
            );
    }

    function _outcome(uint256 id) private view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    governor.state(id),
                    governor.quorum(id),
                    governor.proposalDeadline(id),
                    governor.proposalEta(id),
                    governor.proposalExpiry(id)
                )
            );
    }
}
