// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {BallotsHandler} from "./BallotsHandler.sol";

/// @notice The numbers are those of docs/invariants.md, "Ballots".
contract BallotsInvariants is Test {
    BallotsHandler private _handler;

    function setUp() public {
        _handler = new BallotsHandler();
        targetContract(address(_handler));
        bytes4[] memory selectors = new bytes4[](4);
        selectors[0] = BallotsHandler.open.selector;
        selectors[1] = BallotsHandler.cast.selector;
        selectors[2] = BallotsHandler.transfer.selector;
        selectors[3] = BallotsHandler.wait.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
    }

    function afterInvariant() public {
        for (uint256 i = 0; i < 3; ++i) _handler.wait(1 days - 1);
        _handler.compare();
    }

    function invariant_ballotsCountEveryVoteOnce() public view {
        _handler.compare();
    }
}
