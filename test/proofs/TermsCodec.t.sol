// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {stdError} from "forge-std/StdError.sol";
import {Test} from "forge-std/Test.sol";

import {COUNTS_HEADS, HAS_SOURCE, OPTIMISTIC} from "../../contracts/governor/Rules.sol";
import {Terms, TermsCodec} from "../../contracts/governor/Terms.sol";

contract TermsCodecTest is Test {
    struct Fields {
        uint24 sequence;
        uint24 codeId;
        uint16 rulesId;
        uint32 grace;
        uint32 late;
        uint8 kind;
        bool byCouncil;
        bool unstoppable;
        bool canceled;
        bool extended;
        bool quorumKnown;
        uint96 forVotes;
    }

    uint256 private constant KINDS = HAS_SOURCE | OPTIMISTIC | COUNTS_HEADS;
    uint256 private constant MAX_HEADS = 2 ** 26 - 1;

    /// Each reader reads what was written of its field, whatever the other fields are and in whichever order they came.
    function testFuzz_eachReaderReadsItsField(Fields memory fields, bool votesFirst) public pure {
        Terms terms = _pack(fields);
        _assertEq(terms, fields, false, false, 0);
        if (votesFirst) terms = terms.plusFor(fields.forVotes);
        if (fields.canceled) terms = terms.asCanceled();
        if (fields.extended) terms = terms.asExtended();
        assertEq(terms.canceled(), fields.canceled);
        if (fields.quorumKnown) terms = terms.withQuorumKnown();
        if (!votesFirst) terms = terms.plusFor(fields.forVotes);
        _assertEq(terms, fields, fields.extended, fields.quorumKnown, fields.forVotes);
    }

    /// Votes add up, and no other field feels it.
    function testFuzz_votesAddUp(Fields memory fields, uint96 more) public pure {
        if (more > type(uint96).max - fields.forVotes) more = type(uint96).max - fields.forVotes;
        Terms terms = _pack(fields).plusFor(fields.forVotes).asExtended().plusFor(more);
        _assertEq(terms, fields, true, false, uint256(fields.forVotes) + more);
    }

    /// One vote more than fits is refused.
    function testFuzz_votesNeverWrapAround(Fields memory fields) public {
        vm.assume(fields.forVotes != 0);
        Terms terms = _pack(fields).plusFor(fields.forVotes);
        uint96 tooMany = uint96(type(uint96).max - fields.forVotes + 1);
        (bool success, bytes memory reason) = address(this).call(abi.encodeCall(this.plusFor, (terms, tooMany)));
        assertFalse(success);
        assertEq(reason, stdError.arithmeticError);
    }

    /// Heads add up to their maximum and stop there, and no other field feels it.
    function testFuzz_headsStopAtTheirMaximum(Fields memory fields, uint256 first, uint256 second) public pure {
        Terms terms = _pack(fields).plusFor(fields.forVotes).plusHeads(first);
        assertEq(terms.heads(), first < MAX_HEADS ? first : MAX_HEADS);
        uint256 room = MAX_HEADS - terms.heads();
        terms = terms.plusHeads(second);
        assertEq(MAX_HEADS - terms.heads(), second < room ? room - second : 0);
        _assertEq(terms, fields, false, false, fields.forVotes);
    }

    /// What is extended, or has its quorum known, stays so when told again.
    function testFuzz_flagsAreSetOnce(uint256 word) public pure {
        Terms extended = Terms.wrap(word).asExtended();
        assertEq(Terms.unwrap(extended.asExtended()), Terms.unwrap(extended));
        Terms canceled = Terms.wrap(word).asCanceled();
        assertEq(Terms.unwrap(canceled.asCanceled()), Terms.unwrap(canceled));
        Terms known = Terms.wrap(word).withQuorumKnown();
        assertEq(Terms.unwrap(known.withQuorumKnown()), Terms.unwrap(known));
    }

    function plusFor(Terms terms, uint96 votes) external pure returns (Terms) {
        return terms.plusFor(votes);
    }

    function _pack(Fields memory fields) private pure returns (Terms) {
        return
            TermsCodec.pack({
                sequence_: fields.sequence,
                codeId_: fields.codeId,
                rulesId_: fields.rulesId,
                grace_: _grace(fields),
                late_: fields.late,
                kind_: fields.kind & KINDS,
                byCouncil_: fields.byCouncil,
                unstoppable_: fields.unstoppable
            });
    }

    /// @dev The rulebook takes 365 days at the most.
    function _grace(Fields memory fields) private pure returns (uint32) {
        return uint32(fields.grace % (365 days + 1));
    }

    function _assertEq(
        Terms terms,
        Fields memory fields,
        bool extended,
        bool quorumKnown,
        uint256 forVotes
    ) private pure {
        assertEq(terms.sequence(), fields.sequence);
        assertEq(terms.codeId(), fields.codeId);
        assertEq(terms.rulesId(), fields.rulesId);
        assertEq(terms.grace(), _grace(fields));
        assertEq(terms.late(), fields.late);
        assertEq(terms.byCouncil(), fields.byCouncil);
        assertEq(terms.hasSource(), fields.kind & HAS_SOURCE != 0);
        assertEq(terms.optimistic(), fields.kind & OPTIMISTIC != 0);
        assertEq(terms.countsHeads(), fields.kind & COUNTS_HEADS != 0);
        assertEq(terms.unstoppable(), fields.unstoppable);
        assertEq(terms.extended(), extended);
        assertEq(terms.quorumKnown(), quorumKnown);
        assertEq(terms.forVotes(), forVotes);
    }
}
