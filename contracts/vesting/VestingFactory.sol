// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IVoteEscrow} from "../escrow/IVoteEscrow.sol";
import {IVestingFactory} from "./IVestingFactory.sol";
import {VestingTerms} from "./IVestingVault.sol";
import {VestingTermsCodec} from "./VestingTermsCodec.sol";
import {VestingVault} from "./VestingVault.sol";

/**
 * @title VestingFactory
 * @notice See {IVestingFactory}. Tokens go from the caller straight to the vaults: the factory never holds any. It keeps
 * no list; the grants of a beneficiary are found by the event.
 *
 * **Who can change what.** Anyone creates and fills vaults, with tokens of their own. Nobody changes anything else.
 */
contract VestingFactory is IVestingFactory {
    using SafeERC20 for IERC20;

    /// @dev The terms are in the code that is hashed into the address: vaults differ in nothing else.
    bytes32 private constant SALT = 0;

    /// @inheritdoc IVestingFactory
    uint256 public constant MAX_TIME = 100 * 365 days;
    /// @inheritdoc IVestingFactory
    IERC20 public immutable TOKEN;
    /// @inheritdoc IVestingFactory
    address public immutable IMPLEMENTATION;

    /// @param token The token of all grants; see {IVestingVault-TOKEN}.
    /// @param escrow Where irrevocable vaults may lock it; the zero address in a network that has none.
    /// @param timelock Revokes grants that are revocable.
    /// @param treasury Gets what is revoked.
    constructor(IERC20 token, IVoteEscrow escrow, address timelock, address treasury) {
        bool fits = address(escrow) == address(0) || escrow.token() == address(token);
        if (address(token).code.length == 0 || !fits || timelock == address(0) || treasury == address(0)) {
            revert VestingFactory_BadParameters(address(token), address(escrow), timelock, treasury);
        }
        TOKEN = token;
        IMPLEMENTATION = address(new VestingVault(token, escrow, timelock, treasury));
    }

    /// @inheritdoc IVestingFactory
    function create(Grant[] calldata grants) external returns (address[] memory vaults) {
        vaults = new address[](grants.length);
        for (uint256 i = 0; i < grants.length; ++i) {
            vaults[i] = _create(i, grants[i].terms);
            _fund(vaults[i], grants[i].amount);
        }
    }

    /// @inheritdoc IVestingFactory
    function predict(VestingTerms calldata terms) external view returns (address vault) {
        return
            Clones.predictDeterministicAddressWithImmutableArgs(IMPLEMENTATION, VestingTermsCodec.encode(terms), SALT);
    }

    /// @dev The vault of `terms`, which is made if it is not there.
    function _create(uint256 index, VestingTerms calldata terms) private returns (address vault) {
        bytes memory args = VestingTermsCodec.encode(terms);
        vault = Clones.predictDeterministicAddressWithImmutableArgs(IMPLEMENTATION, args, SALT);
        if (vault.code.length != 0) {
            if (VestingVault(payable(vault)).revoked()) revert VestingFactory_Revoked(index, vault);
            return vault;
        }
        _check(index, terms);
        Clones.cloneDeterministicWithImmutableArgs(IMPLEMENTATION, args, SALT);
        emit VaultCreated(
            terms.beneficiary,
            vault,
            terms.start,
            terms.durationSeconds,
            terms.cliffSeconds,
            terms.revocable
        );
    }

    function _check(uint256 index, VestingTerms calldata terms) private view {
        if (terms.beneficiary == address(0)) revert VestingFactory_NoBeneficiary(index);
        if (terms.cliffSeconds > terms.durationSeconds) {
            revert VestingFactory_CliffAfterEnd(index, terms.cliffSeconds, terms.durationSeconds);
        }
        uint256 end = uint256(terms.start) + terms.durationSeconds;
        uint256 max = block.timestamp + MAX_TIME;
        if (end > max) revert VestingFactory_EndsTooLate(index, end, max);
    }

    function _fund(address vault, uint256 amount) private {
        if (amount == 0) return;
        emit VaultFunded(vault, msg.sender, amount);
        TOKEN.safeTransferFrom(msg.sender, vault, amount);
    }
}
