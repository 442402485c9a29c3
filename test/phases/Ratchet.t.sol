// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {IRulebook} from "../../contracts/governor/IRulebook.sol";
import {COUNCIL, HOLDERS, Rules} from "../../contracts/governor/Rules.sol";
import {IPhasedRulebook} from "../../contracts/phases/IPhasedRulebook.sol";
import {IPhases} from "../../contracts/phases/IPhases.sol";
import {PhasedRulebook} from "../../contracts/phases/PhasedRulebook.sol";

contract ToldPhases {
    uint8 public current;

    function tell(uint8 phase) external {
        current = phase;
    }
}

/**
 * @notice Every table of rules that a book can be made with, of six kinds of rules that differ in all that the ratchet looks
 * at; for each of them, in each phase, every write. Whether a kind may come after another stands in a matrix, pair by pair,
 * and not in an order: the code's ranks are held to it. A write that is taken leads to another of these tables, so that what
 * holds for one write holds for all sequences of them.
 */
contract Ratchet is Test {
    uint256 private constant KINDS = 6;
    uint256 private constant NONE = KINDS;
    uint256 private constant PHASES = 4;
    bytes8 private constant TYPE = "A";

    /// @dev After the kind of the row, whether the kind of the column may come: vetoed by a tenth; by a twentieth; by a tenth,
    /// with a day more; the council's; both's; the holders'.
    bool[KINDS][KINDS] private _follows = [
        [true, true, true, true, true, true],
        [false, true, false, true, true, true],
        [false, false, true, true, true, true],
        [false, false, false, true, true, true],
        [false, false, false, false, true, true],
        [false, false, false, false, false, true]
    ];

    ToldPhases private immutable TOLD = new ToldPhases();
    uint256 private _writes;
    uint256 private _tables;

    /// @dev This contract is the book's timelock.
    function getMinDelay() external pure returns (uint256) {
        return 0;
    }

    function test_noWriteLowersARank() external {
        vm.pauseGasMetering();
        uint256[PHASES] memory table;
        for (table[0] = 0; table[0] < KINDS; ++table[0]) {
            for (table[1] = 0; table[1] <= NONE; ++table[1]) {
                for (table[2] = 0; table[2] <= NONE; ++table[2]) {
                    for (table[3] = 0; table[3] <= NONE; ++table[3]) _try(table);
                }
            }
        }
        // All there are: none was left out by a mistake in the loops.
        assertEq(_tables, 6 * 7 ** 3);
        assertEq(_writes % (PHASES * PHASES * KINDS), 0);
        assertGt(_writes, 10_000);
    }

    function test_aNewTypeBeginsNowAndIsNotTheCouncilsAloneAfterTheFirstPhase() external {
        uint256[PHASES] memory table = [5, NONE, NONE, NONE];
        for (uint8 current = 0; current < PHASES; ++current) {
            for (uint256 phase = 0; phase < PHASES; ++phase) {
                for (uint256 kind = 0; kind < KINDS; ++kind) {
                    TOLD.tell(0);
                    PhasedRulebook book = _deploy(table);
                    TOLD.tell(current);
                    bool may = phase == current && (current == 0 || kind >= 4);
                    assertEq(_write(book, "NEW", phase, kind), may);
                }
            }
        }
    }

    function _try(uint256[PHASES] memory table) private {
        ++_tables;
        TOLD.tell(0);
        bool fits = _fits(table);
        PhasedRulebook book;
        try this.deploy(table) returns (PhasedRulebook deployed) {
            book = deployed;
            assertTrue(fits, "a table that goes back was taken");
        } catch {
            assertFalse(fits, "a table that fits was refused");
            return;
        }
        uint256 start = vm.snapshotState();
        for (uint8 current = 0; current < PHASES; ++current) {
            for (uint256 phase = 0; phase < PHASES; ++phase) {
                for (uint256 kind = 0; kind < KINDS; ++kind) {
                    TOLD.tell(current);
                    uint256[PHASES] memory changed = [table[0], table[1], table[2], table[3]];
                    changed[phase] = kind;
                    bool may = phase >= current && _fits(changed) && _follows[_heldIn(table, phase)][kind];
                    assertEq(_write(book, TYPE, phase, kind), may, "a write");
                    if (may) {
                        _checkNothingFell(book, table, changed);
                        vm.revertToState(start);
                    }
                }
            }
        }
        _writes += PHASES * PHASES * KINDS;
    }

    /// @dev What holds in every phase is what the table says, and may come after what held in it, and after the phase before.
    function _checkNothingFell(
        PhasedRulebook book,
        uint256[PHASES] memory before,
        uint256[PHASES] memory changed
    ) private {
        for (uint8 phase = 0; phase < PHASES; ++phase) {
            TOLD.tell(phase);
            uint256 kind = _heldIn(changed, phase);
            assertEq(keccak256(abi.encode(book.rulesOf(TYPE))), keccak256(abi.encode(_rules(kind))), "what holds");
            assertTrue(_follows[_heldIn(before, phase)][kind], "a phase went back");
            if (phase != 0) assertTrue(_follows[_heldIn(changed, phase - 1)][kind], "a step goes back");
        }
    }

    function _write(PhasedRulebook book, bytes8 code, uint256 phase, uint256 kind) private returns (bool) {
        try book.setRulesFrom(code, uint8(phase), _rules(kind)) {
            return true;
        } catch {
            return false;
        }
    }

    function deploy(uint256[PHASES] memory table) external returns (PhasedRulebook) {
        return _deploy(table);
    }

    function _deploy(uint256[PHASES] memory table) private returns (PhasedRulebook) {
        IRulebook.TypeRules[] memory types = new IRulebook.TypeRules[](2);
        types[0] = IRulebook.TypeRules("GOV", _rules(5));
        types[0].rules.review = 10 days;
        types[1] = IRulebook.TypeRules(TYPE, _rules(table[0]));
        uint256 count;
        for (uint256 phase = 1; phase < PHASES; ++phase) if (table[phase] != NONE) ++count;
        IPhasedRulebook.RulesFrom[] memory later = new IPhasedRulebook.RulesFrom[](count);
        for (uint256 phase = PHASES; count != 0;) {
            if (table[--phase] == NONE) continue;
            later[--count] = IPhasedRulebook.RulesFrom(TYPE, uint8(phase), _rules(table[phase]));
        }
        return new PhasedRulebook(address(this), IPhases(address(TOLD)), types, new IRulebook.Scope[](0), later);
    }

    /// @dev Whether every kind in the table may come after every one before it.
    function _fits(uint256[PHASES] memory table) private view returns (bool) {
        for (uint256 later = 1; later < PHASES; ++later) {
            for (uint256 phase = 0; phase < later; ++phase) {
                if (table[later] == NONE || table[phase] == NONE) continue;
                if (!_follows[table[phase]][table[later]]) return false;
            }
        }
        return true;
    }

    function _heldIn(uint256[PHASES] memory table, uint256 phase) private pure returns (uint256) {
        while (table[phase] == NONE) --phase;
        return table[phase];
    }

    function _rules(uint256 kind) private pure returns (Rules memory rules) {
        (rules.review, rules.voting, rules.graceMax, rules.window) = (3 days, 4 days, 1 days, 1 days);
        (rules.quorumBps, rules.approvalBps, rules.proposers) = (1_000, 5_000, COUNCIL);
        if (kind < 3) rules.vetoBps = kind == 1 ? 500 : 1_000;
        if (kind == 2) rules.review += 1 days;
        if (kind == 4) rules.proposers = COUNCIL | HOLDERS;
        if (kind == 5) rules.proposers = HOLDERS;
    }
}
