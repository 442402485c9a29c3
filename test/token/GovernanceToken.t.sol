// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";

/// @notice Mints, burns and lets time pass at random, and keeps its own account of every mint.
contract GovernanceTokenHandler is Test {
    GovernanceToken public immutable TOKEN;

    uint256[] private _times;
    uint256[] private _totals;

    constructor(uint256 supply, uint256 hardCap, uint256 inflationBps) {
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](1);
        allocations[0] = IGovernanceToken.Allocation({account: address(this), amount: supply});
        TOKEN = new GovernanceToken("Neuro", "NEURO", address(this), allocations, hardCap, inflationBps);
        _note();
    }

    /// @dev Tries more than is allowed as often as not: what the token accepts is what the invariants judge.
    function mint(uint256 amount) public {
        uint256 room = TOKEN.mintable();
        amount = bound(amount, 0, 2 * room + 1);
        (bool minted, ) = address(TOKEN).call(abi.encodeCall(TOKEN.mint, (address(this), amount)));
        assertEq(minted, amount <= room, "mintable() is exactly what can be minted");
        _note();
    }

    function burn(uint256 amount) external {
        TOKEN.burn(bound(amount, 0, TOKEN.balanceOf(address(this))));
    }

    function mintAll() external {
        mint(TOKEN.mintable());
    }

    function wait(uint256 delay) external {
        vm.warp(block.timestamp + bound(delay, 0, 200 days));
    }

    /// @dev To within a second of the anniversary of an earlier mint, where the window's edge is.
    function waitForAnniversary(uint256 index, uint256 offset) external {
        uint256 anniversary = _times[bound(index, 0, _times.length - 1)] + 365 days - 1 + bound(offset, 0, 2);
        if (anniversary > block.timestamp) vm.warp(anniversary);
    }

    /// @dev The yearly limit, recomputed naively at the time of every mint.
    function assertYearlyLimit() external view {
        for (uint256 i = 0; i < _times.length; ++i) {
            uint256 base = _totals[0];
            for (uint256 j = 0; j < _times.length && _times[j] + 365 days <= _times[i]; ++j) base = _totals[j];
            assertLe(_totals[i] * 10_000, base * (10_000 + TOKEN.INFLATION_BPS()), "yearly limit");
        }
    }

    function _note() private {
        _times.push(block.timestamp);
        _totals.push(TOKEN.everMinted());
    }
}

contract GovernanceTokenInvariantTest is Test {
    GovernanceTokenHandler private _handler;
    GovernanceToken private _token;

    function setUp() external {
        vm.warp(1_750_000_000);
        _handler = new GovernanceTokenHandler(1_000_003, 1_900_000, 1_234);
        _token = _handler.TOKEN();
        targetContract(address(_handler));
    }

    function invariant_yearlyLimitHolds() external view {
        _handler.assertYearlyLimit();
    }

    function invariant_hardCapHolds() external view {
        assertLe(_token.everMinted(), _token.HARD_CAP());
        assertLe(_token.totalSupply(), _token.everMinted());
    }
}

contract GovernanceTokenFuzzTest is Test {
    /// @notice Any token that deploys keeps its first year's limit, also at the ends of the range and of time.
    function testFuzz_firstYear(uint256 supply, uint256 hardCap, uint256 inflationBps, uint256 amount) external {
        vm.warp(bound(amount, 1, 2 * 365 days));
        hardCap = bound(hardCap, 1, type(uint96).max);
        supply = bound(supply, 1, hardCap);
        inflationBps = bound(inflationBps, 0, 10_000);
        GovernanceTokenHandler handler = new GovernanceTokenHandler(supply, hardCap, inflationBps);
        handler.mint(amount);
        handler.mintAll();
        handler.assertYearlyLimit();
        assertEq(handler.TOKEN().mintable(), 0);
        uint256 grown = (supply * (10_000 + inflationBps)) / 10_000;
        assertEq(handler.TOKEN().everMinted(), grown < hardCap ? grown : hardCap);
    }

    /// @notice A compounding minter who takes all it can each year reaches the hard cap and nothing beyond it.
    function testFuzz_manyYears(uint256 inflationBps, uint8 yearCount) external {
        vm.warp(1_750_000_000);
        inflationBps = bound(inflationBps, 1, 10_000);
        GovernanceTokenHandler handler = new GovernanceTokenHandler(10 ** 24, 10 ** 26, inflationBps);
        uint256 expected = 10 ** 24;
        for (uint256 i = 0; i < yearCount; ++i) {
            handler.mintAll();
            expected = (expected * (10_000 + inflationBps)) / 10_000;
            if (expected > 10 ** 26) expected = 10 ** 26;
            assertEq(handler.TOKEN().everMinted(), expected);
            vm.warp(block.timestamp + 365 days);
        }
    }
}
