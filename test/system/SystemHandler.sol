// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {IVoteEscrow} from "../../contracts/escrow/IVoteEscrow.sol";
import {INetworkGovernor} from "../../contracts/governor/INetworkGovernor.sol";
import {DEFAULT_TYPE} from "../../contracts/governor/Rules.sol";
import {EXCLUDED} from "../../contracts/votes/Excluded.sol";
import {SystemProposals} from "./SystemProposals.sol";

/**
 * @notice Does to a network what its holders, its council and strangers may do, at random, and knows of every call
 * whether it must succeed and, if not, with which error it must fail. The numbers are those of docs/invariants.md.
 */
contract SystemHandler is SystemProposals {
    uint256 private constant MAX_PLANS = 20;
    uint256 private constant WEEK = 7 days;

    /// @dev How often a proposal came into each state.
    mapping(IGovernor.ProposalState state => uint256 count) public seen;

    modifier watched() {
        _;
        for (uint256 i = 0; i < _plans.length; ++i) _watch(_plans[i]);
    }

    // ---------------------------------------------------------------------------------------------- holders

    function lock(uint256 who, uint256 amount, uint256 weeksAhead) external watched {
        address account = _actor(who);
        amount = bound(amount, ONE, 4_000 * ONE);
        if (token.balanceOf(account) < amount || escrow.locksOf(account).length == 16) return;
        uint256 end = block.timestamp + WEEK * (1 + (weeksAhead % 4));
        bool permanent = weeksAhead % 3 == 0;
        vm.startPrank(account);
        token.approve(address(escrow), amount);
        if (permanent) escrow.createPermanentLock(amount);
        else escrow.createLock(amount, end);
        vm.stopPrank();
    }

    /// @dev Extends, fixes or releases a lock, or takes it back, whichever the lock allows.
    function moveLock(uint256 who, uint256 seed) external watched {
        address account = _actor(who);
        IVoteEscrow.LockView[] memory locks = escrow.locksOf(account);
        if (locks.length == 0) return;
        IVoteEscrow.LockView memory chosen = locks[seed % locks.length];
        uint256 latest = ((block.timestamp + 4 * WEEK) / WEEK) * WEEK;
        vm.startPrank(account);
        if (chosen.unlockTime == 0) escrow.startDecay(chosen.id);
        else if (chosen.unlockTime <= block.timestamp) escrow.withdraw(chosen.id);
        else if (seed % 2 == 0 && chosen.unlockTime < latest) escrow.extend(chosen.id, latest);
        else escrow.makePermanent(chosen.id);
        vm.stopPrank();
    }

    function delegate(uint256 who, uint256 to) external watched {
        vm.prank(_actor(who));
        escrow.delegate(
            to % 8 == 0
                ? EXCLUDED
                : to % 8 == 1
                    ? address(0)
                    : _actor(to)
        );
    }

    function transfer(uint256 who, uint256 to, uint256 amount) external watched {
        address account = _actor(who);
        amount = bound(amount, 0, token.balanceOf(account));
        vm.prank(account);
        token.transfer(_actor(to), amount);
    }

    // ---------------------------------------------------------------------------------------------- proposals

    function propose(uint256 who, uint256 title, uint256 seed) public watched {
        if (_plans.length < MAX_PLANS) _propose(_actor(who), title, seed);
    }

    /// @dev Proposed again, by anyone: there is one of each.
    function proposeAgain(uint256 who, uint256 seed) external watched {
        (bool exists, uint256 index) = _any(seed);
        if (!exists || _plans[index].code != DEFAULT_TYPE) return;
        address account = _actor(who);
        if (escrow.getPastVotes(account, block.timestamp - 1) < _adopted.threshold) return;
        bytes memory call = _proposing(_actionsOf(_plans[index]), _plans[index].description);
        (bool success, bytes memory answer) = _try(account, address(governor), call);
        assertFalse(success, "proposed twice");
        bytes4 reason = bytes4(answer);
        assertTrue(
            reason == IGovernor.GovernorUnexpectedProposalState.selector ||
                reason == IGovernor.GovernorRestrictedProposer.selector ||
                reason == INetworkGovernor.GovernorTypes_GraceOutOfRange.selector,
            "proposed twice: another error"
        );
    }

    function vote(uint256 who, uint256 seed, uint256 support, uint256[3] calldata parts) external watched {
        (bool exists, uint256 index) = _anyOpen(seed);
        if (exists) _vote(index, _actor(who), support, parts);
    }

    /// @dev Signed ballots that a stranger brings: good ones, forged ones, late ones, and the same voter twice.
    function relayBallots(uint256 seed, uint256[4] calldata seeds) external watched {
        (bool exists, uint256 index) = _anyOpen(seed);
        if (exists) _relayBallots(index, seeds);
    }

    function cancel(uint256 who, uint256 seed) external watched {
        (bool exists, uint256 index) = _any(seed);
        if (!exists) return;
        // As often as not the proposer.
        address account = who % 3 == 0 ? _plans[index].proposer : _actor(who);
        if (who % 4 != 0 && _stateOf(_plans[index]) != IGovernor.ProposalState.Pending) account = _actor(who);
        _cancelPlan(index, account, (who >> 8) % 2 == 0);
    }

    function queue(uint256 seed) external watched {
        (bool exists, uint256 index) = _any(seed);
        if (exists) _queuePlan(index);
    }

    function execute(uint256 seed) external watched {
        (bool exists, uint256 index) = _any(seed);
        if (exists) _executePlan(index);
    }

    function expire(uint256 seed) external watched {
        (bool exists, uint256 index) = _any(seed);
        if (exists) _expirePlan(index);
    }

    /// @dev Brings a proposal one step further, as those would who want it to pass. Chance alone seldom gets that far.
    function advance(uint256 seed, uint256 haste) external watched {
        (bool exists, uint256 index) = _anyUrgent(seed);
        if (!exists) return;
        Plan storage plan = _plans[index];
        IGovernor.ProposalState current = _stateOf(plan);
        if (current == IGovernor.ProposalState.Pending) {
            vm.warp(plan.snapshot + 1);
        } else if (current == IGovernor.ProposalState.Active) {
            // In parts first, so that the full vote finds something used.
            _vote(index, vm.addr(KEYS[haste % KEYS.length]), 3, [uint256(1), 1, 1]);
            for (uint256 i = 0; i < KEYS.length; ++i) _vote(index, vm.addr(KEYS[i]), 1, [uint256(0), 0, 0]);
            if (haste % 4 != 0) vm.warp(plan.deadline + 1);
        } else if (current == IGovernor.ProposalState.Succeeded) {
            _queuePlan(index);
        } else if (current == IGovernor.ProposalState.Queued) {
            if (block.timestamp < plan.eta) vm.warp(plan.eta - (haste % 5 == 0 ? 1 : 0));
            _executePlan(index);
        } else {
            _expirePlan(index);
        }
    }

    // ---------------------------------------------------------------------------------------------- waiting

    function wait(uint256 delay) external watched {
        skip(1 + (delay % 2 days));
    }

    /// @dev To a second before, at or after a second that decides something.
    function waitForEdge(uint256 seed, uint256 which, uint256 offset) external watched {
        (bool exists, uint256 index) = _any(seed);
        if (!exists) return;
        Plan storage plan = _plans[index];
        uint256[5] memory edges = [
            plan.snapshot,
            plan.deadline,
            plan.eta,
            _expiryOf(plan),
            plan.deadline - plan.rules.late
        ];
        // An eta of 0 is none.
        uint256 time = edges[which % 5] + (offset % 3);
        if (time > block.timestamp + 1) vm.warp(time - 1);
    }

    // ---------------------------------------------------------------------------------------------- trespassing

    /// @dev Invariant 6: whoever it is, whatever the door, it is closed.
    function trespass(uint256 who, uint256 door) external watched {
        address intruder = _anybody(who);
        (address target, bytes memory call, bytes4 refusal) = _door(door, intruder);
        if (intruder == address(timelock) && target != address(governor)) return;
        if (intruder == address(governor) && target == address(timelock)) return;
        if (intruder == address(timelock)) refusal = ANY;
        _must(intruder, target, call, refusal);
    }

    // ---------------------------------------------------------------------------------------------- looking

    /// @notice Invariants 1 and 3, and 5 for the settings: the tallies are the votes that were used, which existed.
    function checkVotes() external view {
        for (uint256 i = 0; i < _plans.length; ++i) {
            Plan storage plan = _plans[i];
            (uint256 against, uint256 inFavour, uint256 abstain) = governor.proposalVotes(plan.id);
            assertEq(against, plan.votes[0], "1: against");
            assertEq(inFavour, plan.votes[1], "1: for");
            assertEq(abstain, plan.votes[2], "1: abstain");
            if (block.timestamp <= plan.snapshot) {
                assertEq(against + inFavour + abstain, 0, "1: votes before the vote");
                continue;
            }
            uint256 sum = 0;
            for (uint256 k = 0; k < KEYS.length; ++k) {
                address voter = vm.addr(KEYS[k]);
                uint256 used = governor.usedVotes(plan.id, voter);
                assertEq(used, _used[i][voter], "1: used");
                assertLe(used, escrow.getPastVotes(voter, plan.snapshot), "1: more than the voter had");
                sum += used;
            }
            assertEq(sum, against + inFavour + abstain, "1: the sides are the voters'");
            assertLe(sum, escrow.getPastTotalSupply(plan.snapshot), "1: more than there was");
        }
    }

    /// @notice Invariant 3: whatever anything was called with was proposed and executed, in that order.
    function checkCalls() external view {
        assertEq(recorder.digest(), _recorded, "3: the target was called otherwise");
    }

    /// @notice Invariant 6: every role and every owner, for every account that there is.
    function checkPowers() external view {
        bytes32[3] memory roles = [timelock.PROPOSER_ROLE(), timelock.CANCELLER_ROLE(), timelock.EXECUTOR_ROLE()];
        for (uint256 i = 0; i < ANYBODY; ++i) {
            address account = _anybody(i);
            for (uint256 k = 0; k < 3; ++k) {
                assertEq(timelock.hasRole(roles[k], account), account == address(governor), "6: a role");
            }
            assertEq(timelock.hasRole(bytes32(0), account), account == address(timelock), "6: administration");
        }
        assertEq(governor.timelock(), address(timelock), "6: the governor's executor");
        assertEq(token.TIMELOCK(), address(timelock), "6: the minter");
        assertEq(registry.TIMELOCK(), address(timelock), "6: the registry");
        for (uint256 i = 0; i < 2; ++i) assertEq(books[i].TIMELOCK(), address(timelock), "6: the rulebook");
        assertEq(address(governor.rulebook()), _book, "6: the book in use");
        (address council, uint48 until) = governor.guardian();
        assertEq(council, _council, "6: the council");
        assertEq(until, _councilUntil, "6: its mandate");
    }

    /// @notice Invariant 7: whatever has happened, a majority of the holders changes what it wants to.
    function checkHoldersGovern() external {
        (uint256 index, bytes4 refusal) = _proposeAs(STEWARD, "The holders decide", _oneAction(Kind.SetRulebook, 0));
        assertEq(refusal, bytes4(0), "7: the holders cannot propose");
        Plan storage plan = _plans[index];
        vm.warp(plan.snapshot + 1);
        _vote(index, STEWARD, 1, [uint256(0), 0, 0]);
        vm.warp(plan.deadline + 1);
        _queuePlan(index);
        vm.warp(plan.eta);
        _executePlan(index);
        assertTrue(plan.executed, "7: the holders cannot decide");
        assertEq(address(governor.rulebook()), address(books[0]), "7: and yet it is another book");
    }

    /// @dev Invariants 2 and 3: the state is the one that follows from the model, it is no earlier one than before, and
    /// the timelock holds the operation if and only if it should.
    function _watch(Plan storage plan) private {
        IGovernor.ProposalState current = governor.state(plan.id);
        assertEq(uint256(current), uint256(_stateOf(plan)), "2: the state does not follow from the votes and the time");
        if (current != plan.last) {
            assertTrue(_mayFollow(plan.last, current), "2: a state went backwards");
            plan.last = current;
            ++seen[current];
        }
        assertEq(governor.proposalDeadline(plan.id), plan.deadline, "2: the deadline moved");
        assertEq(governor.proposalEta(plan.id), plan.eta, "4: the eta moved");
        uint256 timestamp =
            plan.executed
                ? 1
                : plan.scheduled
                    ? plan.eta
                    : 0;
        assertEq(timelock.getTimestamp(_operationOf(plan)), timestamp, "4: the timelock and the governor disagree");
    }
}
