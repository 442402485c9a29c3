// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {Test} from "forge-std/Test.sol";

import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";
import {Ballots} from "../../contracts/voting/Ballots.sol";
import {IBallots} from "../../contracts/voting/IBallots.sol";

/// @notice Opens ballots, moves tokens and votes at random, and keeps every vote in a list, to be counted one by one.
contract BallotsHandler is Test {
    uint256 internal constant ACCOUNTS = 6;
    uint256 internal constant OPTIONS = 5;

    struct Vote {
        uint256 id;
        uint256 weight;
        uint256[] options;
        uint256[] parts;
    }

    Ballots public immutable BALLOTS;
    GovernanceToken public immutable TOKEN;

    address[ACCOUNTS] internal _accounts = [
        address(0xa11ce),
        address(0xb0b),
        address(0xca401),
        address(0xda7e),
        address(0xe1e),
        address(0xf00)
    ];
    Vote[] internal _votes;
    mapping(uint256 id => mapping(address voter => bool voted)) internal _voted;
    /// @dev What each held as the ballot was opened.
    mapping(uint256 id => mapping(address voter => uint256 votes)) internal _had;

    constructor() {
        vm.warp(1_800_000_000);
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](ACCOUNTS);
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            // The least hold so little that parts of it round to nothing.
            allocations[i] = IGovernanceToken.Allocation(_accounts[i], 7 * 10 ** (3 * i));
        }
        TOKEN = new GovernanceToken("Neuro", "NEURO", address(this), allocations, type(uint96).max, 0);
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            vm.prank(_accounts[i]);
            TOKEN.delegate(_accounts[i]);
        }
        BALLOTS = new Ballots(address(this), IERC5805(address(TOKEN)), 100);
        vm.warp(block.timestamp + 1);
        open(0, 0);
    }

    function open(uint256 kind, uint256 winners) public {
        if (BALLOTS.ballotCount() == 8) return wait(kind);
        vm.warp(block.timestamp + 1);
        uint256 id = BALLOTS.open(
            IBallots.Terms({
                source: IERC5805(address(TOKEN)),
                kind: kind % 2 == 0 ? IBallots.Kind.Approval : IBallots.Kind.Split,
                opens: uint48(block.timestamp),
                closes: uint48(block.timestamp + 2 days),
                options: uint16(OPTIONS),
                winners: uint16(1 + (winners % OPTIONS)),
                nomineeBps: 0,
                quorum: uint96(winners % 1e12),
                subject: 0
            }),
            ""
        );
        for (uint256 i = 0; i < ACCOUNTS; ++i) _had[id][_accounts[i]] = TOKEN.balanceOf(_accounts[i]);
    }

    /// @dev `options` chooses by its bits; a part for each but the last, which gets the rest.
    function cast(uint256 which, uint256 who, uint256 options, uint256 seed) external {
        Vote memory vote;
        vote.id = 1 + (which % BALLOTS.ballotCount());
        address voter = _accounts[who % ACCOUNTS];
        IBallots.Ballot memory ballot = BALLOTS.ballotOf(vote.id);
        options = (options % (2 ** OPTIONS - 1)) + 1;
        uint256 count;
        for (uint256 bits = options; bits != 0; bits &= bits - 1) ++count;
        vote.options = new uint256[](count);
        bool split = ballot.terms.kind == IBallots.Kind.Split;
        vote.parts = new uint256[](split ? count : 0);
        uint256 left = 10_000;
        for (uint256 option = 0; option < OPTIONS; ++option) {
            if ((options >> option) & 1 == 0) continue;
            uint256 at = vote.options.length - count;
            vote.options[at] = option;
            --count;
            if (!split) continue;
            vote.parts[at] = count == 0 ? left : 1 + (uint256(keccak256(abi.encode(seed, option))) % (left - count));
            left -= vote.parts[at];
        }
        vote.weight = _had[vote.id][voter];
        bool may = block.timestamp < ballot.terms.closes && !_voted[vote.id][voter] && vote.weight != 0;
        if (!may) vm.expectRevert();
        vm.prank(voter);
        BALLOTS.cast(vote.id, vote.options, vote.parts);
        if (!may) return;
        _voted[vote.id][voter] = true;
        _votes.push(vote);
    }

    function transfer(uint256 from, uint256 to, uint256 amount) external {
        address giver = _accounts[from % ACCOUNTS];
        amount %= TOKEN.balanceOf(giver) + 1;
        vm.prank(giver);
        TOKEN.transfer(_accounts[to % ACCOUNTS], amount);
    }

    function wait(uint256 duration) public {
        vm.warp(block.timestamp + 1 + (duration % 1 days));
    }

    /// @dev Every ballot: its tallies and its turnout are the sums of its votes, and no vote weighs more than it had.
    function compare() external view {
        for (uint256 id = 1; id <= BALLOTS.ballotCount(); ++id) {
            (uint256[] memory tallies, uint256 turnout) = _count(id);
            IBallots.Ballot memory ballot = BALLOTS.ballotOf(id);
            assertEq(BALLOTS.talliesOf(id), tallies, "tallies");
            assertEq(ballot.turnout, turnout, "turnout");
            assertLe(turnout, TOKEN.totalSupply(), "nobody votes twice");
            uint256 sum;
            for (uint256 option = 0; option < OPTIONS; ++option) {
                assertLe(tallies[option], turnout, "a tally");
                sum += tallies[option];
            }
            if (ballot.terms.kind == IBallots.Kind.Split) assertLe(sum, turnout, "parts are not more than the whole");
            if (block.timestamp >= ballot.terms.closes) _judge(id, ballot, tallies);
        }
    }

    /// @dev Winners are in order, and nobody who lost has more than the last of them.
    function _judge(uint256 id, IBallots.Ballot memory ballot, uint256[] memory tallies) private view {
        uint256[] memory winners = BALLOTS.winnersOf(id);
        uint256 voted;
        for (uint256 option = 0; option < OPTIONS; ++option) if (tallies[option] != 0) ++voted;
        uint256 places = ballot.terms.winners < voted ? ballot.terms.winners : voted;
        assertEq(winners.length, ballot.turnout < ballot.terms.quorum ? 0 : places, "as many as there are places");
        for (uint256 i = 0; i < winners.length; ++i) {
            uint256 better;
            for (uint256 option = 0; option < OPTIONS; ++option) {
                if (
                    tallies[option] > tallies[winners[i]] ||
                    (tallies[option] == tallies[winners[i]] && option < winners[i])
                ) ++better;
            }
            assertEq(better, i, "each winner has its place");
        }
    }

    function _count(uint256 id) private view returns (uint256[] memory tallies, uint256 turnout) {
        tallies = new uint256[](OPTIONS);
        for (uint256 i = 0; i < _votes.length; ++i) {
            Vote memory vote = _votes[i];
            if (vote.id != id) continue;
            turnout += vote.weight;
            for (uint256 k = 0; k < vote.options.length; ++k) {
                tallies[vote.options[k]] +=
                    vote.parts.length == 0 ? vote.weight : (vote.weight * vote.parts[k]) / 10_000;
            }
        }
    }
}
