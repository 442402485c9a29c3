// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {EscrowHandler} from "./EscrowHandler.sol";

/// @notice The numbers are those of docs/invariants.md.
abstract contract EscrowInvariants is Test {
    EscrowHandler internal _handler;
    uint256 private immutable MAX_WEEKS;
    bool private immutable PERMANENT_ONLY;

    constructor(uint256 maxWeeks, bool permanentOnly) {
        MAX_WEEKS = maxWeeks;
        PERMANENT_ONLY = permanentOnly;
    }

    function setUp() public {
        _handler = new EscrowHandler(MAX_WEEKS, PERMANENT_ONLY);
        targetContract(address(_handler));

        bytes4[] memory selectors = new bytes4[](15);
        selectors[0] = EscrowHandler.createLock.selector;
        selectors[1] = EscrowHandler.createPermanentLock.selector;
        selectors[2] = EscrowHandler.createLockFor.selector;
        selectors[3] = EscrowHandler.increaseAmount.selector;
        selectors[4] = EscrowHandler.extend.selector;
        selectors[5] = EscrowHandler.makePermanent.selector;
        selectors[6] = EscrowHandler.startDecay.selector;
        selectors[7] = EscrowHandler.merge.selector;
        selectors[8] = EscrowHandler.withdraw.selector;
        selectors[9] = EscrowHandler.delegate.selector;
        selectors[10] = EscrowHandler.wait.selector;
        selectors[11] = EscrowHandler.waitForWeek.selector;
        selectors[12] = EscrowHandler.waitLong.selector;
        selectors[13] = EscrowHandler.observe.selector;
        selectors[14] = EscrowHandler.project.selector;
        targetSelector(FuzzSelector({addr: address(_handler), selectors: selectors}));
    }

    /// @dev Invariants 1 to 4, and 14. The handler judges 7, 10 and 11 as it goes. A wrong value stays in the history, where
    /// the end of the run finds it; so it is enough to look after some of the calls.
    function invariant_escrowKeepsItsPromises() public {
        if (uint256(keccak256(abi.encode(block.timestamp, _handler.changes()))) % 8 != 0) return;
        _handler.compare(_time(block.timestamp));
        _handler.compareSums();
        _handler.compareLocks();
        _handler.compareNumbers();
        _seenStays(4);
    }

    /// @dev At the end of every run: 1 and 2 for the whole history, then everything is taken back.
    function afterInvariant() public {
        for (uint256 i = 0; i < 24; ++i) _handler.compare(_time(i));
        _handler.compareSums();
        _handler.compareLocks();
        _handler.compareNumbers();
        _seenStays(type(uint256).max);
        _handler.drain();
    }

    function _time(uint256 seed) private view returns (uint256) {
        if (block.timestamp == _handler.START()) return block.timestamp;
        return _handler.pastTime(uint256(keccak256(abi.encode(seed))));
    }

    /// @dev Asks again about everything that was seen, or about `max` of it.
    function _seenStays(uint256 max) private view {
        uint256 count = _handler.seen();
        if (count == 0) return;
        if (max > count) max = count;
        uint256 first = max == count ? 0 : uint256(keccak256(abi.encode(block.timestamp))) % count;
        for (uint256 i = 0; i < max; ++i) _handler.askAgain((first + i) % count);
    }
}

contract FourYearInvariants is EscrowInvariants(208, false) {}

contract FourWeekInvariants is EscrowInvariants(4, false) {}

/// @dev Invariant 13: tokens come in at their full weight, and lose it on their way out alone.
contract PermanentOnlyInvariants is EscrowInvariants(4, true) {}
