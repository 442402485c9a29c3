// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {IVoteEscrow} from "../../contracts/escrow/IVoteEscrow.sol";
import {VoteEscrow} from "../../contracts/escrow/VoteEscrow.sol";
import {StockVestingWallet} from "../../contracts/mocks/VestingMocks.sol";
import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";
import {IVestingFactory} from "../../contracts/vesting/IVestingFactory.sol";
import {VestingTerms} from "../../contracts/vesting/IVestingVault.sol";
import {VestingFactory} from "../../contracts/vesting/VestingFactory.sol";
import {VestingVault} from "../../contracts/vesting/VestingVault.sol";

/**
 * @notice Does to a vault what its owner, strangers and the timelock may do, at random, and counts what must come of it.
 * Beside it stands OpenZeppelin's own wallet, which is sent all that the vault is sent, and never releases: it tells what
 * is vested at any time.
 */
contract VestingHandler is Test {
    uint256 internal constant WEEK = 7 days;
    uint256 internal constant MAX_WEEKS = 4;

    GovernanceToken public immutable TOKEN;
    VoteEscrow public immutable ESCROW;
    VestingFactory public immutable FACTORY;
    VestingVault public immutable VAULT;
    StockVestingWallet public immutable STOCK;

    address internal constant TIMELOCK = address(0x7131);
    address public constant TREASURY = address(0x7ea5);
    address public constant OWNER = address(0xa11ce);
    address internal constant STRANGER = address(0xb0b);

    /// @dev What came in and counts, what strangers gave to locks and is still there.
    uint256 public allocation;
    uint256 public gifts;
    uint256 public vestedAtRevocation;
    uint256 public incomeAfterRevocation;
    VestingTerms private _terms;
    uint256 private _lastReleased;
    uint256 private _lastVested;

    constructor(bool revocable, uint32 duration, uint32 cliff) {
        vm.warp(3000 * WEEK + 12345);
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](1);
        allocations[0] = IGovernanceToken.Allocation(address(this), type(uint96).max);
        TOKEN = new GovernanceToken("Neuro", "NEURO", TIMELOCK, allocations, type(uint96).max, 0);
        ESCROW = new VoteEscrow(TOKEN, "Neuro votes", "veNEURO", MAX_WEEKS, 1, false);
        FACTORY = new VestingFactory(TOKEN, ESCROW, TIMELOCK, TREASURY);
        TOKEN.approve(address(FACTORY), type(uint256).max);
        TOKEN.approve(address(ESCROW), type(uint256).max);

        _terms = VestingTerms(OWNER, uint48(block.timestamp + WEEK), duration, cliff, revocable);
        VAULT = VestingVault(payable(FACTORY.predict(_terms)));
        STOCK = new StockVestingWallet(OWNER, _terms.start, duration, cliff);
        topUp(type(uint256).max);
    }

    // ---------------------------------------------------------------------------------------------- doing

    function topUp(uint256 amount) public {
        if (address(VAULT).code.length != 0 && VAULT.revoked()) return;
        amount = _amount(amount);
        IVestingFactory.Grant[] memory grants = new IVestingFactory.Grant[](1);
        grants[0] = IVestingFactory.Grant(_terms, amount);
        assertEq(FACTORY.create(grants)[0], address(VAULT), "where it was predicted");
        _came(amount);
    }

    function donate(uint256 amount) external {
        amount = _amount(amount);
        TOKEN.transfer(address(VAULT), amount);
        _came(amount);
    }

    function release(bool byOwner) external {
        uint256 due = VAULT.releasable(address(TOKEN));
        uint256 before = TOKEN.balanceOf(OWNER);
        vm.prank(byOwner ? OWNER : STRANGER);
        VAULT.release(address(TOKEN));
        assertEq(TOKEN.balanceOf(OWNER), before + due, "what was said to be releasable");
        assertEq(VAULT.releasable(address(TOKEN)), 0, "nothing is left to release");
    }

    function lock(uint256 amount, uint256 weeksAhead, bool permanent) external {
        uint256 free = TOKEN.balanceOf(address(VAULT));
        if (VAULT.revocable() || free == 0 || ESCROW.locksOf(address(VAULT)).length == 16) return;
        amount = bound(amount, 1, free);
        vm.prank(OWNER);
        if (permanent) VAULT.createPermanentLock(amount);
        else VAULT.createLock(amount, _unlockTime(weeksAhead));
    }

    function increase(uint256 seed, uint256 amount) external {
        (bool found, IVoteEscrow.LockView memory live) = _live(seed);
        uint256 free = TOKEN.balanceOf(address(VAULT));
        if (!found || free == 0) return;
        vm.prank(OWNER);
        VAULT.increaseAmount(live.id, bound(amount, 1, free));
    }

    /// @dev A stranger's gift to a lock: part of the allocation when it comes back.
    function give(uint256 seed, uint256 amount) external {
        (bool found, IVoteEscrow.LockView memory live) = _live(seed);
        if (!found) return;
        amount = _amount(amount);
        ESCROW.increaseAmount(address(VAULT), live.id, amount);
        gifts += amount;
    }

    function extend(uint256 seed, uint256 weeksAhead) external {
        (bool found, IVoteEscrow.LockView memory live) = _live(seed);
        uint256 unlockTime = _unlockTime(weeksAhead);
        if (!found || live.unlockTime == 0 || unlockTime <= live.unlockTime) return;
        vm.prank(OWNER);
        VAULT.extend(live.id, unlockTime);
    }

    function permanentOrDecay(uint256 seed) external {
        (bool found, IVoteEscrow.LockView memory live) = _live(seed);
        if (!found) return;
        vm.prank(OWNER);
        if (live.unlockTime == 0) VAULT.startDecay(live.id);
        else VAULT.makePermanent(live.id);
    }

    function merge(uint256 seedFrom, uint256 seedTo) external {
        (bool found, IVoteEscrow.LockView memory to) = _live(seedTo);
        IVoteEscrow.LockView[] memory locks = ESCROW.locksOf(address(VAULT));
        if (!found || locks[seedFrom % locks.length].id == to.id) return;
        vm.prank(OWNER);
        VAULT.merge(locks[seedFrom % locks.length].id, to.id);
    }

    function withdraw(uint256 seed) public {
        IVoteEscrow.LockView[] memory locks = ESCROW.locksOf(address(VAULT));
        if (locks.length == 0) return;
        IVoteEscrow.LockView memory chosen = locks[seed % locks.length];
        if (chosen.unlockTime == 0 || chosen.unlockTime > block.timestamp) return;

        uint256 owed = VAULT.locked();
        uint256 balance = TOKEN.balanceOf(address(VAULT));
        vm.prank(OWNER);
        VAULT.withdraw(chosen.id);
        assertEq(TOKEN.balanceOf(address(VAULT)), balance + chosen.amount, "locked tokens come back here");

        // More than went there: from here on a stranger's gift is part of the allocation.
        if (chosen.amount <= owed) return;
        uint256 surfaced = chosen.amount - owed;
        gifts -= surfaced;
        allocation += surfaced;
        TOKEN.transfer(address(STOCK), surfaced);
    }

    function revoke(uint256 chance) external {
        if (chance % 4 != 0 || !VAULT.revocable()) return;
        uint256 vested = STOCK.vestedAmount(address(TOKEN), uint64(block.timestamp));
        if (VAULT.revoked() || vested == allocation) return;
        vm.prank(TIMELOCK);
        VAULT.revoke();
        vestedAtRevocation = vested;
        assertEq(TOKEN.balanceOf(TREASURY), allocation - vested, "what was not vested");
    }

    function wait(uint256 time) external {
        skip(bound(time, 1, 3 * WEEK));
    }

    // ---------------------------------------------------------------------------------------------- judging

    /// @dev Vesting 1 to 4 of docs/invariants.md.
    function judge() external {
        uint256 released = VAULT.released(address(TOKEN));
        uint256 releasable = VAULT.releasable(address(TOKEN));
        uint256 balance = TOKEN.balanceOf(address(VAULT));
        uint256 vested = VAULT.vestedAmount(address(TOKEN), uint64(block.timestamp));

        if (VAULT.revoked()) {
            assertEq(vested, vestedAtRevocation + incomeAfterRevocation, "revoked: vested stays");
            assertEq(released + balance, vested, "revoked: all that is left is vested");
        } else {
            assertEq(vested, STOCK.vestedAmount(address(TOKEN), uint64(block.timestamp)), "as OpenZeppelin has it");
            assertEq(balance + released + VAULT.locked(), allocation, "the allocation is whole");
            for (uint256 i = 1; i <= 5; ++i) {
                uint64 later = uint64(block.timestamp + (i * (VAULT.end() + WEEK - VAULT.start())) / 5);
                assertEq(
                    VAULT.vestedAmount(address(TOKEN), later),
                    STOCK.vestedAmount(address(TOKEN), later),
                    "later, too"
                );
            }
        }
        assertLe(released + releasable, vested, "never ahead of the schedule");
        assertLe(releasable, balance, "out of what is free");
        assertEq(releasable, vested - released < balance ? vested - released : balance, "all that can be paid");
        assertGe(released, _lastReleased, "what is released stays so");
        assertGe(vested, _lastVested, "what is vested stays so");
        assertEq(TOKEN.balanceOf(OWNER), released, "released is what the owner got");
        (_lastReleased, _lastVested) = (released, vested);
    }

    /// @dev Vesting 5: at the end of all, everything is out.
    function drain() external {
        IVoteEscrow.LockView[] memory locks = ESCROW.locksOf(address(VAULT));
        for (uint256 i = 0; i < locks.length; ++i) {
            if (locks[i].unlockTime != 0) continue;
            vm.prank(OWNER);
            VAULT.startDecay(locks[i].id);
        }
        uint256 end = VAULT.end();
        vm.warp((block.timestamp > end ? block.timestamp : end) + MAX_WEEKS * WEEK);
        for (uint256 i = 0; i < locks.length; ++i) withdraw(0);
        assertEq(VAULT.locked(), 0, "nothing is locked");
        assertEq(gifts, 0, "no gift is lost");
        VAULT.release(address(TOKEN));
        assertEq(TOKEN.balanceOf(address(VAULT)), 0, "the vault is empty");
        assertEq(
            TOKEN.balanceOf(OWNER) + TOKEN.balanceOf(TREASURY),
            allocation + incomeAfterRevocation,
            "owner and treasury got exactly the allocation"
        );
    }

    // ---------------------------------------------------------------------------------------------- helpers

    function _came(uint256 amount) private {
        if (VAULT.revoked()) incomeAfterRevocation += amount;
        else {
            allocation += amount;
            TOKEN.transfer(address(STOCK), amount);
        }
    }

    /// @dev Up to a thousandth of the supply, so that it lasts; from 1, where rounding bites.
    function _amount(uint256 seed) private pure returns (uint256) {
        return seed % 3 == 0 ? bound(seed, 1, 1000) : bound(seed, 1, type(uint96).max / 1000);
    }

    function _unlockTime(uint256 weeksAhead) private view returns (uint256) {
        return (block.timestamp / WEEK + bound(weeksAhead, 1, MAX_WEEKS)) * WEEK;
    }

    function _live(uint256 seed) private view returns (bool found, IVoteEscrow.LockView memory live) {
        IVoteEscrow.LockView[] memory locks = ESCROW.locksOf(address(VAULT));
        for (uint256 i = 0; i < locks.length && !found; ++i) {
            live = locks[((seed % locks.length) + i) % locks.length];
            found = live.unlockTime == 0 || live.unlockTime > block.timestamp;
        }
    }
}
