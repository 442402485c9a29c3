// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {ReputationHandler} from "./ReputationHandler.sol";

/// @notice The numbers are those of docs/invariants.md, "Reputation".
contract ReputationInvariants is Test {
    ReputationHandler private _handler;

    function setUp() public {
        _handler = new ReputationHandler();
        targetContract(address(_handler));
        bytes4[] memory selectors = new bytes4[](7);
        selectors[0] = ReputationHandler.setAwarder.selector;
        selectors[1] = ReputationHandler.award.selector;
        selectors[2] = ReputationHandler.revoke.selector;
        selectors[3] = ReputationHandler.wait.selector;
        selectors[4] = ReputationHandler.waitForQuarter.selector;
        selectors[5] = ReputationHandler.waitLong.selector;
        selectors[6] = ReputationHandler.observe.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
    }

    /// @dev A wrong value stays in the history, where the end of the run finds it: now is enough in between.
    function invariant_reputationKeepsItsPromises() public view {
        _handler.compare(block.timestamp);
    }

    function afterInvariant() public view {
        if (block.timestamp == _handler.START()) return;
        for (uint256 i = 0; i < 24; ++i) _handler.compare(_handler.pastTime(uint256(keccak256(abi.encode(i)))));
        _handler.compareSeen();
    }

    function test_aLongWalkMeetsEveryCap() public {
        for (uint256 i = 0; i < 600; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            if (seed % 8 < 3) _handler.award(seed >> 8, seed >> 32, seed >> 64);
            else if (seed % 8 < 5) _handler.revoke(seed >> 8, seed >> 32, seed >> 64);
            else if (seed % 8 == 5) _handler.waitForQuarter(seed >> 8);
            else if (seed % 64 == 7) _handler.setAwarder(seed >> 8, seed >> 32);
            else _handler.wait(seed >> 8);
            if (i % 16 == 15) _handler.observe(seed >> 8, seed >> 16);
        }
        for (uint256 i = 0; i < 24; ++i) _handler.compare(_handler.pastTime(uint256(keccak256(abi.encode(i)))));
        _handler.compareSeen();
        assertGt(_handler.clipped(), 30, "awards are cut off");
        assertGt(_handler.revocations(), 30, "points are revoked");
    }
}
