// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Rulebook} from "../governor/Rulebook.sol";
import {COUNCIL, DEFAULT_TYPE, HOLDERS, Rules} from "../governor/Rules.sol";
import {IPhasedRulebook} from "./IPhasedRulebook.sol";
import {IPhases} from "./IPhases.sol";

/**
 * @title PhasedRulebook
 * @notice See {IPhasedRulebook}. The governor knows no phases. It asks this book when a proposal is made, and pins the rules that
 * it gets, so that a step to the next phase changes no proposal that exists.
 *
 * **Who can change what.** TIMELOCK alone changes the book, by proposals of the default type, and only forwards. The governor
 * can be given another book by such a proposal, which is one call with a name: that is how a majority leaves.
 */
contract PhasedRulebook is IPhasedRulebook, Rulebook {
    /// @inheritdoc IPhasedRulebook
    IPhases public immutable PHASES;

    constructor(
        address timelock,
        IPhases phases,
        TypeRules[] memory typeRules,
        Scope[] memory scopes,
        RulesFrom[] memory later
    ) Rulebook(timelock, typeRules, scopes) {
        PHASES = phases;
        for (uint256 i = 0; i < later.length; ++i) _setRules(later[i].code, later[i].phase, later[i].rules);
    }

    /// @inheritdoc IPhasedRulebook
    function setRulesFrom(bytes8 code, uint8 phase, Rules calldata rules) external onlyTimelock {
        _setRules(code, phase, rules);
    }

    /// @inheritdoc IPhasedRulebook
    function rulesFrom(bytes8 code, uint256 phase) external view returns (bool known, Rules memory rules) {
        return (_hasRules(code, phase), _rulesIn(code, phase));
    }

    /// @dev See {Rulebook-_setRules}.
    function _setRules(bytes8 code, uint256 phase, Rules memory rules) internal override {
        uint256 now_ = _phase();
        if (phase >= PHASE_COUNT) revert PhasedRulebook_NoSuchPhase(phase);
        if (code == DEFAULT_TYPE && phase != 0) revert PhasedRulebook_OneColumn(code);
        if (code != DEFAULT_TYPE && phase < now_) revert PhasedRulebook_Closed(code, phase, now_);

        uint256 before = _lastColumn(code, phase);
        if (_hasRules(code, before)) {
            _checkForwards(code, phase, _rulesIn(code, before), rules);
        } else {
            if (phase != now_) revert PhasedRulebook_TooEarly(code, phase, now_);
            if (now_ != 0 && rules.proposers == COUNCIL) revert PhasedRulebook_CouncilsAlone(code);
        }
        for (uint256 next = phase + 1; next < PHASE_COUNT; ++next) {
            if (_hasRules(code, next)) _checkForwards(code, next, rules, _rulesIn(code, next));
        }
        super._setRules(code, phase, rules);
        if (phase != 0) emit RulesSetFrom(code, phase, rules);
    }

    /// @dev See {Rulebook-_setScope}. Whoever wants to share a call that the council alone may propose takes it from there.
    function _setScope(Scope memory scope) internal override {
        for (uint256 i = 0; i < scope.codes.length && _phase() != 0; ++i) {
            if (_rulesNow(scope.codes[i]).proposers == COUNCIL) {
                revert PhasedRulebook_CouncilsAlone(scope.codes[i]);
            }
        }
        super._setScope(scope);
    }

    function _checkForwards(bytes8 code, uint256 phase, Rules memory before, Rules memory rules) private pure {
        bool backwards = _rank(rules) < _rank(before);
        if (before.vetoBps != 0 && rules.vetoBps != 0) {
            bool shorter = uint256(rules.review) + rules.voting < uint256(before.review) + before.voting;
            backwards = rules.vetoBps > before.vetoBps || shorter;
        }
        if (backwards) revert PhasedRulebook_Backwards(code, phase);
    }

    /// @dev How far the type is the holders': how it passes, and who proposes. What is vetoed, the council proposes.
    function _rank(Rules memory rules) private pure returns (uint256) {
        if (rules.vetoBps != 0) return 0;
        return
            rules.proposers == COUNCIL
                ? 1
                : rules.proposers == HOLDERS
                    ? 3
                    : 2;
    }

    /// @dev While it is being deployed the book has no code, and no phases that could be asked: it is written from the first.
    function _phase() internal view override returns (uint256) {
        return address(this).code.length == 0 ? 0 : PHASES.current();
    }
}
