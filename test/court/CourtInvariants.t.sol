// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {CourtHandler} from "./CourtHandler.sol";

/// @notice The numbers are those of docs/invariants.md, under Court.
contract CourtInvariants is Test {
    CourtHandler internal _handler;

    function setUp() public {
        _handler = new CourtHandler();
        targetContract(address(_handler));

        bytes4[] memory selectors = new bytes4[](9);
        selectors[0] = CourtHandler.wait.selector;
        selectors[1] = CourtHandler.deposit.selector;
        selectors[2] = CourtHandler.quit.selector;
        selectors[3] = CourtHandler.withdraw.selector;
        selectors[4] = CourtHandler.claim.selector;
        selectors[5] = CourtHandler.open.selector;
        // Most of what happens is in cases.
        selectors[6] = CourtHandler.step.selector;
        selectors[7] = CourtHandler.step.selector;
        selectors[8] = CourtHandler.step.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
    }

    /// @dev Invariants 1 to 8. The handler judges each call as it goes.
    function invariant_theCourtKeepsItsPromises() public view {
        _handler.compare();
    }

    /// @dev One walk that is long enough to do everything often, so that the promises are not kept by idleness.
    function test_aLongWalkDoesEverythingAndKeepsThem() public {
        uint256 seed = 14;
        for (uint256 i = 0; i < 2_000; ++i) {
            uint256[2] memory dice;
            for (uint256 j = 0; j < 2; ++j) dice[j] = seed = uint256(keccak256(abi.encode(seed)));
            seed = uint256(keccak256(abi.encode(seed)));
            bytes4 selector = CourtHandler.step.selector;
            if (i % 60 == 0) selector = CourtHandler.open.selector;
            else if (seed % 6 == 0) selector = targetSelectors()[0].selectors[(seed >> 8) % 5];
            (bool success, bytes memory reason) = address(_handler).call(abi.encodePacked(selector, abi.encode(dice)));
            assertTrue(success, string(reason));
            if (i % 50 == 0) _handler.compare();
        }
        _handler.compare();
        bytes32[20] memory kinds = [
            bytes32("deposit"),
            "quit",
            "withdraw",
            "claim",
            "open",
            "target",
            "seed",
            "seat",
            "commit",
            "denounce",
            "reveal",
            "rule",
            "redraw",
            "appeal",
            "overrule",
            "close",
            "settle",
            "execute",
            "hang",
            "refer"
        ];
        for (uint256 i = 0; i < kinds.length; ++i) {
            assertGt(_handler.done(kinds[i]), 0, string(abi.encodePacked("too seldom: ", kinds[i])));
        }
    }
}
