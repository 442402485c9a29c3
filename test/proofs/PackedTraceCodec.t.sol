// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Test} from "forge-std/Test.sol";

import {Head, PackedTrace, Past} from "../../contracts/token/PackedTrace.sol";

contract PackedTraceCodecTest is Test {
    struct Fields {
        uint96 balance;
        uint96 votes;
        uint32 time;
        uint32 older;
        bool itself;
        bool another;
    }

    /// Each reader reads what was written of its field, whatever the word held before.
    function testFuzz_eachReaderReadsItsField(uint256 word, Fields memory fields) public pure {
        fields.older &= uint32(PackedTrace.MAX_OLDER);
        Head head = Head.wrap(word).withBalance(fields.balance).withDelegatee(fields.itself, fields.another);
        head = head.withVotes(fields.votes, fields.time, fields.older);
        assertEq(head.balance(), fields.balance);
        assertEq(head.votes(), fields.votes);
        assertEq(head.time(), fields.time);
        assertEq(head.older(), fields.older);
        assertEq(head.delegatesToItself(), fields.itself);
        assertEq(head.delegatesToAnother(), fields.another);
    }

    /// The fields are the whole word: what was read of one, written into any other, makes the same word.
    function testFuzz_theFieldsAreTheWholeWord(uint256 word, uint256 other) public pure {
        Head head = Head.wrap(word);
        Head copy = Head
            .wrap(other)
            .withVotes(head.votes(), head.time(), head.older())
            .withDelegatee(head.delegatesToItself(), head.delegatesToAnother())
            .withBalance(head.balance());
        assertEq(Head.unwrap(copy), word);
    }

    /// Writing one field leaves the others as they were.
    function testFuzz_aFieldIsWrittenAlone(uint256 word, uint96 balance, bool itself, bool another) public pure {
        Head head = Head.wrap(word);
        Head paid = head.withBalance(balance);
        assertEq(Head.unwrap(paid.withBalance(head.balance())), word);
        Head delegated = head.withDelegatee(itself, another);
        assertEq(Head.unwrap(delegated.withDelegatee(head.delegatesToItself(), head.delegatesToAnother())), word);
        assertEq(delegated.balance(), head.balance());
        assertEq(delegated.votes(), head.votes());
        assertEq(delegated.time(), head.time());
        assertEq(delegated.older(), head.older());
        assertEq(paid.votes(), head.votes());
        assertEq(paid.time(), head.time());
        assertEq(paid.older(), head.older());
    }

    /// A checkpoint comes out as it went in, and fills its half of a slot.
    function testFuzz_aCheckpointLosesNothing(uint32 time, uint96 votes, uint128 word) public pure {
        Past past = PackedTrace.pastOf(time, votes);
        assertEq(past.time(), time);
        assertEq(past.votes(), votes);
        Past any = Past.wrap(word);
        assertEq(Past.unwrap(PackedTrace.pastOf(any.time(), any.votes())), word);
    }
}
