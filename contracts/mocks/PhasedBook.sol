// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Rulebook} from "../governor/Rulebook.sol";
import {Rules} from "../governor/Rules.sol";

/// @dev A book whose phase anybody sets, and the rules from any phase on: what is tried is the book below it.
contract PhasedBook is Rulebook {
    uint256 public phase;

    constructor(
        address timelock,
        TypeRules[] memory typeRules,
        Scope[] memory scopes
    ) Rulebook(timelock, typeRules, scopes) {}

    function advance(uint256 newPhase) external {
        phase = newPhase;
    }

    function setRulesFrom(bytes8 code, uint256 from, Rules calldata rules) external {
        _setRules(code, from, rules);
    }

    function rulesFrom(bytes8 code, uint256 from) external view returns (bool known, Rules memory rules) {
        return (_hasRules(code, from), _rulesIn(code, from));
    }

    function _phase() internal view override returns (uint256) {
        return phase;
    }
}
