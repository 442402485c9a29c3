// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

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
        vm.recordLogs();
    }

    // ------------------------------------------------------------------------------------------ what is done

    /// @notice So many calls in a row, each of both tokens, and each followed by a question to both. At the end everything that
    /// they tell of now is asked.
    function walk(uint256 seed, uint256 calls) external {
        vm.recordLogs();
        uint256 free;
        assembly ("memory-safe") {
            free := mload(0x40)
        }
        for (uint256 end = steps + calls; steps < end;) {
            seed = uint256(keccak256(abi.encode(seed)));
            _step(seed);
            // Nothing of a step is used after it.
            assembly ("memory-safe") {
                mstore(0x40, free)
            }
        }
        for (uint256 i = 0; i < ACTORS; ++i) _compareNow(_actors[i]);
    }

    function transfer(uint256 from, uint256 to, uint256 amount) public {
        address payer = _actor(from);
        _both(payer, abi.encodeCall(STOCK.transfer, (_anyone(to), _amount(payer, amount))));
    }

    function transferFrom(uint256 by, uint256 from, uint256 to, uint256 amount) public {
        address payer = _actor(from);
        _both(payer, abi.encodeCall(STOCK.approve, (_actor(by), _amount(payer, amount >> 1))));
        _both(_actor(by), abi.encodeCall(STOCK.transferFrom, (payer, _anyone(to), _amount(payer, amount))));
    }

    function delegate(uint256 from, uint256 to) public {
        _both(_actor(from), abi.encodeCall(STOCK.delegate, (_anyone(to))));
    }

    function delegateBySig(uint256 from, uint256 to, uint256 nonce, uint256 late) public {
        address signer = _actor(from);
        uint256 expiry = block.timestamp + 2 - (late % 4);
        if (nonce % 4 != 0) nonce = STOCK.nonces(signer);
        bytes32 kind = keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)");
        bytes32 message = keccak256(abi.encode(kind, _anyone(to), nonce, expiry));
        _signed(from, message, abi.encodeWithSelector(STOCK.delegateBySig.selector, _anyone(to), nonce, expiry), "");
    }

    function permit(uint256 from, uint256 by, uint256 amount, uint256 late) public {
        address signer = _actor(from);
        uint256 deadline = block.timestamp + 2 - (late % 4);
        bytes32 kind = keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 message = keccak256(abi.encode(kind, signer, _actor(by), amount, STOCK.nonces(signer), deadline));
        _signed(from, message, abi.encodeWithSelector(STOCK.permit.selector, signer, _actor(by), amount, deadline), "");
    }

    function mint(uint256 to, uint256 amount) public {
        _both(address(this), abi.encodeCall(STOCK.mint, (_anyone(to), bound(amount, 0, STOCK.mintable() / 2 + 1))));
    }

    function burn(uint256 from, uint256 amount) public {
        _both(_actor(from), abi.encodeCall(STOCK.burn, (_amount(_actor(from), amount))));
    }

    /// @dev Most of what happens, happens in the same second or soon after.
    function wait(uint256 time) public {
        vm.warp(block.timestamp + bound(time, 0, time % 8 == 0 ? 30 days : 3));
    }

    // ------------------------------------------------------------------------------------------ what is told

    /// @dev At a random time of the past, and at all checkpoints.
    function compare(uint256 seed) external view {
        for (uint256 i = 0; i < ACTORS; ++i) _compareNow(_actors[i]);
        _comparePasts(seed);
        _comparePast(_actor(seed), bound(seed, START - 2, block.timestamp + 1));
    }

    function _step(uint256 seed) private {
        (uint256 a, uint256 b, uint256 c) = (seed >> 8, seed >> 72, uint256(uint64(seed >> 136)));
        uint256 kind = seed % 64;
        if (kind < 22) transfer(a, b, c);
        else if (kind < 28) transferFrom(a, b, a >> 16, c);
        else if (kind < 39) delegate(a, b);
        else if (kind < 40) delegateBySig(a, b, c, seed >> 200);
        else if (kind < 41) permit(a, b, c, seed >> 200);
        else if (kind < 45) mint(a, c);
        else if (kind < 49) burn(a, c);
        else return wait(c);
        _ask(seed >> 208);
    }

    /// @dev One of all questions, about one of all.
    function _ask(uint256 seed) private view {
        address account = _actor(seed >> 3);
        uint256 kind = seed % 8;
        if (kind == 0) _alike(abi.encodeCall(STOCK.balanceOf, (account)), "balance");
        else if (kind == 1) _alike(abi.encodeCall(STOCK.getVotes, (account)), "votes");
        else if (kind == 2) _alike(abi.encodeCall(STOCK.delegates, (account)), "delegatee");
        else if (kind == 3) _alike(abi.encodeCall(STOCK.totalSupply, ()), "supply");
        else if (kind == 4) _comparePasts(seed >> 8);
        else _comparePast(account, block.timestamp - ((seed >> 8) % (kind == 5 ? 8 : block.timestamp - START + 3)));
    }

    function _compareNow(address account) private view {
        _alike(abi.encodeCall(STOCK.balanceOf, (account)), "balance");
        _alike(abi.encodeCall(STOCK.getVotes, (account)), "votes");
        _alike(abi.encodeCall(STOCK.delegates, (account)), "delegatee");
        _alike(abi.encodeCall(STOCK.nonces, (account)), "nonce");
        _alike(abi.encodeCall(STOCK.numCheckpoints, (account)), "number of checkpoints");
        _alike(abi.encodeCall(STOCK.totalSupply, ()), "supply");
    }

    function _comparePasts(uint256 seed) private view {
        address one = _actor(seed);
        uint32 count = STOCK.numCheckpoints(one);
        _alike(abi.encodeCall(STOCK.numCheckpoints, (one)), "number of checkpoints");
        // At times the one behind the last, which both refuse alike.
        uint32 pos = uint32((seed >> 8) % (count + 1));
        _alike(abi.encodeCall(STOCK.checkpoints, (one, pos)), "checkpoint");
        if (pos < count) _comparePast(one, STOCK.checkpoints(one, pos)._key - ((seed >> 40) % 2));
    }

    function _comparePast(address account, uint256 timepoint) private view {
        _alike(abi.encodeCall(STOCK.getPastVotes, (account, timepoint)), "past votes");
        _alike(abi.encodeCall(STOCK.getPastTotalSupply, (timepoint)), "past supply");
    }

    function _alike(bytes memory question, string memory what) private view {
        (bool known, bytes memory answer) = address(STOCK).staticcall(question);
        (bool same, bytes memory packed) = address(PACKED).staticcall(question);
        if (same == known && keccak256(packed) == keccak256(answer)) return;
        assertEq(same, known, what);
        assertEq(packed, answer, what);
    }

    // ------------------------------------------------------------------------------------------ helpers

    function _both(address by, bytes memory data) private {
        ++steps;
        vm.prank(by);
        (bool known, bytes memory answer) = address(STOCK).call(data);
        bytes memory stock = _events();
        vm.prank(by);
        (bool same, bytes memory packedAnswer) = address(PACKED).call(data);
        bytes memory packed = _events();
        // What forge compares costs more than the calls, so that it is only asked about a difference.
        if (same == known && keccak256(packedAnswer) == keccak256(answer) && keccak256(packed) == keccak256(stock))
            return;
        assertEq(same, known, "both go through, or neither");
        assertEq(packedAnswer, answer, "the same answer or error");
        assertEq(packed, stock, "the same events in the same order");
    }

    /// @dev The events since the last time as forge encodes them, `(bytes32[] topics, bytes data, address emitter)[]`, without
    /// the emitter. To decode them first would cost most of a walk's time.
    function _events() private returns (bytes memory logs) {
        bool known;
        (known, logs) = address(vm).call(abi.encodeCall(vm.getRecordedLogs, ()));
        require(known && logs.length != 0);
        assembly ("memory-safe") {
            let first := add(logs, 0x60)
            let count := mload(add(logs, 0x40))
            for {
                let i := 0
            } lt(i, count) {
                i := add(i, 1)
            } {
                mstore(add(add(first, mload(add(first, shl(5, i)))), 0x40), 0)
            }
        }
    }

    /// @dev The tokens have domains of their own, so that each gets its own signature; the rest of the call is the same.
    function _signed(uint256 from, bytes32 message, bytes memory head, bytes memory) private {
        ++steps;
        uint256 key = _keys[from % ACTORS];
        (bool known, bytes memory answer) = address(STOCK).call(
            _withSignature(key, message, head, STOCK.DOMAIN_SEPARATOR())
        );
        bytes memory stock = _events();
        (bool same, bytes memory packed) = address(PACKED).call(
            _withSignature(key, message, head, PACKED.DOMAIN_SEPARATOR())
        );
        assertEq(same, known, "both take a signature, or neither");
        assertEq(_events(), stock, "the same events in the same order");
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
        // Many calls at once are for the other test.
        bytes4[] memory left = new bytes4[](1);
        left[0] = _handler.walk.selector;
        excludeSelector(FuzzSelector(address(_handler), left));
    }

    /// @notice After every call, at a time that follows from how many there were.
    function invariant_tellsWhatOpenZeppelinsTells() external view {
        _handler.compare(uint256(keccak256(abi.encode(_handler.steps(), block.timestamp))));
    }

    /// @notice As above, without what forge does between two calls: for long walks.
    /// forge-config: default.fuzz.runs = 16
    /// forge-config: deep.fuzz.runs = 500
    function testFuzz_longWalksTellTheSame(uint256 seed) external {
        _handler.walk(seed, 1_000);
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
