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

/// @notice A voter that signs by word of mouth: what it is asked about is signed when the signature is one byte.
contract CheapWallet {
    function isValidSignature(bytes32, bytes calldata signature) external pure returns (bytes4) {
        return signature.length == 1 ? this.isValidSignature.selector : bytes4(0);
    }
}

/**
 * @notice The same ballots go to two governors, of which one marks its voters by their numbers, 128 in a word, and the other
 * each in a word of its own. Every call has to end alike, and both have to tell the same of everybody who was in it.
 */
contract NumberedMarksTest is Test {
    uint256 private constant VOTERS = 300;
    uint256 private constant EARLY = 270;
    /// @dev One voter in so many has a key, the others are contracts, so that their ballots do not take a signature's time.
    uint256 private constant KEYS = 8;
    uint256 private constant PROPOSALS = 6;
    uint256 private constant STEPS = 1_000;
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
    address[VOTERS] private _voters;
    /// @dev Ballots, locks and delegations so far; and the ballots that counted.
    uint256 private _steps;
    uint256 private _counted;

    function setUp() external {
        vm.warp(1_750_000_000);
        bytes memory wallet = address(new CheapWallet()).code;
        for (uint256 i = 0; i < VOTERS; ++i) {
            _voters[i] = vm.addr(_key(i));
            if (i % KEYS != 0) vm.etch(_voters[i], wallet);
        }
        TimelockController timelock = new TimelockController(
            1 hours,
            new address[](0),
            new address[](0),
            address(this)
        );
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](VOTERS);
        for (uint256 i = 0; i < VOTERS; ++i) allocations[i] = IGovernanceToken.Allocation(_voters[i], 1e21);
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
            vm.startPrank(_voters[0]);
            _ids[i] = _numbered.propose(new address[](1), new uint256[](1), new bytes[](1), text);
            assertEq(_plain.propose(new address[](1), new uint256[](1), new bytes[](1), text), _ids[i]);
            vm.stopPrank();
            skip(1 hours);
        }
    }

    /// Locks before the snapshots and after them, delegations away, whole ballots, parts and relayed ones, by voters whose
    /// numbers are close and far apart: nobody votes twice, and nobody is taken for a neighbour.
    /// forge-config: default.fuzz.runs = 8
    /// forge-config: deep.fuzz.runs = 500
    function testFuzz_numbersMarkAsWordsOfOnesOwnDo(uint256 seed) external {
        _walk(seed);
    }

    /// The steps do count: of one walk a good part of the ballots is counted, and a good part is not.
    function test_aWalkCountsBallots() external {
        _walk(1);
        assertGt(_counted, STEPS / 4);
        assertLt(_counted, (STEPS * 3) / 4);
    }

    function _walk(uint256 seed) private {
        uint256 free;
        assembly ("memory-safe") {
            free := mload(0x40)
        }
        bool begun;
        while (_steps < STEPS) {
            seed = uint256(keccak256(abi.encode(seed)));
            if (!begun && _steps >= STEPS / 8) {
                skip(1 days + 1);
                begun = true;
            }
            _step(seed);
            // Nothing of a step is used after it.
            assembly ("memory-safe") {
                mstore(0x40, free)
            }
        }
        for (uint256 p = 0; p < PROPOSALS; ++p) {
            bytes memory votes = abi.encodeCall(_plain.proposalVotes, (_ids[p]));
            _alike(votes, "the sums");
            for (uint256 i = 0; i < VOTERS; i += 1 + (seed % 8)) _compare(_ids[p], i);
        }
    }

    function _step(uint256 seed) private {
        ++_steps;
        uint256 id = _ids[seed % PROPOSALS];
        uint256 who = _someone(seed >> 8);
        uint256 kind = (seed >> 32) % 16;
        if (kind == 0) {
            _lock(who, 1 + ((seed >> 40) % 1e18), seed >> 255 == 1);
        } else if (kind == 1) {
            vm.prank(_voters[who]);
            _escrow.delegate(_voters[(seed >> 40) % VOTERS]);
            skip(seed >> 255);
        } else if (kind < 6) {
            return _relay(id, seed);
        } else if (kind < 11) {
            _both(who, abi.encodeCall(_numbered.castVote, (id, uint8((seed >> 40) % 13) % 4)));
        } else {
            // As much as there is on average, at the most, so that some parts are too much.
            bytes memory parts = abi.encodePacked(
                uint128((seed >> 40) % 1e18),
                uint128((seed >> 104) % 1e18),
                uint128((seed >> 168) % 1e18)
            );
            _both(who, abi.encodeCall(_numbered.castVoteWithReasonAndParams, (id, 255, "", parts)));
        }
        _compareOne(id, who, seed >> 248);
    }

    /// @dev Those whose numbers are at the end of a word and at the beginning of the next, or anybody, among whom some come late.
    function _someone(uint256 seed) private pure returns (uint256) {
        return seed % 3 == 0 ? (seed >> 8) % VOTERS : (seed % 3) * 128 - 12 + ((seed >> 8) % 32);
    }

    function _both(uint256 who, bytes memory data) private {
        vm.prank(_voters[who]);
        (bool known, bytes memory answer) = address(_plain).call(data);
        vm.prank(_voters[who]);
        (bool same, bytes memory numbered) = address(_numbered).call(data);
        if (known) ++_counted;
        if (same == known && keccak256(numbered) == keccak256(answer)) return;
        assertEq(same, known, "both count a ballot, or neither");
        assertEq(numbered, answer, "the same votes or error");
    }

    /// @dev Up to sixteen ballots, some of one voter twice, some of them signed for the other governor or not at all. Each is
    /// a step.
    function _relay(uint256 id, uint256 seed) private {
        uint256 count = 1 + ((seed >> 40) % 16);
        _steps += count - 1;
        INetworkGovernor.Ballot[] memory ballots = new INetworkGovernor.Ballot[](count);
        uint256[] memory who = new uint256[](count);
        bool signed;
        for (uint256 i = 0; i < count; ++i) {
            uint256 own = uint256(keccak256(abi.encode(seed, i)));
            // Signing takes as long as ten ballots.
            bool byKey = i == 0 && own % 8 == 0;
            who[i] =
                own % 5 == 4
                    ? who[0]
                    : byKey
                        ? ((own >> 8) % (VOTERS / KEYS)) * KEYS
                        : _someone(own >> 8);
            ballots[i] = INetworkGovernor.Ballot({
                voter: _voters[who[i]],
                support: uint8((own >> 128) % 13) % 4,
                deadline: type(uint48).max,
                signature: own % 11 == 0 ? bytes("no") : bytes("y")
            });
            signed = signed || byKey;
        }
        bytes memory data = abi.encodeCall(_plain.castVotesBySig, (id, ballots));
        bytes memory others = data;
        if (signed) {
            bool swapped = seed >> 252 == 0;
            ballots[0].signature = _signature(swapped ? _numbered : _plain, id, who[0], ballots[0].support);
            data = abi.encodeCall(_plain.castVotesBySig, (id, ballots));
            ballots[0].signature = _signature(swapped ? _plain : _numbered, id, who[0], ballots[0].support);
            others = abi.encodeCall(_plain.castVotesBySig, (id, ballots));
        }
        (bool known, bytes memory answer) = address(_plain).call(data);
        (bool same, bytes memory numbered) = address(_numbered).call(others);
        assertEq(same, known, "both take a batch, or neither");
        assertEq(numbered, answer, "as many ballots, or the same error");
        if (known) _counted += abi.decode(answer, (uint256));
        for (uint256 i = 0; i < count; ++i) _compareOne(id, who[i], seed >> (i * 4));
    }

    /// @dev One question about the voter, or about whose mark is beside: the accounts that came just before and after.
    function _compareOne(uint256 id, uint256 who, uint256 seed) private view {
        if (seed % 4 == 1 && who > 0) --who;
        else if (seed % 4 == 2 && who < VOTERS - 1) ++who;
        if ((seed >> 2) % 2 == 0) _alike(abi.encodeCall(_plain.hasVoted, (id, _voters[who])), "who has voted");
        else _alike(abi.encodeCall(_plain.usedVotes, (id, _voters[who])), "votes used");
    }

    function _compare(uint256 id, uint256 who) private view {
        _alike(abi.encodeCall(_plain.hasVoted, (id, _voters[who])), "who has voted");
        _alike(abi.encodeCall(_plain.usedVotes, (id, _voters[who])), "votes used");
    }

    function _alike(bytes memory question, string memory what) private view {
        (, bytes memory plain) = address(_plain).staticcall(question);
        (bool known, bytes memory numbered) = address(_numbered).staticcall(question);
        // What forge compares costs more than the question, so that it is only asked about a difference.
        if (known && keccak256(numbered) == keccak256(plain)) return;
        assertEq(numbered, plain, what);
        assertTrue(known, what);
    }

    function _signature(
        IMarkingGovernor governor,
        uint256 id,
        uint256 who,
        uint8 support
    ) private view returns (bytes memory) {
        bytes32 domain = keccak256(abi.encode(DOMAIN, keccak256("Governor"), keccak256("1"), block.chainid, governor));
        bytes32 message = keccak256(abi.encode(BALLOT, id, support, _voters[who], uint256(type(uint48).max)));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key(who), keccak256(abi.encodePacked(hex"1901", domain, message)));
        return abi.encodePacked(r, s, v);
    }

    function _lock(uint256 who, uint256 amount, bool forGood) private {
        vm.startPrank(_voters[who]);
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
