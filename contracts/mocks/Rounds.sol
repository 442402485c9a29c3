// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CodeStore} from "../rounds/CodeStore.sol";
import {IRounds} from "../rounds/IRounds.sol";
import {ScoreScale} from "../rounds/ScoreScale.sol";

/// @notice What the libraries of rounds do by themselves.
contract RoundsHarness {
    address public last;

    function weightOf(uint256 score) external pure returns (uint256) {
        return ScoreScale.weightOf(score);
    }

    function medians(uint256[] calldata words, uint256 entries) external pure returns (uint256 word, uint256 sum) {
        return ScoreScale.medians(words, entries);
    }

    function write(bytes calldata data) external {
        last = CodeStore.write(data);
    }

    function word(uint256 offset) external view returns (uint256) {
        return CodeStore.word(last, offset);
    }
}

/// @notice Takes its share in ether, and asks for it again meanwhile.
contract GreedyContributor {
    IRounds private immutable ROUNDS;
    uint256 private _round;
    bool public succeeded;

    constructor(IRounds rounds) {
        ROUNDS = rounds;
    }

    receive() external payable {
        uint256[] memory indexes = new uint256[](1);
        try ROUNDS.claim(_round, 0) {
            succeeded = true;
        } catch {}
        try ROUNDS.claimMany(_round, indexes) {
            succeeded = true;
        } catch {}
        try ROUNDS.sweep(_round) {
            succeeded = true;
        } catch {}
    }

    function claim(uint256 roundId) external {
        _round = roundId;
        ROUNDS.claim(roundId, 0);
    }
}
