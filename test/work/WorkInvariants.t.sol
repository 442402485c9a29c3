// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {WorkHandler} from "./WorkHandler.sol";

/// @notice The numbers are those of docs/invariants.md, under Work.
contract WorkInvariants is Test {
    WorkHandler internal _handler;

    function setUp() public {
        _handler = new WorkHandler();
        targetContract(address(_handler));

        bytes4[] memory selectors = new bytes4[](15);
        selectors[0] = WorkHandler.wait.selector;
        selectors[1] = WorkHandler.award.selector;
        selectors[2] = WorkHandler.post.selector;
        selectors[3] = WorkHandler.spoil.selector;
        selectors[4] = WorkHandler.disclose.selector;
        selectors[5] = WorkHandler.submit.selector;
        selectors[6] = WorkHandler.complete.selector;
        selectors[7] = WorkHandler.reject.selector;
        selectors[8] = WorkHandler.sendBack.selector;
        selectors[9] = WorkHandler.dispute.selector;
        selectors[10] = WorkHandler.rule.selector;
        selectors[11] = WorkHandler.pay.selector;
        selectors[12] = WorkHandler.refund.selector;
        selectors[13] = WorkHandler.withdraw.selector;
        selectors[14] = WorkHandler.pause.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
    }

    /// @dev Invariants 1 to 8. The handler judges each call as it goes.
    function invariant_workKeepsItsPromises() public view {
        _handler.compare();
    }

    /// @dev Invariant 9.
    function afterInvariant() public {
        _handler.drain();
    }

    /// @dev One walk that is long enough to do everything often, so that the promises are not kept by idleness.
    function test_aLongWalkDoesEverythingAndKeepsThem() public {
        uint256 seed = 20;
        for (uint256 i = 0; i < 6_000; ++i) {
            uint256[3] memory dice;
            for (uint256 j = 0; j < 3; ++j) dice[j] = seed = uint256(keccak256(abi.encode(seed)));
            seed = uint256(keccak256(abi.encode(seed)));
            bytes4 selector = targetSelectors()[0].selectors[seed % 15];
            // New tasks come all the time, so that there is always something to do, and time goes slowly.
            bool isTask = selector == WorkHandler.award.selector || selector == WorkHandler.post.selector;
            if (isTask && (seed >> 8) % 6 != 0)
                selector = i % 2 == 0 ? WorkHandler.submit.selector : WorkHandler.complete.selector;
            if (selector == WorkHandler.wait.selector && (seed >> 16) % 3 != 0)
                selector = WorkHandler.disclose.selector;
            (bool success, bytes memory reason) = address(_handler).call(abi.encodePacked(selector, abi.encode(dice)));
            assertTrue(success, string(reason));
            // What was just handed in is sent back at times: by chance alone its turn would hardly come.
            if (selector == WorkHandler.submit.selector && (seed >> 24) % 10 == 0) _handler.sendBack(dice[0]);
            // The same of what is ripe.
            if ((seed >> 32) % 2 == 0) _handler.pay(dice[1]);
            if ((seed >> 40) % 2 == 0) _handler.complete(dice[2], 0);
            if (i % 50 == 0) _handler.compare();
        }
        _handler.compare();
        bytes32[15] memory kinds = [
            bytes32("award"),
            "post",
            "disclose",
            "submit",
            "complete",
            "silence",
            "reject",
            "sendBack",
            "dispute",
            "rule",
            "pay",
            "refund",
            "withdraw",
            "stop",
            "go"
        ];
        for (uint256 i = 0; i < kinds.length; ++i) {
            assertGt(_handler.done(kinds[i]), 1, string(abi.encodePacked(kinds[i])));
        }
        assertGt(_handler.meddled(), 1, "nobody has called back");
        _handler.drain();
    }
}
