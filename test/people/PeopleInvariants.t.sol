// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {PeopleHandler} from "./PeopleHandler.sol";

/// @notice The numbers are those of docs/invariants.md, "People and their votes".
contract PeopleInvariants is Test {
    PeopleHandler private _handler;

    function setUp() public {
        _handler = new PeopleHandler();
        targetContract(address(_handler));
        bytes4[] memory selectors = new bytes4[](10);
        selectors[0] = PeopleHandler.issue.selector;
        selectors[1] = PeopleHandler.renew.selector;
        selectors[2] = PeopleHandler.end.selector;
        selectors[3] = PeopleHandler.expire.selector;
        selectors[4] = PeopleHandler.transfer.selector;
        selectors[5] = PeopleHandler.delegate.selector;
        selectors[6] = PeopleHandler.award.selector;
        selectors[7] = PeopleHandler.wait.selector;
        selectors[8] = PeopleHandler.waitForEdge.selector;
        selectors[9] = PeopleHandler.observe.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
    }

    /// @dev A wrong value stays in the history, where the end of the run finds it: little is asked in between.
    function invariant_personsNeverOutvoteTheirTotal() public {
        if (block.timestamp > _handler.START()) _handler.compare(block.timestamp - 1);
    }

    function afterInvariant() public {
        if (block.timestamp == _handler.START()) return;
        for (uint256 i = 0; i < 24; ++i) _handler.compare(_handler.pastTime(uint256(keccak256(abi.encode(i)))));
        _handler.compareSeen();
    }

    function test_aLongWalkLetsCredentialsLapseAndTrimsThem() public {
        for (uint256 i = 0; i < 500; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            uint256 what = seed % 12;
            if (what < 3) _handler.issue(seed >> 8);
            else if (what == 3) _handler.renew(seed >> 8);
            else if (what == 4) _handler.end(seed >> 8, seed & 256 == 0);
            else if (what == 5) _handler.expire(seed >> 8);
            else if (what == 6) _handler.transfer(seed >> 8, seed >> 32, seed >> 64);
            else if (what == 7) _handler.delegate(seed >> 8, seed >> 32);
            else if (what == 8) _handler.award(seed >> 8, seed >> 32);
            else if (what == 9) _handler.waitForEdge(seed >> 8, seed >> 32);
            else _handler.wait(seed >> 8);
            if (i % 16 == 15) _handler.observe(seed >> 8, seed >> 16);
        }
        for (uint256 i = 0; i < 48; ++i) _handler.compare(_handler.pastTime(uint256(keccak256(abi.encode(i)))));
        _handler.compareSeen();
        assertGt(_handler.lapsed(), 5, "credentials lapse untrimmed");
        assertGt(_handler.counted(), 5, "counts are trimmed");
    }
}
