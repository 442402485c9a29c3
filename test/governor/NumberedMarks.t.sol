// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Test} from "forge-std/Test.sol";

import {VoteEscrow} from "../../contracts/escrow/VoteEscrow.sol";
import {INetworkGovernor} from "../../contracts/governor/INetworkGovernor.sol";
import {IRulebook} from "../../contracts/governor/IRulebook.sol";
import {Rulebook} from "../../contracts/governor/Rulebook.sol";
import {DEFAULT_TYPE, HOLDERS, Rules} from "../../contracts/governor/Rules.sol";
import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";

interface IMarkingGovernor is IGovernor, INetworkGovernor {}

/// @notice The votes of an escrow without its numbers, so that marks are each voter's own.
contract UnnumberedVotes {
    VoteEscrow private immutable ESCROW;

    constructor(VoteEscrow escrow) {
        ESCROW = escrow;
    }

    function clock() external view returns (uint48) {
        return ESCROW.clock();
    }

    // ERC-6372 gives it this name.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() external view returns (string memory) {
        return ESCROW.CLOCK_MODE();
    }

    function getVotes(address account) external view returns (uint256) {
        return ESCROW.getVotes(account);
    }

    function getPastVotes(address account, uint256 timepoint) external view returns (uint256) {
        return ESCROW.getPastVotes(account, timepoint);
    }

    function getPastTotalSupply(uint256 timepoint) external view returns (uint256) {
        return ESCROW.getPastTotalSupply(timepoint);
    }
}

/**
 * @notice The same ballots go to two governors, of which one marks its voters by their numbers, 128 in a word, and the other
 * each in a word of its own. Every call has to end alike, and both have to tell the same of everybody who was in it.
 */
contract NumberedMarksTest is Test {
    uint256 private constant VOTERS = 300;
    uint256 private constant EARLY = 140;
    uint256 private constant PROPOSALS = 3;
    uint256 private constant STEPS = 64;
    bytes32 private constant BALLOT = keccak256(
        "RelayedBallot(uint256 proposalId,uint8 support,address voter,uint256 deadline)"
    );
    bytes32 private constant DOMAIN = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    VoteEscrow private _escrow;
    GovernanceToken private _token;
    IMarkingGovernor private _numbered;
    IMarkingGovernor private _plain;
    uint256[PROPOSALS] private _ids;
    uint256 public counted;

    function setUp() external {
        vm.warp(1_750_000_000);
        TimelockController timelock = new TimelockController(
            1 hours,
            new address[](0),
            new address[](0),
            address(this)
        );
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](VOTERS);
        for (uint256 i = 0; i < VOTERS; ++i) allocations[i] = IGovernanceToken.Allocation(_voter(i), 1e21);
        _token = new GovernanceToken("Neuro", "NEURO", address(timelock), allocations, 1e24, 0);
        _escrow = new VoteEscrow(_token, "Locked Neuro", "veNEURO", 208, 1, false);
        IRulebook.TypeRules[] memory types = new IRulebook.TypeRules[](1);
        types[0] = IRulebook.TypeRules({code: DEFAULT_TYPE, rules: _rules()});
        Rulebook book = new Rulebook(address(timelock), types, new IRulebook.Scope[](0));
        _numbered = _deploy(address(_escrow), timelock, book);
        _plain = _deploy(address(new UnnumberedVotes(_escrow)), timelock, book);
        for (uint256 i = 0; i < EARLY; ++i) _lock(i, 1e18 * (i + 1), i % 3 == 0);
        skip(1);
        for (uint256 i = 0; i < PROPOSALS; ++i) {
            string memory text = string.concat("Proposal ", vm.toString(i));
            vm.startPrank(_voter(0));
            _ids[i] = _numbered.propose(new address[](1), new uint256[](1), new bytes[](1), text);
            assertEq(_plain.propose(new address[](1), new uint256[](1), new bytes[](1), text), _ids[i]);
            vm.stopPrank();
            skip(1 hours);
        }
    }

    /// Locks before the snapshots and after them, delegations away, whole ballots, parts and relayed ones, by voters whose
    /// numbers are close and far apart: nobody votes twice, and nobody is taken for a neighbour.
    function testFuzz_numbersMarkAsWordsOfOnesOwnDo(uint256 seed) external {
        for (uint256 i = 0; i < STEPS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            if (i == STEPS / 4) skip(1 days + 1);
            _step(seed);
        }
        for (uint256 p = 0; p < PROPOSALS; ++p) {
            (uint256 against, uint256 inFavour, uint256 abstain) = _numbered.proposalVotes(_ids[p]);
            (uint256 against_, uint256 inFavour_, uint256 abstain_) = _plain.proposalVotes(_ids[p]);
            assertEq(against, against_);
            assertEq(inFavour, inFavour_);
            assertEq(abstain, abstain_);
        }
    }

    /// The steps do count: of one walk most ballots are good.
    function test_aWalkCountsBallots() external {
        this.testFuzz_numbersMarkAsWordsOfOnesOwnDo(1);
        assertGt(counted, STEPS / 4);
    }

    function _step(uint256 seed) private {
        uint256 id = _ids[seed % PROPOSALS];
        // Neighbours of one word and of the next, and some who come late.
        uint256 who = (seed >> 8) % 3 == 0 ? (seed >> 16) % VOTERS : 120 + ((seed >> 16) % 24);
        uint256 kind = (seed >> 32) % 8;
        if (kind == 0) {
            _lock(who, 1 + ((seed >> 40) % 1e18), seed >> 255 == 1);
        } else if (kind == 1) {
            vm.prank(_voter(who));
            _escrow.delegate(_voter((seed >> 40) % VOTERS));
            skip(seed >> 255);
        } else if (kind < 4) {
            _relay(id, seed);
        } else if (kind < 6) {
            _both(who, abi.encodeCall(_numbered.castVote, (id, uint8((seed >> 40) % 4))), id);
        } else {
            bytes memory parts = abi.encodePacked(
                uint128((seed >> 40) % 1e18),
                uint128((seed >> 104) % 1e18),
                uint128((seed >> 168) % 1e18)
            );
            _both(who, abi.encodeCall(_numbered.castVoteWithReasonAndParams, (id, 255, "", parts)), id);
        }
    }

    function _both(uint256 who, bytes memory data, uint256 id) private {
        vm.prank(_voter(who));
        (bool known, bytes memory answer) = address(_plain).call(data);
        vm.prank(_voter(who));
        (bool same, bytes memory numbered) = address(_numbered).call(data);
        assertEq(same, known, "both count a ballot, or neither");
        assertEq(numbered, answer, "the same votes or error");
        if (known) ++counted;
        _compare(id, who);
    }

    /// @dev Up to four ballots, some of one voter twice, some signed for the other governor.
    function _relay(uint256 id, uint256 seed) private {
        uint256 count = 1 + ((seed >> 40) % 4);
        INetworkGovernor.Ballot[] memory ballots = new INetworkGovernor.Ballot[](count);
        INetworkGovernor.Ballot[] memory others = new INetworkGovernor.Ballot[](count);
        uint256[] memory who = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 own = seed >> (48 + 40 * i);
            who[i] = own % 5 == 0 ? who[0] : 120 + ((own >> 8) % 24);
            uint8 support = uint8((own >> 16) % 4);
            ballots[i] = _signed(own % 11 == 0 ? _plain : _numbered, id, who[i], support);
            others[i] = _signed(own % 11 == 0 ? _numbered : _plain, id, who[i], support);
        }
        (bool known, bytes memory answer) = address(_plain).call(abi.encodeCall(_plain.castVotesBySig, (id, others)));
        (bool same, bytes memory numbered) = address(_numbered).call(
            abi.encodeCall(_plain.castVotesBySig, (id, ballots))
        );
        assertEq(same, known, "both take a batch, or neither");
        assertEq(numbered, answer, "as many ballots, or the same error");
        if (known) counted += abi.decode(answer, (uint256));
        for (uint256 i = 0; i < count; ++i) _compare(id, who[i]);
    }

    function _compare(uint256 id, uint256 who) private view {
        // The voter, and whose marks are beside: the accounts that came just before and after.
        for (uint256 i = who == 0 ? 0 : who - 1; i <= who + 1; ++i) {
            assertEq(_numbered.hasVoted(id, _voter(i)), _plain.hasVoted(id, _voter(i)), "who has voted");
            assertEq(_numbered.usedVotes(id, _voter(i)), _plain.usedVotes(id, _voter(i)), "votes used");
        }
    }

    function _signed(
        IMarkingGovernor governor,
        uint256 id,
        uint256 who,
        uint8 support
    ) private view returns (INetworkGovernor.Ballot memory ballot) {
        ballot.voter = _voter(who);
        ballot.support = support;
        ballot.deadline = type(uint48).max;
        bytes32 domain = keccak256(abi.encode(DOMAIN, keccak256("Governor"), keccak256("1"), block.chainid, governor));
        bytes32 message = keccak256(abi.encode(BALLOT, id, support, ballot.voter, uint256(ballot.deadline)));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key(who), keccak256(abi.encodePacked(hex"1901", domain, message)));
        ballot.signature = abi.encodePacked(r, s, v);
    }

    function _lock(uint256 who, uint256 amount, bool forGood) private {
        vm.startPrank(_voter(who));
        _token.approve(address(_escrow), amount);
        // An account has 16 locks at the most; the seventeenth is refused, and nothing happens.
        if (forGood) try _escrow.createPermanentLock(amount) {} catch {}
        else try _escrow.createLock(amount, block.timestamp + 52 weeks) {} catch {}
        vm.stopPrank();
    }

    function _deploy(address votes, TimelockController timelock, Rulebook book) private returns (IMarkingGovernor it) {
        it = IMarkingGovernor(
            vm.deployCode(
                "contracts/governor/NetworkGovernor.sol:NetworkGovernor",
                abi.encode("Governor", votes, _token, timelock, book)
            )
        );
        timelock.grantRole(timelock.PROPOSER_ROLE(), address(it));
    }

    function _key(uint256 who) private pure returns (uint256) {
        return uint256(keccak256(abi.encode("voter", who)));
    }

    function _voter(uint256 who) private pure returns (address) {
        return vm.addr(_key(who));
    }

    function _rules() private pure returns (Rules memory rules) {
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
