// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {VestingHandler} from "./VestingHandler.sol";

/// @notice The numbers are those of docs/invariants.md, under Vesting.
abstract contract VestingInvariants is Test {
    VestingHandler internal _handler;

    function _deploy() internal virtual returns (VestingHandler);

    function setUp() public {
        _handler = _deploy();
        targetContract(address(_handler));

        bytes4[] memory selectors = new bytes4[](12);
        selectors[0] = VestingHandler.topUp.selector;
        selectors[1] = VestingHandler.donate.selector;
        selectors[2] = VestingHandler.release.selector;
        selectors[3] = VestingHandler.lock.selector;
        selectors[4] = VestingHandler.increase.selector;
        selectors[5] = VestingHandler.give.selector;
        selectors[6] = VestingHandler.extend.selector;
        selectors[7] = VestingHandler.permanentOrDecay.selector;
        selectors[8] = VestingHandler.merge.selector;
        selectors[9] = VestingHandler.withdraw.selector;
        selectors[10] = VestingHandler.revoke.selector;
        selectors[11] = VestingHandler.wait.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
    }

    function invariant_vestingKeepsItsPromises() public {
        _handler.judge();
    }

    function afterInvariant() public {
        _handler.drain();
    }
}

contract IrrevocableVaultInvariants is VestingInvariants {
    function _deploy() internal override returns (VestingHandler) {
        return new VestingHandler(false, 40 weeks, 10 weeks);
    }
}

contract RevocableVaultInvariants is VestingInvariants {
    function _deploy() internal override returns (VestingHandler) {
        return new VestingHandler(true, 40 weeks, 10 weeks);
    }
}
