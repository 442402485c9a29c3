// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {TreasuryHandler} from "./TreasuryHandler.sol";

/// @notice The numbers are those of docs/invariants.md.
contract TreasuryInvariants is Test {
    TreasuryHandler internal _handler;

    function setUp() public {
        _handler = new TreasuryHandler();
        targetContract(address(_handler));

        bytes4[] memory selectors = new bytes4[](18);
        selectors[0] = TreasuryHandler.wait.selector;
        selectors[1] = TreasuryHandler.waitLong.selector;
        selectors[2] = TreasuryHandler.deposit.selector;
        selectors[3] = TreasuryHandler.donate.selector;
        selectors[4] = TreasuryHandler.rebase.selector;
        selectors[5] = TreasuryHandler.setFees.selector;
        selectors[6] = TreasuryHandler.reconcile.selector;
        selectors[7] = TreasuryHandler.pay.selector;
        selectors[8] = TreasuryHandler.grant.selector;
        selectors[9] = TreasuryHandler.disburse.selector;
        selectors[10] = TreasuryHandler.refund.selector;
        selectors[11] = TreasuryHandler.change.selector;
        selectors[12] = TreasuryHandler.freeze.selector;
        selectors[13] = TreasuryHandler.schedule.selector;
        selectors[14] = TreasuryHandler.payRecurring.selector;
        selectors[15] = TreasuryHandler.raiseCap.selector;
        selectors[16] = TreasuryHandler.lowerCap.selector;
        selectors[17] = TreasuryHandler.end.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
    }

    /// @dev Invariants 1, 5 and 6. The handler judges 2, 7 and 8 as it goes.
    function invariant_treasuryKeepsItsPromises() public view {
        for (uint256 i = 0; i < _handler.TOKENS(); ++i) {
            _handler.compareLedger(i);
            _handler.compareHalf(i);
        }
        _handler.compareBudgets();
    }

    /// @dev At the end of every run: 3 and 4 over the whole history, and the books after a reconciliation.
    function afterInvariant() public {
        for (uint256 i = 0; i < _handler.TOKENS(); ++i) {
            _handler.compareWindows(i);
            _handler.reconcile(i);
            _handler.compareLedger(i);
        }
    }

    /// @dev One walk that is long enough to do everything often, so that the promises are not kept by idleness.
    function test_aLongWalkDoesEverythingAndKeepsThem() public {
        uint256 seed = 7;
        for (uint256 i = 0; i < 1_500; ++i) {
            uint256[5] memory dice;
            for (uint256 j = 0; j < 5; ++j) dice[j] = seed = uint256(keccak256(abi.encode(seed)));
            _step(i % 3 == 0 ? TreasuryHandler.wait.selector : targetSelectors()[0].selectors[dice[0] % 18], dice);
            if (i % 50 == 0) invariant_treasuryKeepsItsPromises();
        }
        afterInvariant();
        assertGt(_handler.done(TreasuryHandler.pay.selector), 30, "payments");
        assertGt(_handler.done(TreasuryHandler.disburse.selector), 20, "disbursements");
        assertGt(_handler.done(TreasuryHandler.payRecurring.selector), 10, "recurring payments");
        assertGt(_handler.done(TreasuryHandler.refund.selector), 10, "refunds");
        assertGt(_handler.done(TreasuryHandler.change.selector), 20, "changes");
        assertGt(_handler.done(TreasuryHandler.lowerCap.selector), 10, "lowered caps");
    }

    function _step(bytes4 selector, uint256[5] memory dice) private {
        (bool success, bytes memory reason) = address(_handler).call(abi.encodePacked(selector, abi.encode(dice)));
        assertTrue(success, string(reason));
    }
}
