// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PackedRules, Rules, RulesCodec} from "../governor/Rules.sol";

/// @dev A rulebook that tells what it likes, and, once broken, reverts on everything.
contract FaultyRulebook {
    bool public broken;
    bytes8 private _code;
    Rules private _rules;

    constructor(bytes8 code, Rules memory rules) {
        _code = code;
        _rules = rules;
    }

    fallback() external {
        revert("broken");
    }

    function breakIt() external {
        broken = true;
    }

    function defaultRules() external view returns (PackedRules memory rules, uint256 bookVersion) {
        require(!broken, "broken");
        return (RulesCodec.pack(_rules, _code), 1);
    }
}
