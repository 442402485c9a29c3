// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {SaleHandler} from "./SaleHandler.sol";

/// @notice The numbers are those of docs/invariants.md, under Distribution.
contract SaleInvariants is Test {
    SaleHandler internal _handler;

    function setUp() public {
        _handler = new SaleHandler();
        targetContract(address(_handler));

        bytes4[] memory selectors = new bytes4[](9);
        selectors[0] = SaleHandler.wait.selector;
        selectors[1] = SaleHandler.open.selector;
        selectors[2] = SaleHandler.close.selector;
        selectors[3] = SaleHandler.buy.selector;
        selectors[4] = SaleHandler.claim.selector;
        selectors[5] = SaleHandler.refund.selector;
        selectors[6] = SaleHandler.collect.selector;
        selectors[7] = SaleHandler.returnUnsold.selector;
        selectors[8] = SaleHandler.donate.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
    }

    /// @dev Invariants 1 to 5. The handler judges each call as it goes.
    function invariant_salesKeepTheirPromises() public {
        _handler.compare();
    }

    function afterInvariant() public {
        _handler.drain();
    }

    /// @dev One walk that is long enough to do everything often, so that the promises are not kept by idleness.
    function test_aLongWalkDoesEverythingAndKeepsThem() public {
        uint256 seed = 11;
        for (uint256 i = 0; i < 1_200; ++i) {
            uint256[5] memory dice;
            for (uint256 j = 0; j < 5; ++j) dice[j] = seed = uint256(keccak256(abi.encode(seed)));
            bytes4 selector = i % 2 == 0 ? SaleHandler.buy.selector : targetSelectors()[0].selectors[dice[0] % 9];
            // New sales come all the time, so that there is always something to buy.
            if (i % 100 == 0) selector = SaleHandler.open.selector;
            else if (selector == SaleHandler.open.selector) selector = SaleHandler.collect.selector;
            (bool success, bytes memory reason) = address(_handler).call(abi.encodePacked(selector, abi.encode(dice)));
            assertTrue(success, string(reason));
            if (i % 50 == 0) _handler.compare();
        }
        _handler.compare();
        _handler.drain();
        assertEq(_handler.done(SaleHandler.open.selector), 12, "sales");
        assertGt(_handler.done(SaleHandler.buy.selector), 30, "purchases");
        assertGt(_handler.done(bytes4("deny")), 30, "refused purchases");
        assertGt(_handler.done(SaleHandler.claim.selector), 3, "claims");
        assertGt(_handler.done(SaleHandler.refund.selector), 3, "refunds");
        assertGt(_handler.done(SaleHandler.collect.selector), 5, "proceeds");
        assertGt(_handler.done(SaleHandler.returnUnsold.selector), 5, "returns");
    }
}
