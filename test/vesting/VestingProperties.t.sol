// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {IVoteEscrow} from "../../contracts/escrow/IVoteEscrow.sol";
import {PlainToken, StockVestingWallet} from "../../contracts/mocks/VestingMocks.sol";
import {IVestingFactory} from "../../contracts/vesting/IVestingFactory.sol";
import {VestingTerms} from "../../contracts/vesting/IVestingVault.sol";
import {VestingFactory} from "../../contracts/vesting/VestingFactory.sol";
import {VestingVault} from "../../contracts/vesting/VestingVault.sol";

contract VestingProperties is Test {
    uint256 private constant SUPPLY = type(uint96).max;
    address private constant TREASURY = address(0x7ea5);

    PlainToken private _token;
    VestingFactory private _factory;

    function setUp() public {
        vm.warp(1_800_000_000);
        _token = new PlainToken(SUPPLY);
        _factory = new VestingFactory(_token, IVoteEscrow(address(0)), address(this), TREASURY);
        _token.approve(address(_factory), type(uint256).max);
    }

    /// @dev Any terms that the factory takes, any amount, any time: exactly OpenZeppelin's answer.
    function testFuzz_anySchedule_isOpenZeppelins(VestingTerms memory terms, uint256 amount, uint64 time) public {
        (VestingVault vault, StockVestingWallet stock) = _both(terms, amount);
        assertEq(vault.vestedAmount(address(_token), time), stock.vestedAmount(address(_token), time), "at any time");
        uint256[3] memory corners = [vault.start(), vault.cliff(), vault.end()];
        for (uint256 i = 0; i < 9; ++i) {
            if (corners[i / 3] + (i % 3) == 0) continue;
            uint64 at = uint64(corners[i / 3] + (i % 3) - 1);
            assertEq(vault.vestedAmount(address(_token), at), stock.vestedAmount(address(_token), at), "at a corner");
        }
    }

    /// @dev The code carries every term, and the address tells of each.
    function testFuzz_anyTerms_areCarriedInTheCode(VestingTerms memory terms) public {
        (VestingVault vault, ) = _both(terms, 0);
        assertEq(abi.encode(vault.terms()), abi.encode(terms), "terms");
        assertEq(vault.owner(), terms.beneficiary, "owner");
        assertEq(address(vault), _factory.predict(terms), "address");
    }

    /// @dev Released in any steps and revoked at any time, owner and treasury get exactly the allocation.
    function testFuzz_revokedAnyTime_nothingIsLostOrMade(
        VestingTerms memory terms,
        uint256 amount,
        uint64[4] memory waits
    ) public {
        terms.revocable = true;
        (VestingVault vault, StockVestingWallet stock) = _both(terms, amount);
        for (uint256 i = 0; i < 4; ++i) {
            uint256 end = vault.end() > block.timestamp ? vault.end() : block.timestamp;
            vm.warp(bound(waits[i], block.timestamp, end));
            uint256 vested = stock.vestedAmount(address(_token), uint64(block.timestamp));
            if (i == 2) {
                if (vested == _token.balanceOf(address(stock))) return;
                vault.revoke();
                assertEq(_token.balanceOf(TREASURY), _token.balanceOf(address(stock)) - vested, "the rest");
                break;
            }
            vault.release(address(_token));
            assertEq(_token.balanceOf(terms.beneficiary), vested, "what is vested");
        }
        vault.release(address(_token));
        assertEq(_token.balanceOf(address(vault)), 0, "empty");
        assertEq(
            _token.balanceOf(terms.beneficiary) + _token.balanceOf(TREASURY),
            _token.balanceOf(address(stock)),
            "exactly the allocation"
        );
    }

    function _both(VestingTerms memory terms, uint256 amount) private returns (VestingVault, StockVestingWallet) {
        vm.assume(uint160(terms.beneficiary) > 0xffff && terms.beneficiary != address(this));
        vm.assume(terms.beneficiary != TREASURY && terms.beneficiary.code.length == 0);
        terms.start = uint48(bound(terms.start, 0, block.timestamp + 50 * 365 days));
        terms.durationSeconds = uint32(bound(terms.durationSeconds, 0, 50 * 365 days));
        terms.cliffSeconds = uint32(bound(terms.cliffSeconds, 0, terms.durationSeconds));
        amount = bound(amount, 0, SUPPLY / 2);

        IVestingFactory.Grant[] memory grants = new IVestingFactory.Grant[](1);
        grants[0] = IVestingFactory.Grant(terms, amount);
        StockVestingWallet stock = new StockVestingWallet(
            terms.beneficiary,
            terms.start,
            terms.durationSeconds,
            terms.cliffSeconds
        );
        _token.transfer(address(stock), amount);
        return (VestingVault(payable(_factory.create(grants)[0])), stock);
    }
}
