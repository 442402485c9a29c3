// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Test} from "forge-std/Test.sol";

import {INetworkGovernor} from "../../contracts/governor/INetworkGovernor.sol";
import {IRulebook} from "../../contracts/governor/IRulebook.sol";
import {Rulebook} from "../../contracts/governor/Rulebook.sol";
import {COUNCIL, DEFAULT_TYPE, HOLDERS, Rules} from "../../contracts/governor/Rules.sol";
import {ToldVotes} from "../../contracts/mocks/ToldVotes.sol";
import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";

/// @dev Deployed by name: whoever imports the contract is compiled through the IR with it.
interface IVoicedGovernor is IGovernor, INetworkGovernor {}

/**
 * @notice Random walks over proposals that are counted in three ways at once: by the network's votes, by a source of the
 * type's own with a least number of accounts, and in silence unless a veto comes. Beside the governor stands what a
 * reader of the rules would write down: every ballot, who has voted, and by which rules. The rules of the types change in
 * the middle of a walk, which must change nothing. The numbers are those of docs/invariants.md, "Voices".
 */
contract VoicesTest is Test {
    uint256 internal constant VOTERS = 6;
    uint256 internal constant PROPOSALS = 6;
    uint256 internal constant MIN_VOTERS = 3;
    uint256 internal constant VETO_BPS = 1000;
    uint256 internal constant QUORUM_BPS = 2000;
    uint256 internal constant APPROVAL_BPS = 6600;
    bytes4 internal constant SELECTOR = 0x12345678;
    address internal constant TARGET = address(0xbeef);
    address internal constant COUNCILLOR = address(0xc0c);
    bytes32 internal constant TYPEHASH = keccak256(
        "RelayedBallot(uint256 proposalId,uint8 support,address voter,uint256 deadline)"
    );

    IVoicedGovernor internal governor;
    TimelockController internal timelock;
    Rulebook internal book;
    GovernanceToken internal token;
    ToldVotes internal source;
    bytes8[3] internal codes = [DEFAULT_TYPE, bytes8("PEOPLE"), bytes8("QUIET")];
    uint256[PROPOSALS] internal ids;

    /// @dev What the model has written down.
    mapping(uint256 id => uint256[3] sums) internal sums;
    mapping(uint256 id => uint256 count) internal heads;
    mapping(uint256 id => mapping(address voter => uint256 votes)) internal used;

    function setUp() public {
        vm.warp(1_700_000_000);
        // What proposals call is there; nobody executes them.
        vm.etch(TARGET, hex"00");
        timelock = new TimelockController(1 hours, new address[](0), new address[](0), address(this));
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](VOTERS);
        source = new ToldVotes();
        for (uint256 i = 0; i < VOTERS; ++i) {
            // The first holds most tokens; by the source the last has most, and the first nothing.
            allocations[i] = IGovernanceToken.Allocation(_voter(i), 1000 * (VOTERS - i));
            source.give(_voter(i), 777 * i);
        }
        token = new GovernanceToken("Neuro", "NEURO", address(timelock), allocations, 1e6, 0);
        IRulebook.TypeRules[] memory types = new IRulebook.TypeRules[](3);
        for (uint256 i = 0; i < 3; ++i) types[i] = IRulebook.TypeRules(codes[i], _rules(i));
        IRulebook.Scope[] memory scopes = new IRulebook.Scope[](2);
        for (uint256 i = 0; i < 2; ++i) scopes[i] = _scope(codes[i + 1]);
        book = new Rulebook(address(timelock), types, scopes);
        governor = IVoicedGovernor(
            vm.deployCode(
                "contracts/governor/NetworkGovernor.sol:NetworkGovernor",
                abi.encode("Governor", token, token, timelock, book)
            )
        );
        timelock.grantRole(timelock.PROPOSER_ROLE(), address(governor));
        timelock.grantRole(timelock.EXECUTOR_ROLE(), address(governor));
        for (uint256 i = 0; i < VOTERS; ++i) {
            vm.prank(_voter(i));
            token.delegate(_voter(i));
        }
        skip(1);
        _appointCouncil();
        for (uint256 i = 0; i < PROPOSALS; ++i) ids[i] = _propose(i);
        skip(1 days + 1);
    }

    /// forge-config: default.fuzz.runs = 64
    /// 1 to 4: each proposal is counted by what its type named when it was made, and decided by that alone.
    function testFuzz_voicesAreCountedByTheirOwnRules(uint256[40] memory seeds) public {
        uint256 change = seeds[0] % seeds.length;
        for (uint256 i = 0; i < seeds.length; ++i) {
            if (i == change) _changeRules();
            else if (seeds[i] % 4 == 0) _relay(seeds[i] >> 8);
            else _cast(seeds[i] >> 8);
        }
        for (uint256 p = 0; p < PROPOSALS; ++p) _compare(p);
        skip(8 days);
        for (uint256 p = 0; p < PROPOSALS; ++p) {
            bool passed = governor.state(ids[p]) == IGovernor.ProposalState.Succeeded;
            assertEq(passed, _passes(p), "the outcome follows the rules that were pinned");
        }
    }

    /// A walk by hand meets every outcome of every kind, so that none of the comparisons above is idle.
    function test_everyKindPassesAndFails() public {
        uint256[2][3] memory outcomes;
        for (uint256 round = 0; round < 60; ++round) {
            uint256 snapshot = vm.snapshotState();
            uint256[40] memory seeds;
            for (uint256 i = 0; i < 40; ++i) seeds[i] = uint256(keccak256(abi.encode(round, i)));
            // A few ballots only, so that quorums are missed too.
            for (uint256 i = 0; i < 4 + (round % 37); ++i) _cast(seeds[i]);
            bool[PROPOSALS] memory passed;
            for (uint256 p = 0; p < PROPOSALS; ++p) passed[p] = _passes(p);
            vm.revertToState(snapshot);
            for (uint256 p = 0; p < PROPOSALS; ++p) ++outcomes[p % 3][passed[p] ? 1 : 0];
        }
        for (uint256 kind = 0; kind < 3; ++kind) {
            assertGt(outcomes[kind][0], 5, "the kind fails");
            assertGt(outcomes[kind][1], 5, "the kind passes");
        }
    }

    // ---------------------------------------------------------------------------------------------- doing

    function _cast(uint256 seed) internal {
        uint256 p = seed % PROPOSALS;
        address voter = _voter((seed >> 8) % VOTERS);
        uint256 available = _weight(p, voter) - used[ids[p]][voter];
        uint256 side = (seed >> 16) % 3;
        uint256[3] memory parts;
        bool whole = (seed >> 24) % 2 == 0;
        if (whole) {
            parts[side] = available;
        } else {
            uint256 left = available;
            for (uint256 i = 0; i < 3; ++i) {
                parts[i] = (seed >> (32 * (i + 1))) % (left / 2 + 1);
                left -= parts[i];
            }
        }
        bytes memory params =
            whole ? bytes("") : abi.encodePacked(uint128(parts[0]), uint128(parts[1]), uint128(parts[2]));
        vm.prank(voter);
        if (parts[0] + parts[1] + parts[2] == 0) {
            // Nothing is left, or nothing was there, or nothing is cast.
            vm.expectRevert();
            governor.castVoteWithReasonAndParams(ids[p], whole ? uint8(side) : 255, "", params);
            return;
        }
        uint256 weight = governor.castVoteWithReasonAndParams(ids[p], whole ? uint8(side) : 255, "", params);
        assertEq(weight, parts[0] + parts[1] + parts[2]);
        _write(p, voter, parts);
    }

    /// @dev A batch in which somebody stands twice, and somebody may have voted: each counts once, and in full.
    function _relay(uint256 seed) internal {
        uint256 p = seed % PROPOSALS;
        uint256 deadline = governor.proposalDeadline(ids[p]);
        INetworkGovernor.Ballot[] memory ballots = new INetworkGovernor.Ballot[](3);
        uint256 counted = 0;
        for (uint256 i = 0; i < 3; ++i) {
            uint256 who = i == 2 ? (seed >> 8) % VOTERS : ((seed >> 8) + i) % VOTERS;
            uint256 side = (seed >> (16 + 8 * i)) % 3;
            ballots[i] = _ballot(ids[p], who, side, deadline);
            uint256 votes = _weight(p, _voter(who));
            if (votes == 0 || used[ids[p]][_voter(who)] != 0) continue;
            uint256[3] memory parts;
            parts[side] = votes;
            _write(p, _voter(who), parts);
            ++counted;
        }
        assertEq(governor.castVotesBySig(ids[p], ballots), counted);
    }

    /// @dev What the types demand from now on: other sources, other shares, another number of accounts.
    function _changeRules() internal {
        Rules memory people = _rules(1);
        ToldVotes other = new ToldVotes();
        other.give(_voter(0), 1e9);
        (people.voteSource, people.minVoters, people.quorumBps) = (address(other), 1, 1);
        Rules memory quiet = _rules(2);
        quiet.vetoBps = 5000;
        vm.startPrank(address(timelock));
        book.setRules(codes[1], people);
        book.setRules(codes[2], quiet);
        vm.stopPrank();
    }

    function _write(uint256 p, address voter, uint256[3] memory parts) private {
        uint256 id = ids[p];
        if (used[id][voter] == 0) ++heads[id];
        for (uint256 i = 0; i < 3; ++i) {
            sums[id][i] += parts[i];
            used[id][voter] += parts[i];
        }
    }

    // ---------------------------------------------------------------------------------------------- comparing

    function _compare(uint256 p) private view {
        uint256 id = ids[p];
        (uint256 against, uint256 inFavour, uint256 abstain) = governor.proposalVotes(id);
        assertEq(against, sums[id][0]);
        assertEq(inFavour, sums[id][1]);
        assertEq(abstain, sums[id][2]);
        assertEq(governor.proposalVoters(id), p % 3 == 1 ? heads[id] : 0, "accounts are counted where they decide");
        assertEq(governor.quorum(id), (_base(p) * (p % 3 == 2 ? VETO_BPS : QUORUM_BPS)) / 10_000);
        uint256 snapshot = governor.proposalSnapshot(id);
        for (uint256 i = 0; i < VOTERS; ++i) {
            assertEq(governor.usedVotes(id, _voter(i)), used[id][_voter(i)]);
            assertEq(governor.hasVoted(id, _voter(i)), used[id][_voter(i)] != 0);
            assertEq(
                governor.getVotesWithParams(_voter(i), snapshot, abi.encode(id)),
                _weight(p, _voter(i)),
                "the source stays"
            );
        }
    }

    function _passes(uint256 p) private view returns (bool) {
        uint256[3] memory cast = sums[ids[p]];
        // A veto of a tenth, rounded down.
        if (p % 3 == 2) return cast[0] < (_base(p) * VETO_BPS) / 10_000;
        if (p % 3 == 1 && heads[ids[p]] < MIN_VOTERS) return false;
        if (cast[1] + cast[2] < (_base(p) * QUORUM_BPS) / 10_000) return false;
        return cast[1] > cast[0] && cast[1] * 10_000 >= APPROVAL_BPS * (cast[0] + cast[1]);
    }

    function _weight(uint256 p, address voter) private pure returns (uint256) {
        uint256 i = uint160(voter) == 0 ? 0 : _indexOf(voter);
        return p % 3 == 1 ? 777 * i : 1000 * (VOTERS - i);
    }

    function _base(uint256 p) private pure returns (uint256 base) {
        for (uint256 i = 0; i < VOTERS; ++i) base += _weight(p, _voter(i));
    }

    // ---------------------------------------------------------------------------------------------- making

    function _appointCouncil() private {
        (address[] memory targets, uint256[] memory values, bytes[] memory data) = _one(
            address(governor),
            abi.encodeCall(INetworkGovernor.setGuardian, (COUNCILLOR, uint48(block.timestamp + 300 days)))
        );
        string memory title = "# NEP-GOV: A council";
        vm.prank(_voter(0));
        uint256 id = governor.propose(targets, values, data, title);
        skip(1 days + 1);
        for (uint256 i = 0; i < VOTERS; ++i) {
            vm.prank(_voter(i));
            governor.castVote(id, 1);
        }
        skip(7 days);
        governor.queue(targets, values, data, keccak256(bytes(title)));
        skip(1 days);
        governor.execute(targets, values, data, keccak256(bytes(title)));
    }

    function _propose(uint256 i) private returns (uint256) {
        bytes memory call = abi.encodePacked(SELECTOR, bytes32(codes[i % 3]));
        (address[] memory targets, uint256[] memory values, bytes[] memory data) = _one(TARGET, call);
        string memory title = string.concat("# NEP-", _name(i % 3), ": ", vm.toString(i));
        vm.prank(i % 3 == 2 ? COUNCILLOR : _voter(0));
        return governor.propose(targets, values, data, title);
    }

    function _one(
        address target,
        bytes memory call
    ) private pure returns (address[] memory targets, uint256[] memory values, bytes[] memory data) {
        (targets, values, data) = (new address[](1), new uint256[](1), new bytes[](1));
        (targets[0], data[0]) = (target, call);
    }

    function _ballot(
        uint256 id,
        uint256 who,
        uint256 side,
        uint256 deadline
    ) private view returns (INetworkGovernor.Ballot memory) {
        bytes32 digest = keccak256(
            abi.encodePacked(
                hex"1901",
                keccak256(
                    abi.encode(
                        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                        keccak256("Governor"),
                        keccak256("1"),
                        block.chainid,
                        address(governor)
                    )
                ),
                keccak256(abi.encode(TYPEHASH, id, side, _voter(who), deadline))
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key(who), digest);
        return INetworkGovernor.Ballot(_voter(who), uint8(side), uint48(deadline), abi.encodePacked(r, s, v));
    }

    function _scope(bytes8 code) private pure returns (IRulebook.Scope memory scope) {
        (scope.target, scope.how) = (TARGET, IRulebook.Match.SelectorAndWord);
        (scope.selector, scope.word) = (SELECTOR, bytes32(code));
        scope.codes = new bytes8[](1);
        scope.codes[0] = code;
    }

    function _rules(uint256 kind) private view returns (Rules memory rules) {
        rules.review = 1 days;
        rules.voting = 7 days;
        rules.graceMin = 1 days;
        rules.graceMax = 7 days;
        rules.window = 7 days;
        rules.approvalBps = uint16(APPROVAL_BPS);
        rules.proposers = kind == 2 ? COUNCIL : HOLDERS;
        rules.quorumBps = uint16(QUORUM_BPS);
        if (kind == 1) (rules.voteSource, rules.minVoters) = (address(source), uint32(MIN_VOTERS));
        if (kind == 2) rules.vetoBps = uint16(VETO_BPS);
    }

    function _name(uint256 kind) private pure returns (string memory) {
        return
            kind == 0
                ? "GOV"
                : kind == 1
                    ? "PEOPLE"
                    : "QUIET";
    }

    function _key(uint256 i) private pure returns (uint256) {
        return 0xa11ce + i;
    }

    function _voter(uint256 i) private pure returns (address) {
        return vm.addr(_key(i));
    }

    function _indexOf(address voter) private pure returns (uint256 i) {
        while (_voter(i) != voter) ++i;
    }
}
