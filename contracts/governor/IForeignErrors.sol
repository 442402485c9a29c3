// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

/**
 * @title IForeignErrors
 * @notice What the contracts that a governor calls refuse with. Their words reach the governor's caller as they are, so a
 * client that knows the governor's interface alone can read them: those of the rulebook, the timelock, the fee's token
 * ({IERC20Errors}), the source of votes, and of OpenZeppelin's {Errors} and {Address}, by which the timelock calls what was
 * decided. A contract that a proposal calls may refuse with any others.
 * @dev Declared anew, since their contracts cannot be inherited from. A test holds them equal to the originals.
 */
interface IForeignErrors is IERC20Errors {
    // ------------------------------------------------------------------------------------------ IRulebook

    /// @notice See {IRulebook}.
    error Rulebook_OnlyTimelock(address caller);
    /// @notice See {IRulebook}.
    error Rulebook_BadCode(bytes8 code);
    /// @notice See {IRulebook}.
    error Rulebook_TooManyTypes(bytes8 code);
    /// @notice See {IRulebook}.
    error Rulebook_UnknownType(bytes8 code);
    /// @notice See {IRulebook}.
    error Rulebook_DefaultTypeMissing();
    /// @notice See {IRulebook}.
    error Rulebook_DefaultTypeClosed(uint8 proposers);
    /// @notice See {IRulebook}.
    error Rulebook_RuleOutOfRange(bytes8 code, bytes32 field, uint256 value, uint256 min, uint256 max);
    /// @notice See {IRulebook}.
    error Rulebook_DefaultNotStrictest(bytes8 code, bytes32 field, uint256 value, uint256 ofDefault);
    /// @notice See {IRulebook}.
    error Rulebook_BadSource(bytes8 code, address source);
    /// @notice See {IRulebook}.
    error Rulebook_PlainVoteOnly(bytes8 code);
    /// @notice See {IRulebook}.
    error Rulebook_ScopeTooWide(bytes8 code, address target, bytes4 selector, bool allowsValue);
    /// @notice See {IRulebook}.
    error Rulebook_HasWideScopes(bytes8 code, uint256 count);
    /// @notice See {IRulebook}.
    error Rulebook_MalformedCall(uint256 action, bytes data);
    /// @notice See {IRulebook}.
    error Rulebook_OutOfScope(uint256 action, address target, bytes4 selector, bytes8 code, bytes8[] allowed);
    /// @notice See {IRulebook}.
    error Rulebook_ValueNotAllowed(uint256 action, address target, uint256 value);
    /// @notice See {IRulebook}.
    error Rulebook_ScopeConflict(address target, bytes4 selector);
    /// @notice See {IRulebook}.
    error Rulebook_EmergencyMovesValue(address target);
    /// @notice See {IRulebook}; `how` is a {IRulebook-Match}.
    error Rulebook_BadScope(address target, uint8 how, bytes4 selector, bytes32 word);

    // --------------------------------------------------------------------------------- TimelockController

    /// @notice See OpenZeppelin's TimelockController.
    error TimelockInvalidOperationLength(uint256 targets, uint256 payloads, uint256 values);
    /// @notice See OpenZeppelin's TimelockController.
    error TimelockInsufficientDelay(uint256 delay, uint256 minDelay);
    /// @notice See OpenZeppelin's TimelockController.
    error TimelockUnexpectedOperationState(bytes32 operationId, bytes32 expectedStates);
    /// @notice See OpenZeppelin's TimelockController.
    error TimelockUnexecutedPredecessor(bytes32 predecessorId);
    /// @notice See OpenZeppelin's TimelockController.
    error TimelockUnauthorizedCaller(address caller);
    /// @notice See OpenZeppelin's IAccessControl.
    error AccessControlUnauthorizedAccount(address account, bytes32 neededRole);
    /// @notice See OpenZeppelin's IAccessControl.
    error AccessControlBadConfirmation();

    // ----------------------------------------------------------------------- the source of votes, a call

    /// @notice See OpenZeppelin's Votes.
    error ERC5805FutureLookup(uint256 timepoint, uint48 clock);
    /// @notice See OpenZeppelin's Address.
    error AddressEmptyCode(address target);
    /// @notice See OpenZeppelin's Errors: a call that failed and gave no reason.
    error FailedCall();
    /// @notice See OpenZeppelin's Errors.
    error InsufficientBalance(uint256 balance, uint256 needed);
    /// @notice See OpenZeppelin's Errors.
    error FailedDeployment();
    /// @notice See OpenZeppelin's Errors.
    error MissingPrecompile(address precompile);
}
