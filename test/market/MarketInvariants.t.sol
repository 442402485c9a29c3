// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {MarketHandler} from "./MarketHandler.sol";

/// @notice The numbers are those of docs/invariants.md, "Market".
contract MarketInvariants is Test {
    MarketHandler private _handler;

    function setUp() public {
        _handler = new MarketHandler();
        targetContract(address(_handler));
        bytes4[] memory selectors = new bytes4[](11);
        selectors[0] = MarketHandler.pay.selector;
        selectors[1] = MarketHandler.settle.selector;
        selectors[2] = MarketHandler.give.selector;
        selectors[3] = MarketHandler.setShares.selector;
        selectors[4] = MarketHandler.sweep.selector;
        selectors[5] = MarketHandler.attribute.selector;
        selectors[6] = MarketHandler.withdraw.selector;
        selectors[7] = MarketHandler.rate.selector;
        selectors[8] = MarketHandler.dispute.selector;
        selectors[9] = MarketHandler.rule.selector;
        selectors[10] = MarketHandler.addStake.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
    }

    function afterInvariant() public {
        _handler.pay(0, 1e18);
        _handler.sweep(0);
        _handler.collectStakes(0);
        invariant_1to6_marketSplitsToTheWei();
        assertGt(_handler.sweeps(), 0, "something was split");
    }

    function invariant_1to6_marketSplitsToTheWei() public view {
        _handler.checkTills();
        _handler.checkMarket();
    }
}
