// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {DistributorHandler} from "./DistributorHandler.sol";

/// @notice The numbers are those of docs/invariants.md, under Distribution.
contract DistributorInvariants is Test {
    DistributorHandler internal _handler;

    function setUp() public {
        _handler = new DistributorHandler();
        targetContract(address(_handler));

        bytes4[] memory selectors = new bytes4[](7);
        selectors[0] = DistributorHandler.wait.selector;
        selectors[1] = DistributorHandler.open.selector;
        selectors[2] = DistributorHandler.close.selector;
        selectors[3] = DistributorHandler.claim.selector;
        selectors[4] = DistributorHandler.claimMany.selector;
        selectors[5] = DistributorHandler.spoil.selector;
        selectors[6] = DistributorHandler.returnRest.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
    }

    /// @dev Invariants 6 to 8. The handler judges each call as it goes.
    function invariant_distributionsKeepTheirPromises() public view {
        _handler.compare();
    }

    function afterInvariant() public {
        _handler.drain();
    }

    /// @dev One walk that is long enough to do everything often, so that the promises are not kept by idleness.
    function test_aLongWalkDoesEverythingAndKeepsThem() public {
        uint256 seed = 5;
        for (uint256 i = 0; i < 600; ++i) {
            uint256[3] memory dice;
            for (uint256 j = 0; j < 3; ++j) dice[j] = seed = uint256(keccak256(abi.encode(seed)));
            bytes4 selector = targetSelectors()[0].selectors[dice[0] % 7];
            // New lists come all the time, so that there is always something to claim.
            if (i % 75 == 0) selector = DistributorHandler.open.selector;
            else if (selector == DistributorHandler.open.selector) selector = DistributorHandler.spoil.selector;
            (bool success, bytes memory reason) = address(_handler).call(abi.encodePacked(selector, abi.encode(dice)));
            assertTrue(success, string(reason));
            if (i % 50 == 0) _handler.compare();
        }
        _handler.compare();
        _handler.drain();
        assertEq(_handler.done(DistributorHandler.open.selector), 8, "distributions");
        assertGt(_handler.done(DistributorHandler.claim.selector), 8, "claims");
        assertGt(_handler.done(bytes4("deny")), 8, "refused claims");
        assertGt(_handler.done(DistributorHandler.claimMany.selector), 3, "claims of many");
        assertGt(_handler.done(DistributorHandler.spoil.selector), 20, "spoilt leaves");
        assertGt(_handler.done(DistributorHandler.returnRest.selector), 3, "returns");
    }
}
