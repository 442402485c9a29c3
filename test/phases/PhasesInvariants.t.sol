// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {PhasesHandler} from "./PhasesHandler.sol";

/// @notice The numbers are those of docs/invariants.md, "Phases".
contract PhasesInvariants is Test {
    PhasesHandler private _handler;

    function setUp() public {
        _handler = new PhasesHandler();
        _handler.PHASES().adoptGovernor(address(_handler));
        targetContract(address(_handler));
        bytes4[] memory selectors = new bytes4[](8);
        selectors[0] = PhasesHandler.wait.selector;
        selectors[1] = PhasesHandler.decide.selector;
        selectors[2] = PhasesHandler.decide.selector;
        selectors[3] = PhasesHandler.move.selector;
        selectors[4] = PhasesHandler.appoint.selector;
        selectors[5] = PhasesHandler.declare.selector;
        selectors[6] = PhasesHandler.loosen.selector;
        selectors[7] = PhasesHandler.advance.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
    }

    function afterInvariant() public {
        _handler.finish();
    }

    /// @dev A step that was taken counts one, and nothing counts back: so the phase is as many steps from the first.
    function invariant_phasesGoOnByOneAndNeverBack() public view {
        assertEq(_handler.PHASES().current(), _handler.steps());
    }
}
