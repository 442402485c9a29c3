// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IRulebook} from "../governor/IRulebook.sol";
import {Rules} from "../governor/Rules.sol";
import {IPhases} from "./IPhases.sol";

/**
 * @title IPhasedRulebook
 * @notice A rulebook whose types may demand something else from a phase on (see {IPhases}): each has a column of rules for
 * the phase it begins with, and for later ones if they differ. The last column up to the present phase holds.
 *
 * **Who decides never goes back.** By rank: what passes unless it is vetoed (0), what the council alone proposes and a vote
 * decides (1), what both propose (2), what holders alone propose (3). No write, and no step to a later phase, lowers the
 * rank that a type has or was promised for any phase; nor does it make a veto harder or the time for one shorter.
 *
 * The default type has one column, which can be changed in every phase.
 */
interface IPhasedRulebook is IRulebook {
    /// @notice What a type demands from `phase` on.
    struct RulesFrom {
        bytes8 code;
        uint8 phase;
        Rules rules;
    }

    /// @notice The type `code` demands `rules` from `phase` on, 1 to 3. The first phase's rules are announced by `RulesSet`.
    event RulesSetFrom(bytes8 indexed code, uint256 indexed phase, Rules rules);

    /// @notice There is no such phase.
    error PhasedRulebook_NoSuchPhase(uint256 phase);
    /// @notice Rules from a phase on that is over change nothing any more: write those of the present one, `current`, or later.
    error PhasedRulebook_Closed(bytes8 code, uint256 phase, uint256 current);
    /// @notice A new type has rules from the present phase on, `current`: write these first.
    error PhasedRulebook_TooEarly(bytes8 code, uint256 phase, uint256 current);
    /// @notice The default type has the same rules in every phase.
    error PhasedRulebook_OneColumn(bytes8 code);
    /// @notice With these rules the type would be further from the holders in this phase, or in the next that has rules of its
    /// own, than it was to be or was before.
    error PhasedRulebook_Backwards(bytes8 code, uint256 phase);
    /// @notice Once the first phase is over, no type is added that the council alone proposes, and no call is opened to one.
    error PhasedRulebook_CouncilsAlone(bytes8 code);

    /// @notice Changes what a type demands from a phase on, the present one or later. Owner: the timelock, by a proposal of the
    /// default type. For phase 0 it is the same as {IRulebook-setRules}.
    function setRulesFrom(bytes8 code, uint8 phase, Rules calldata rules) external;

    /// @notice The rules that a type has from this phase on, if the phase has some of its own.
    function rulesFrom(bytes8 code, uint256 phase) external view returns (bool known, Rules memory rules);

    /// @notice What says which phase it is.
    function PHASES() external view returns (IPhases);
}
