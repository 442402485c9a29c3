// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {Test} from "forge-std/Test.sol";

import {HOLDERS, COUNCIL, PackedRules, Rules, RulesCodec} from "../../contracts/governor/Rules.sol";
import {IPhases} from "../../contracts/phases/IPhases.sol";
import {Phases} from "../../contracts/phases/Phases.sol";
import {EXCLUDED} from "../../contracts/votes/Excluded.sol";

/// @notice A walk through the phases: decisions of all kinds, votes that move, councils that change, gates that are loosened,
/// steps that anybody tries. It is the governor, its votes and the timelock at once, and knows all of it by heart: so it
/// says before each step whether it must be taken, from lists and by plain sums.
contract PhasesHandler is Test {
    uint256 private constant ACCOUNTS = 5;
    uint256 private constant SUPPLY = 1_000_000;
    uint256 private constant AWAY = 100_000;
    address private constant STRANGER = address(0x57);

    enum Kind {
        Plain,
        Emergency,
        Silent,
        Sourced
    }

    struct Decision {
        uint256 id;
        Kind kind;
        bool executed;
        uint256 snapshot;
        /// @dev Of each account, and of all others together.
        uint256[ACCOUNTS] used;
        uint256 others;
    }

    struct Votes {
        uint256 from;
        uint256[ACCOUNTS] held;
    }

    Phases public immutable PHASES;

    /// @dev The first two are founders from the start.
    address[ACCOUNTS] private _accounts = [address(0xf1), address(0xf2), address(0xa1), address(0xa2), address(0xa3)];
    Decision[] private _decisions;
    Votes[] private _history;
    address private _council;
    uint48 private _until;
    address[] private _owners;

    /// @dev What the walk expects of {PHASES}, kept apart from it.
    uint256 private _current;
    uint256 private _since;
    uint256 private _started;
    IPhases.Gate[3] private _gates;
    mapping(address account => bool declared) private _declared;
    uint256 private _declaredCount;

    uint256 public steps;

    constructor() {
        vm.warp(1_800_000_000);
        _gates[0] = IPhases.Gate(30 days, 90 days, 0, 0, 10_000, false);
        _gates[1] = IPhases.Gate(30 days, 200 days, 2, 1_000, 5_000, false);
        _gates[2] = IPhases.Gate(40 days, 0, 2, 2_000, 2_500, true);
        address[] memory founders = new address[](2);
        (founders[0], founders[1]) = (_accounts[0], _accounts[1]);
        (_declared[founders[0]], _declared[founders[1]], _declaredCount) = (true, true, 2);
        IPhases.Gate[3] memory gates = _gates;
        PHASES = new Phases(address(this), gates, founders);
        (_started, _since) = (block.timestamp, block.timestamp);
        _history.push(Votes(0, [uint256(200_000), 100_000, 150_000, 50_000, 1_000]));
    }

    // ---------------------------------------------------------------------------------------------- the walk

    function wait(uint256 duration) public {
        vm.warp(block.timestamp + 1 + (duration % 20 days));
    }

    /// @dev Most are plain and executed; turnouts differ, so that some prove something and some do not.
    function decide(uint256 kind, uint256 seed) external {
        wait(kind % 3 days);
        Decision storage made = _decisions.push();
        made.id = uint256(keccak256(abi.encode(_decisions.length)));
        made.kind = kind % 3 == 0 ? Kind((kind >> 8) % 4) : Kind.Plain;
        made.executed = kind % 7 != 0;
        made.snapshot = block.timestamp - 1;
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            uint256 held = _heldAt(i, made.snapshot);
            made.used[i] =
                (seed >> (8 * i)) % 3 == 0
                    ? 0
                    : (seed >> (8 * i)) % 3 == 1
                        ? held / 3
                        : held;
        }
        made.others = (seed >> 64) % 4 == 0 ? 0 : 50_000 + ((seed >> 64) % 200_000);
    }

    function move(uint256 from, uint256 to, uint256 amount) external {
        wait(amount % 1 days);
        Votes memory next = _history[_history.length - 1];
        (from, to) = (from % ACCOUNTS, to % ACCOUNTS);
        amount %= next.held[from] + 1;
        next.held[from] -= amount;
        next.held[to] += amount;
        next.from = block.timestamp;
        _history.push(next);
    }

    function appoint(uint256 which, uint256 until, uint256 owners) external {
        delete _owners;
        for (uint256 i = 0; i < ACCOUNTS; ++i) if ((owners >> i) & 1 == 1) _owners.push(_accounts[i]);
        which %= 4;
        _council =
            which == 0
                ? address(0)
                : which == 1
                    ? _accounts[owners % ACCOUNTS]
                    : address(this);
        _until = uint48(block.timestamp + (until % 60 days));
    }

    function declare(uint256 who) external {
        address account = _accounts[who % ACCOUNTS];
        // Seldom: at the end of most walks somebody is free.
        if (who % 4 != 0) return wait(who);
        if (_declared[account]) vm.expectRevert();
        else _declaredCount++;
        _declared[account] = true;
        PHASES.declare(account);
    }

    function loosen(uint256 step, uint256 seed) external {
        step %= 3;
        IPhases.Gate memory gate = _gates[step];
        IPhases.Gate memory before = gate;
        gate = IPhases.Gate(
            uint32((gate.minTime * (80 + (seed % 25))) / 100),
            uint32((gate.latestAfter * (90 + ((seed >> 8) % 12))) / 100 + ((seed >> 16) % 16 == 0 ? 300 days : 0)),
            uint16((gate.minDecisions * (70 + ((seed >> 24) % 70))) / 100),
            uint16((gate.minTurnoutBps * (80 + ((seed >> 32) % 22))) / 100),
            uint16((uint256(gate.maxFounderBps) * (99 + ((seed >> 40) % 6))) / 100),
            (seed >> 48) % 8 == 0 ? !gate.handsOff : gate.handsOff
        );
        bool may =
            gate.minTime <= before.minTime &&
                (before.latestAfter == 0 || (gate.latestAfter > 0 && gate.latestAfter <= before.latestAfter)) &&
                gate.minDecisions <= before.minDecisions &&
                gate.minTurnoutBps <= before.minTurnoutBps &&
                gate.maxFounderBps >= before.maxFounderBps &&
                gate.maxFounderBps <= 10_000 &&
                (before.handsOff || !gate.handsOff);
        uint256[] memory ids = _evidence(seed >> 64);
        bool open = _current == step && _isOpen(ids);
        if (!may) vm.expectRevert();
        PHASES.loosen(step, gate);
        if (!may) return;
        _gates[step] = gate;
        if (open) assertTrue(_isOpen(ids), "an open gate was shut");
    }

    /// @dev By the timelock or a stranger, with some of the decisions; in half the walks of those that prove something.
    function advance(uint256 by, uint256 seed) external {
        uint256[] memory ids = _evidence(seed);
        if (by % 16 == 0 && ids.length > 1) (ids[0], ids[1]) = (ids[1], ids[0]);
        if (by % 16 == 1 && ids.length > 1) ids[0] = ids[1];
        if (by % 16 == 2 && ids.length > 0) ids[0] = 1;
        bool vote = (by >> 8) % 2 == 0;
        bool may = _current < 3 && (vote || _isDue()) && _isOpen(ids);
        if (!vote) vm.prank(STRANGER);
        if (!may) vm.expectRevert();
        PHASES.advance(ids);
        if (!may) return;
        ++steps;
        (_current, _since) = (_current + 1, block.timestamp);
    }

    /// @dev However it went, the first phase ends by anybody's call.
    function finish() external {
        assertEq(PHASES.current(), _current);
        assertEq(PHASES.since(), _since);
        assertEq(PHASES.founders().length, _declaredCount);
        for (uint256 i = 0; i < ACCOUNTS; ++i) assertEq(PHASES.isFounder(_accounts[i]), _declared[_accounts[i]]);
        for (uint256 step = 0; step < 3; ++step) {
            assertEq(keccak256(abi.encode(PHASES.gateOf(step))), keccak256(abi.encode(_gates[step])));
        }
        if (_current != 0) return;
        vm.warp(_started + 90 days);
        vm.prank(STRANGER);
        PHASES.advance(new uint256[](0));
        assertEq(PHASES.current(), 1);
    }

    // ---------------------------------------------------------------------------------------------- the model

    function _isDue() private view returns (bool) {
        uint256 latest = _gates[_current].latestAfter;
        return latest != 0 && block.timestamp >= _started + latest;
    }

    /// @dev Whether the next step may be taken with these ids, by whoever may at this time.
    function _isOpen(uint256[] memory ids) private view returns (bool) {
        if (_current == 3) return false;
        IPhases.Gate memory gate = _gates[_current];
        bool due = _isDue();
        bool first = due && _current == 0;
        if (!first && block.timestamp < _since + gate.minTime) return false;
        if (!first && ids.length < gate.minDecisions) return false;
        if (!due && !_holdsAtMost(block.timestamp - 1, gate.maxFounderBps)) return false;
        if (!due && gate.handsOff && !_isFree()) return false;
        uint256 last = 0;
        for (uint256 i = 0; i < ids.length; ++i) {
            if (i != 0 && ids[i] <= last) return false;
            last = ids[i];
            (bool found, Decision memory made) = _find(ids[i]);
            if (!found || !made.executed || made.kind != Kind.Plain || made.snapshot <= _since) return false;
            uint256 turnout = made.others;
            for (uint256 k = 0; k < ACCOUNTS; ++k) if (!_declared[_accounts[k]]) turnout += made.used[k];
            if (!first && turnout * 10_000 < gate.minTurnoutBps * (SUPPLY - AWAY)) return false;
            if (!due && !_holdsAtMost(made.snapshot, gate.maxFounderBps)) return false;
        }
        return true;
    }

    function _holdsAtMost(uint256 at, uint256 bps) private view returns (bool) {
        uint256 sum;
        for (uint256 i = 0; i < ACCOUNTS; ++i) if (_declared[_accounts[i]]) sum += _heldAt(i, at);
        return sum * 10_000 <= bps * (SUPPLY - AWAY);
    }

    function _isFree() private view returns (bool) {
        if (_council == address(0) || _until < block.timestamp) return true;
        if (_council != address(this)) return false;
        for (uint256 i = 0; i < _owners.length; ++i) if (_declared[_owners[i]]) return false;
        return true;
    }

    /// @dev Some of the decisions, in ascending order: those that prove something, unless the seed says all.
    function _evidence(uint256 seed) private view returns (uint256[] memory ids) {
        uint256 count;
        ids = new uint256[](_decisions.length);
        for (uint256 i = 0; i < _decisions.length && count < 4; ++i) {
            Decision storage made = _decisions[i];
            bool proves = made.executed && made.kind == Kind.Plain && made.snapshot > _since;
            if (((seed >> (i % 128)) & 1 == 0) || (!proves && seed % 4 != 0)) continue;
            uint256 at = count++;
            for (; at != 0 && ids[at - 1] > made.id; --at) ids[at] = ids[at - 1];
            ids[at] = made.id;
        }
        assembly ("memory-safe") {
            mstore(ids, count)
        }
    }

    function _find(uint256 id) private view returns (bool found, Decision memory made) {
        for (uint256 i = 0; i < _decisions.length; ++i) if (_decisions[i].id == id) return (true, _decisions[i]);
    }

    function _heldAt(uint256 account, uint256 at) private view returns (uint256) {
        uint256 i = _history.length;
        while (_history[--i].from > at) {}
        return _history[i].held[account];
    }

    // ---------------------------------------------------------- what it answers as governor, votes and timelock

    // solhint-disable-next-line func-name-mixedcase
    function PROPOSER_ROLE() external pure returns (bytes32) {
        return 0;
    }

    function hasRole(bytes32, address account) external view returns (bool) {
        return account == address(this);
    }

    function token() external view returns (address) {
        return address(this);
    }

    function guardian() external view returns (address, uint48) {
        return (_council, _until);
    }

    function getOwners() external view returns (address[] memory) {
        return _owners;
    }

    function getPastTotalSupply(uint256) external pure returns (uint256) {
        return SUPPLY;
    }

    function getPastVotes(address account, uint256 at) external view returns (uint256) {
        if (account == EXCLUDED) return AWAY;
        for (uint256 i = 0; i < ACCOUNTS; ++i) if (_accounts[i] == account) return _heldAt(i, at);
        return 0;
    }

    function proposalSnapshot(uint256 id) external view returns (uint256) {
        (, Decision memory made) = _find(id);
        return made.snapshot;
    }

    function state(uint256 id) external view returns (IGovernor.ProposalState) {
        (, Decision memory made) = _find(id);
        return made.executed ? IGovernor.ProposalState.Executed : IGovernor.ProposalState.Queued;
    }

    function proposalType(uint256 id) external view returns (bytes8 code, uint256 rulesId, uint256 grace) {
        (, Decision memory made) = _find(id);
        return (made.kind == Kind.Emergency ? bytes8("EMERG") : bytes8("ARCH"), uint256(made.kind), 0);
    }

    function pinnedRules(uint256 rulesId) external view returns (PackedRules memory) {
        Rules memory rules;
        rules.proposers = HOLDERS | COUNCIL;
        if (rulesId == uint256(Kind.Silent)) rules.vetoBps = 1_000;
        if (rulesId == uint256(Kind.Sourced)) (rules.voteSource, rules.minVoters) = (address(this), 3);
        return RulesCodec.pack(rules, "ARCH");
    }

    function proposalVotes(uint256 id) external view returns (uint256 against, uint256 inFavour, uint256 abstain) {
        (, Decision memory made) = _find(id);
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            if (i % 3 == 0) against += made.used[i];
            else if (i % 3 == 1) inFavour += made.used[i];
            else abstain += made.used[i];
        }
        inFavour += made.others;
    }

    function usedVotes(uint256 id, address account) external view returns (uint256) {
        (, Decision memory made) = _find(id);
        for (uint256 i = 0; i < ACCOUNTS; ++i) if (_accounts[i] == account) return made.used[i];
        return 0;
    }
}
