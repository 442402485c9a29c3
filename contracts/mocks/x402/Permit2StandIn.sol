// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {IDepositCollector} from "./BatchSettlementStandIn.sol";

struct TokenPermissions {
    address token;
    uint256 amount;
}

struct PermitTransferFrom {
    TokenPermissions permitted;
    uint256 nonce;
    uint256 deadline;
}

struct SignatureTransferDetails {
    address to;
    uint256 requestedAmount;
}

/**
 * @notice A stand-in for Permit2, for local chains and tests alone: its transfers by signature with a witness, and their
 * unordered nonces, as its documentation describes them. Public chains have Uniswap's own.
 */
contract Permit2StandIn {
    using SafeERC20 for IERC20;

    bytes32 private constant DOMAIN_TYPE = keccak256(
        "EIP712Domain(string name,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant PERMISSIONS_TYPE = keccak256("TokenPermissions(address token,uint256 amount)");
    string private constant TRANSFER_TYPE =
        "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,";

    mapping(address owner => mapping(uint256 word => uint256 bits)) public nonceBitmap;

    error SignatureExpired(uint256 deadline);
    error InvalidAmount(uint256 maxAmount);
    error InvalidNonce();
    error InvalidSigner();

    function permitWitnessTransferFrom(
        PermitTransferFrom calldata permit,
        SignatureTransferDetails calldata details,
        address owner,
        bytes32 witness,
        string calldata witnessType,
        bytes calldata signature
    ) external {
        if (block.timestamp > permit.deadline) revert SignatureExpired(permit.deadline);
        if (details.requestedAmount > permit.permitted.amount) revert InvalidAmount(permit.permitted.amount);
        uint256 bit = 1 << (permit.nonce & 0xff);
        uint256 bits = nonceBitmap[owner][permit.nonce >> 8];
        if (bits & bit != 0) revert InvalidNonce();
        nonceBitmap[owner][permit.nonce >> 8] = bits | bit;
        bytes32 message = keccak256(
            abi.encode(
                keccak256(abi.encodePacked(TRANSFER_TYPE, witnessType)),
                keccak256(abi.encode(PERMISSIONS_TYPE, permit.permitted)),
                msg.sender,
                permit.nonce,
                permit.deadline,
                witness
            )
        );
        bytes32 digest = MessageHashUtils.toTypedDataHash(DOMAIN_SEPARATOR(), message);
        if (!SignatureChecker.isValidSignatureNow(owner, digest, signature)) revert InvalidSigner();
        IERC20(permit.permitted.token).safeTransferFrom(owner, details.to, details.requestedAmount);
    }

    // The name is Permit2's.
    // solhint-disable-next-line func-name-mixedcase
    function DOMAIN_SEPARATOR() public view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_TYPE, keccak256("Permit2"), block.chainid, address(this)));
    }
}

/// @notice A stand-in for x402's collector of deposits by Permit2, likewise: with a permit of ERC-2612 in front, if one is given.
contract Permit2CollectorStandIn is IDepositCollector {
    bytes32 private constant WITNESS_TYPE = keccak256("DepositWitness(bytes32 channelId)");
    string private constant WITNESS =
        "DepositWitness witness)DepositWitness(bytes32 channelId)TokenPermissions(address token,uint256 amount)";

    address private immutable SETTLEMENT;
    Permit2StandIn private immutable PERMIT2;

    error OnlySettlement();
    error Permit2612AmountMismatch();

    event EIP2612PermitFailedWithData(address indexed token, address indexed owner, bytes data);

    constructor(address settlement, Permit2StandIn permit2) {
        (SETTLEMENT, PERMIT2) = (settlement, permit2);
    }

    function collect(
        address payer,
        address token,
        uint256 amount,
        bytes32 channelId,
        bytes calldata data
    ) external override {
        if (msg.sender != SETTLEMENT) revert OnlySettlement();
        (uint256 nonce, uint256 deadline, bytes memory signature, bytes memory approval) = abi.decode(
            data,
            (uint256, uint256, bytes, bytes)
        );
        if (approval.length != 0) _approve(payer, token, amount, approval);
        PERMIT2.permitWitnessTransferFrom(
            PermitTransferFrom(TokenPermissions(token, amount), nonce, deadline),
            SignatureTransferDetails(SETTLEMENT, amount),
            payer,
            keccak256(abi.encode(WITNESS_TYPE, channelId)),
            WITNESS,
            signature
        );
    }

    /// @dev A permit that fails may have been used by somebody else before: the transfer says whether it is needed.
    function _approve(address payer, address token, uint256 amount, bytes memory approval) private {
        (uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) = abi.decode(
            approval,
            (uint256, uint256, uint8, bytes32, bytes32)
        );
        if (value != amount) revert Permit2612AmountMismatch();
        try IERC20Permit(token).permit(payer, address(PERMIT2), value, deadline, v, r, s) {} catch (
            bytes memory reason
        ) {
            emit EIP2612PermitFailedWithData(token, payer, reason);
        }
    }
}
