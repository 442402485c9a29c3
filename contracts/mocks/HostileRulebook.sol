// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PackedRules, Rules, RulesCodec} from "../governor/Rules.sol";

/// @dev A rulebook that behaves until it is adopted, and then answers everything as badly as it is told.
contract HostileRulebook {
    enum Mood {
        Behave,
        Revert,
        RevertMuch,
        BurnGas,
        ReturnNothing,
        ReturnLittle,
        ReturnGarbage,
        ReturnMuch
    }

    Mood public mood;
    bytes8 private immutable CODE;
    Rules private _rules;

    constructor(bytes8 code, Rules memory rules) {
        CODE = code;
        _rules = rules;
    }

    fallback() external {
        Mood current = mood;
        if (current == Mood.Revert || current == Mood.Behave) revert("hostile");
        if (current == Mood.BurnGas) while (true) {}
        uint256 size;
        if (current == Mood.ReturnLittle) size = 7;
        if (current == Mood.ReturnGarbage) size = 352;
        if (current == Mood.ReturnMuch || current == Mood.RevertMuch) size = 500_000;
        assembly ("memory-safe") {
            let start := mload(0x40)
            // Ones all over: no boolean, no offset, no code that would decode.
            for {
                let i := 0
            } and(lt(i, size), lt(i, 352)) {
                i := add(i, 0x20)
            } {
                mstore(add(start, i), not(0))
            }
            if eq(current, 2) {
                revert(start, size)
            }
            return(start, size)
        }
    }

    function become(Mood newMood) external {
        mood = newMood;
    }

    function defaultRules() external returns (PackedRules memory rules, uint256 bookVersion) {
        if (mood == Mood.Behave) return (RulesCodec.pack(_rules, CODE), 1);
        (bool success, bytes memory answer) = address(this).call(hex"ffffffff");
        assembly ("memory-safe") {
            if success {
                return(add(answer, 0x20), mload(answer))
            }
            revert(add(answer, 0x20), mload(answer))
        }
    }
}
