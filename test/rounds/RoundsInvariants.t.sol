// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {RoundsHandler} from "./RoundsHandler.sol";

/// @notice The numbers are those of docs/invariants.md, under Rounds.
contract RoundsInvariants is Test {
    RoundsHandler internal _handler;

    function setUp() public {
        _handler = new RoundsHandler();
        targetContract(address(_handler));

        bytes4[] memory selectors = new bytes4[](6);
        selectors[0] = RoundsHandler.open.selector;
        selectors[1] = RoundsHandler.rule.selector;
        selectors[2] = RoundsHandler.withdraw.selector;
        // Most of what happens is in rounds.
        selectors[3] = RoundsHandler.step.selector;
        selectors[4] = RoundsHandler.step.selector;
        selectors[5] = RoundsHandler.step.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
    }

    /// @dev Invariants 1 to 5. The handler judges each call as it goes.
    function invariant_roundsKeepTheirPromises() public view {
        _handler.compare();
    }

    /// @dev Walks that are long enough to do everything often, so that the promises are not kept by idleness.
    function test_longWalksDoEverythingAndKeepThem() public {
        bytes32[15] memory kinds = [
            bytes32("open"),
            "freeze",
            "empty",
            "retarget",
            "seal",
            "tally",
            "void",
            "flag",
            "rule",
            "contest",
            "strike",
            "claim",
            "claim beside a flag",
            "settle",
            "sweep"
        ];
        uint256[15] memory counts;
        uint256 seed = 14;
        for (uint256 walk = 0; walk < 6; ++walk) {
            if (walk != 0) setUp();
            for (uint256 i = 0; i < 400; ++i) {
                uint256[2] memory dice;
                for (uint256 j = 0; j < 2; ++j) dice[j] = seed = uint256(keccak256(abi.encode(seed)));
                seed = uint256(keccak256(abi.encode(seed)));
                bytes4 selector = RoundsHandler.step.selector;
                if (i % 60 == 0) selector = RoundsHandler.open.selector;
                else if (seed % 8 == 0) selector = RoundsHandler.rule.selector;
                else if (seed % 8 == 1) selector = RoundsHandler.withdraw.selector;
                (bool success, bytes memory reason) = address(_handler).call(
                    abi.encodePacked(selector, abi.encode(dice))
                );
                assertTrue(success, string(reason));
                if (i % 50 == 0) _handler.compare();
            }
            _handler.compare();
            for (uint256 i = 0; i < kinds.length; ++i) counts[i] += _handler.done(kinds[i]);
        }
        for (uint256 i = 0; i < kinds.length; ++i) {
            assertGt(counts[i], 0, string(abi.encodePacked("too seldom: ", kinds[i])));
        }
    }
}
