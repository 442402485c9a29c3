// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

import {PackedTrace, Trace} from "../../contracts/token/PackedTrace.sol";

/// @notice A packed history against OpenZeppelin's, and against a plain list, over random histories.
contract PackedTraceTest is Test {
    using Checkpoints for Checkpoints.Trace208;
    using PackedTrace for Trace;

    Trace private _trace;
    Checkpoints.Trace208 private _stock;
    uint256[] private _times;
    uint256[] private _votes;

    /// Whatever is pushed, at every time that was pushed at and next to it, three histories say the same.
    function testFuzz_tellsWhatOpenZeppelinsTells(uint256 seed, uint8 length) public {
        uint256 count = uint256(length) % 70;
        uint256 time = 1;
        for (uint256 i = 0; i < count; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            time += seed % 4 == 0 ? seed % 1_000_000 : seed % 3;
            uint256 votes = seed % 7 == 0 ? 0 : uint96(seed);
            _trace.push(_trace.head, votes, time);
            _stock.push(uint48(time), uint208(votes));
            _times.push(time);
            _votes.push(votes);
        }
        assertEq(_trace.head.older() + (count == 0 ? 0 : 1), _stock.length(), "as many checkpoints");
        for (uint256 i = 0; i < count; ++i) {
            _compare(_times[i]);
            _compare(_times[i] - 1);
            _compare(_times[i] + 1);
        }
        for (uint256 i = 0; i < _trace.head.older(); ++i) {
            assertEq(_trace.past(i).time(), _stock.pos(uint32(i))._key);
            assertEq(_trace.past(i).votes(), _stock.pos(uint32(i))._value);
        }
        assertEq(_trace.head.balance(), 0, "the rest of the head is untouched");
    }

    function _compare(uint256 time) private view {
        uint256 votes = _trace.lookup(time);
        assertEq(votes, _stock.upperLookupRecent(uint48(time)), "OpenZeppelin's");
        assertEq(votes, _naive(time), "naive");
    }

    function _naive(uint256 time) private view returns (uint256 votes) {
        for (uint256 i = 0; i < _times.length && _times[i] <= time; ++i) votes = _votes[i];
    }
}
