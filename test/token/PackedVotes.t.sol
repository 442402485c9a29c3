// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test, Vm} from "forge-std/Test.sol";

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";
import {PackedGovernanceToken} from "../../contracts/token/PackedGovernanceToken.sol";
import {PackedVotes} from "../../contracts/token/PackedVotes.sol";

/// @notice Does the same to a token with OpenZeppelin's votes and to one with packed ones. Each call has to end alike in both:
/// with the same answer, the same error and the same events. Then everything that they tell has to be the same.
contract PackedVotesHandler is Test {
    uint256 private constant ACTORS = 5;
    uint256 private constant SUPPLY = 1_000_000;

    GovernanceToken public immutable STOCK;
    PackedGovernanceToken public immutable PACKED;
    uint256 private immutable START;

    uint256 public steps;
    uint256[] private _keys;
    address[] private _actors;

    constructor() {
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](ACTORS);
        for (uint256 i = 0; i < ACTORS; ++i) {
            _keys.push(uint256(keccak256(abi.encode("actor", i))));
            _actors.push(vm.addr(_keys[i]));
            allocations[i] = IGovernanceToken.Allocation({account: _actors[i], amount: SUPPLY});
        }
        uint256 cap = type(uint96).max;
        STOCK = new GovernanceToken("Neuro", "NEURO", address(this), allocations, cap, 10_000);
        PACKED = new PackedGovernanceToken("Neuro", "NEURO", address(this), allocations, cap, 10_000);
        START = block.timestamp;
    }

    // ------------------------------------------------------------------------------------------ what is done

    function transfer(uint256 from, uint256 to, uint256 amount) external {
        address payer = _actor(from);
        _both(payer, abi.encodeCall(STOCK.transfer, (_anyone(to), _amount(payer, amount))));
    }

    function transferFrom(uint256 by, uint256 from, uint256 to, uint256 amount) external {
        address payer = _actor(from);
        _both(payer, abi.encodeCall(STOCK.approve, (_actor(by), _amount(payer, amount >> 1))));
        _both(_actor(by), abi.encodeCall(STOCK.transferFrom, (payer, _anyone(to), _amount(payer, amount))));
    }

    function delegate(uint256 from, uint256 to) external {
        _both(_actor(from), abi.encodeCall(STOCK.delegate, (_anyone(to))));
    }

    function delegateBySig(uint256 from, uint256 to, uint256 nonce, uint256 late) external {
        address signer = _actor(from);
        uint256 expiry = block.timestamp + 2 - (late % 4);
        if (nonce % 4 != 0) nonce = STOCK.nonces(signer);
        bytes32 kind = keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)");
        bytes32 message = keccak256(abi.encode(kind, _anyone(to), nonce, expiry));
        _signed(from, message, abi.encodeWithSelector(STOCK.delegateBySig.selector, _anyone(to), nonce, expiry), "");
    }

    function permit(uint256 from, uint256 by, uint256 amount, uint256 late) external {
        address signer = _actor(from);
        uint256 deadline = block.timestamp + 2 - (late % 4);
        bytes32 kind = keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 message = keccak256(abi.encode(kind, signer, _actor(by), amount, STOCK.nonces(signer), deadline));
        _signed(from, message, abi.encodeWithSelector(STOCK.permit.selector, signer, _actor(by), amount, deadline), "");
    }

    function mint(uint256 to, uint256 amount) external {
        _both(address(this), abi.encodeCall(STOCK.mint, (_anyone(to), bound(amount, 0, STOCK.mintable() / 2 + 1))));
    }

    function burn(uint256 from, uint256 amount) external {
        _both(_actor(from), abi.encodeCall(STOCK.burn, (_amount(_actor(from), amount))));
    }

    /// @dev Most of what happens, happens in the same second or soon after.
    function wait(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 0, time % 8 == 0 ? 30 days : 3));
    }

    // ------------------------------------------------------------------------------------------ what is told

    /// @dev At a random time of the past, and at all checkpoints.
    function compare(uint256 seed) external view {
        for (uint256 i = 0; i < ACTORS; ++i) {
            address account = _actors[i];
            assertEq(PACKED.balanceOf(account), STOCK.balanceOf(account), "balance");
            assertEq(PACKED.getVotes(account), STOCK.getVotes(account), "votes");
            assertEq(PACKED.delegates(account), STOCK.delegates(account), "delegatee");
            assertEq(PACKED.nonces(account), STOCK.nonces(account), "nonce");
            assertEq(PACKED.numCheckpoints(account), STOCK.numCheckpoints(account), "number of checkpoints");
        }
        assertEq(PACKED.totalSupply(), STOCK.totalSupply(), "supply");
        address one = _actor(seed);
        uint32 count = STOCK.numCheckpoints(one);
        if (count != 0) {
            uint32 pos = uint32(seed % count);
            Checkpoints.Checkpoint208 memory stock = STOCK.checkpoints(one, pos);
            assertEq(keccak256(abi.encode(PACKED.checkpoints(one, pos))), keccak256(abi.encode(stock)), "checkpoint");
            _comparePast(one, stock._key);
            _comparePast(one, stock._key - 1);
        }
        _comparePast(one, bound(seed, START - 2, block.timestamp + 1));
        (bool known, bytes memory answer) = address(STOCK).staticcall(abi.encodeCall(STOCK.checkpoints, (one, count)));
        (bool same, bytes memory packed) = address(PACKED).staticcall(abi.encodeCall(STOCK.checkpoints, (one, count)));
        assertEq(same, known);
        assertEq(packed, answer);
    }

    function _comparePast(address account, uint256 timepoint) private view {
        bytes[2] memory calls = [
            abi.encodeCall(STOCK.getPastVotes, (account, timepoint)),
            abi.encodeCall(STOCK.getPastTotalSupply, (timepoint))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            (bool known, bytes memory answer) = address(STOCK).staticcall(calls[i]);
            (bool same, bytes memory packed) = address(PACKED).staticcall(calls[i]);
            assertEq(same, known, "whether the past is known");
            assertEq(packed, answer, "the past");
        }
    }

    // ------------------------------------------------------------------------------------------ helpers

    function _both(address by, bytes memory data) private {
        ++steps;
        vm.recordLogs();
        vm.prank(by);
        (bool known, bytes memory answer) = address(STOCK).call(data);
        Vm.Log[] memory stock = vm.getRecordedLogs();
        vm.prank(by);
        (bool same, bytes memory packedAnswer) = address(PACKED).call(data);
        Vm.Log[] memory packed = vm.getRecordedLogs();
        assertEq(same, known, "both go through, or neither");
        assertEq(packedAnswer, answer, "the same answer or error");
        assertEq(packed.length, stock.length, "as many events");
        for (uint256 i = 0; i < stock.length; ++i) {
            assertEq(keccak256(abi.encode(packed[i].topics)), keccak256(abi.encode(stock[i].topics)), "topics");
            assertEq(packed[i].data, stock[i].data, "data");
        }
    }

    /// @dev The tokens have domains of their own, so that each gets its own signature; the rest of the call is the same.
    function _signed(uint256 from, bytes32 message, bytes memory head, bytes memory) private {
        ++steps;
        uint256 key = _keys[from % ACTORS];
        (bool known, bytes memory answer) = address(STOCK).call(
            _withSignature(key, message, head, STOCK.DOMAIN_SEPARATOR())
        );
        (bool same, bytes memory packed) = address(PACKED).call(
            _withSignature(key, message, head, PACKED.DOMAIN_SEPARATOR())
        );
        assertEq(same, known, "both take a signature, or neither");
        // An error of a wrong signer names the address that came out, which is another for each domain.
        assertEq(bytes4(packed), bytes4(answer), "the same kind of error");
    }

    function _withSignature(
        uint256 key,
        bytes32 message,
        bytes memory head,
        bytes32 domain
    ) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked("\x19\x01", domain, message)));
        return abi.encodePacked(head, abi.encode(v, r, s));
    }

    function _actor(uint256 seed) private view returns (address) {
        return _actors[seed % ACTORS];
    }

    /// @dev One in eight is nobody.
    function _anyone(uint256 seed) private view returns (address) {
        return seed % 8 == 7 ? address(0) : _actor(seed >> 3);
    }

    /// @dev Nothing, all, or one more than there is, as often as something between.
    function _amount(address account, uint256 seed) private view returns (uint256) {
        uint256 balance = STOCK.balanceOf(account);
        if (seed % 4 == 0) return 0;
        if (seed % 4 == 1) return balance;
        if (seed % 16 == 2) return balance + 1;
        return bound(seed, 0, balance);
    }
}

contract PackedVotesInvariantTest is Test {
    PackedVotesHandler private _handler;

    function setUp() external {
        vm.warp(1_750_000_000);
        _handler = new PackedVotesHandler();
        targetContract(address(_handler));
    }

    /// @notice After every call, at a time that follows from how many there were.
    function invariant_tellsWhatOpenZeppelinsTells() external view {
        _handler.compare(uint256(keccak256(abi.encode(_handler.steps(), block.timestamp))));
    }
}

contract PackedVotesTest is Test {
    address private constant ADA = address(0xADA);
    uint256 private constant START = 1_750_000_000;

    PackedGovernanceToken private _token;

    function setUp() external {
        vm.warp(START);
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](1);
        allocations[0] = IGovernanceToken.Allocation({account: ADA, amount: 1_000});
        _token = new PackedGovernanceToken("Neuro", "NEURO", address(this), allocations, type(uint96).max, 10_000);
    }

    /// @notice In the last second that 32 bits can tell everything works; a second later, what writes history fails loudly,
    /// what does not goes on, and the past stays known.
    function test_theClockEnds_loudly() external {
        uint256 end = START - 1 + type(uint32).max;
        assertEq(_token.LAST_SECOND(), end);
        vm.warp(end);
        vm.prank(ADA);
        _token.delegate(ADA);
        assertEq(_token.getVotes(ADA), 1_000);

        vm.warp(end + 1);
        bytes memory ended = abi.encodeWithSelector(PackedVotes.PackedVotes_ClockEnded.selector, end);
        vm.startPrank(ADA);
        vm.expectRevert(ended);
        _token.transfer(address(this), 1);
        vm.expectRevert(ended);
        _token.delegate(address(0));
        vm.expectRevert(ended);
        _token.burn(1);
        vm.stopPrank();
        vm.expectRevert(ended);
        _token.mint(address(this), 1);
        assertEq(_token.getPastVotes(ADA, end), 1_000);
        assertEq(_token.getPastVotes(ADA, end - 1), 0);
        assertEq(_token.getPastTotalSupply(end), 1_000);
    }

    /// @notice Beyond its end too, tokens that nobody votes with can be moved.
    function test_afterTheEnd_tokensWithoutDelegateesMove() external {
        vm.warp(START + type(uint32).max);
        vm.prank(ADA);
        _token.transfer(address(this), 400);
        assertEq(_token.balanceOf(address(this)), 400);
        assertEq(_token.balanceOf(ADA), 600);
    }

    /// @notice Before its deployment there was nothing, in its first second there is the supply.
    function test_theFirstSecond() external {
        vm.warp(START + 1);
        assertEq(_token.getPastTotalSupply(START), 1_000);
        assertEq(_token.getPastTotalSupply(START - 1), 0);
        assertEq(_token.getPastTotalSupply(0), 0);
        assertEq(_token.getPastVotes(ADA, START), 0);
    }

    /// @notice Any supply up to 96 bits is held and voted with to the unit, and one more is refused.
    function testFuzz_upTo96Bits(uint96 supply) external {
        vm.assume(supply != 0);
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](1);
        allocations[0] = IGovernanceToken.Allocation({account: ADA, amount: supply});
        PackedGovernanceToken token = new PackedGovernanceToken("N", "N", address(this), allocations, supply, 0);
        vm.prank(ADA);
        token.delegate(ADA);
        assertEq(token.balanceOf(ADA), supply);
        assertEq(token.getVotes(ADA), supply);
        assertEq(token.totalSupply(), supply);

        allocations = new IGovernanceToken.Allocation[](2);
        allocations[0] = IGovernanceToken.Allocation({account: ADA, amount: supply});
        allocations[1] = IGovernanceToken.Allocation({account: ADA, amount: uint256(type(uint96).max) - supply + 1});
        vm.expectRevert(
            abi.encodeWithSelector(PackedVotes.ERC20ExceededSafeSupply.selector, uint256(2 ** 96), type(uint96).max)
        );
        new PackedGovernanceToken("N", "N", address(this), allocations, type(uint96).max, 0);
    }
}
