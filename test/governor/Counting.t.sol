// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Test} from "forge-std/Test.sol";

import {INetworkGovernor} from "../../contracts/governor/INetworkGovernor.sol";
import {IRulebook} from "../../contracts/governor/IRulebook.sol";
import {Rulebook} from "../../contracts/governor/Rulebook.sol";
import {DEFAULT_TYPE, HOLDERS, Rules} from "../../contracts/governor/Rules.sol";
import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";

/// @dev Deployed by name: whoever imports the contract is compiled through the IR with it.
interface ICountingGovernor is IGovernor, INetworkGovernor {}

contract CountingTest is Test {
    uint256 internal constant VOTERS = 4;
    uint256 internal constant PROPOSALS = 3;

    ICountingGovernor internal governor;
    GovernanceToken internal token;
    uint256[PROPOSALS] internal ids;
    mapping(uint256 id => mapping(address voter => uint256 votes)) internal counted;

    function setUp() public {
        vm.warp(1_700_000_000);
        TimelockController timelock = new TimelockController(
            1 hours,
            new address[](0),
            new address[](0),
            address(this)
        );
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](VOTERS);
        for (uint256 i = 0; i < VOTERS; ++i) {
            allocations[i] = IGovernanceToken.Allocation({account: _voter(i), amount: 1000 * (i + 1)});
        }
        token = new GovernanceToken("Neuro", "NEURO", address(timelock), allocations, 1e6, 0);
        IRulebook.TypeRules[] memory types = new IRulebook.TypeRules[](1);
        types[0] = IRulebook.TypeRules({code: DEFAULT_TYPE, rules: _rules()});
        Rulebook book = new Rulebook(address(timelock), types, new IRulebook.Scope[](0));
        governor = ICountingGovernor(
            vm.deployCode(
                "contracts/governor/NetworkGovernor.sol:NetworkGovernor",
                abi.encode("Governor", token, token, timelock, book)
            )
        );
        timelock.grantRole(timelock.PROPOSER_ROLE(), address(governor));
        for (uint256 i = 0; i < VOTERS; ++i) {
            vm.prank(_voter(i));
            token.delegate(_voter(i));
        }
        skip(1);
        for (uint256 i = 0; i < PROPOSALS; ++i) {
            ids[i] = governor.propose(
                new address[](1),
                new uint256[](1),
                new bytes[](1),
                string.concat("Proposal ", vm.toString(i))
            );
        }
        skip(1 days + 1);
    }

    /// Whatever ballots are tried, in whatever order: each proposal's tallies sum up to the votes its voters have used,
    /// nobody uses more than they had, and a ballot counts on its own proposal alone.
    function testFuzz_talliesAreTheVotesUsed(uint256[24] memory seeds) public {
        for (uint256 i = 0; i < seeds.length; ++i) _tryBallot(seeds[i]);

        for (uint256 p = 0; p < PROPOSALS; ++p) {
            (uint256 against, uint256 inFavour, uint256 abstain) = governor.proposalVotes(ids[p]);
            uint256 used = 0;
            for (uint256 i = 0; i < VOTERS; ++i) {
                uint256 votes = governor.usedVotes(ids[p], _voter(i));
                assertEq(votes, counted[ids[p]][_voter(i)]);
                assertLe(votes, token.getPastVotes(_voter(i), governor.proposalSnapshot(ids[p])));
                assertEq(governor.hasVoted(ids[p], _voter(i)), votes != 0);
                used += votes;
            }
            assertEq(against + inFavour + abstain, used);
        }
    }

    function _tryBallot(uint256 seed) internal {
        uint256 id = ids[seed % PROPOSALS];
        address voter = _voter((seed >> 8) % VOTERS);
        uint8 support = uint8((seed >> 16) % 5);
        bytes memory params = "";
        if (support >= 3) {
            support = support == 3 ? 255 : uint8(seed >> 20);
            params = abi.encodePacked(
                uint128((seed >> 32) % 1500),
                uint128((seed >> 64) % 1500),
                uint128((seed >> 96) % 1500)
            );
        }
        vm.prank(voter);
        try governor.castVoteWithReasonAndParams(id, support, "", params) returns (uint256 weight) {
            assertGt(weight, 0);
            counted[id][voter] += weight;
        } catch {}
        // Voters may move their tokens at any time: it is too late for these votes.
        if (seed >> 255 == 1) {
            uint256 balance = token.balanceOf(voter);
            vm.prank(voter);
            token.transfer(_voter((seed >> 128) % VOTERS), balance);
            skip(1);
        }
    }

    function _voter(uint256 i) internal pure returns (address) {
        return address(uint160(0xa11ce + i));
    }

    function _rules() internal pure returns (Rules memory rules) {
        rules.review = 1 days;
        rules.voting = 7 days;
        rules.graceMin = 1 days;
        rules.graceMax = 7 days;
        rules.window = 7 days;
        rules.late = 7 days;
        rules.approvalBps = 6600;
        rules.proposers = HOLDERS;
        rules.quorumBps = 2000;
    }
}
