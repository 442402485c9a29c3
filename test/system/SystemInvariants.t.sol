// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {Test} from "forge-std/Test.sol";

import {SystemHandler} from "./SystemHandler.sol";

/// @notice The numbers are those of docs/invariants.md, "The whole system".
contract SystemInvariants is Test {
    SystemHandler internal _handler;

    function setUp() public {
        _handler = new SystemHandler();
        targetContract(address(_handler));

        // The commonest call of a walk is the one that brings a proposal further.
        bytes4[] memory selectors = new bytes4[](20);
        selectors[0] = SystemHandler.lock.selector;
        selectors[1] = SystemHandler.moveLock.selector;
        selectors[2] = SystemHandler.delegate.selector;
        selectors[3] = SystemHandler.transfer.selector;
        selectors[4] = SystemHandler.propose.selector;
        selectors[5] = SystemHandler.propose.selector;
        selectors[6] = SystemHandler.proposeAgain.selector;
        selectors[7] = SystemHandler.vote.selector;
        selectors[8] = SystemHandler.relayBallots.selector;
        selectors[9] = SystemHandler.cancel.selector;
        selectors[10] = SystemHandler.queue.selector;
        selectors[11] = SystemHandler.execute.selector;
        selectors[12] = SystemHandler.expire.selector;
        selectors[13] = SystemHandler.advance.selector;
        selectors[14] = SystemHandler.advance.selector;
        selectors[15] = SystemHandler.advance.selector;
        selectors[16] = SystemHandler.advance.selector;
        selectors[17] = SystemHandler.wait.selector;
        selectors[18] = SystemHandler.waitForEdge.selector;
        selectors[19] = SystemHandler.trespass.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
    }

    /// @dev Invariants 1, 3 and 6. The handler judges 2, 4 and 5 with every call.
    /// forge-config: default.invariant.runs = 24
    /// forge-config: deep.invariant.runs = 4000
    function invariant_theSystemKeepsItsPromises() public view {
        _handler.checkVotes();
        _handler.checkCalls();
        _handler.checkPowers();
    }

    /// @dev Invariant 7, at the end of every walk.
    function afterInvariant() public {
        _handler.checkHoldersGovern();
    }
}
