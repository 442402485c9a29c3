// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";

import {IERC5192} from "./IERC5192.sol";

/**
 * @title ICredentials
 * @notice What issuers say of accounts, for a time: that it is a person, a partner, a reviewer. Each kind of credential is a
 * class with one issuer; an account has a credential of a class or has none. They are read as tokens of ERC-721 that
 * nobody can transfer (ERC-5192), and at every past second: votes count by them.
 *
 * The token of an account is `kind << 160 | account`. It exists while the credential is valid: what lapses is gone without
 * a transaction, and the event `Transfer` follows when somebody trims it ({expire}) or it is issued again.
 */
interface ICredentials is IERC721Metadata, IERC5192 {
    /**
     * @notice A class of credentials.
     * @param issuer Who issues and renews them; 0 for nobody.
     * @param term How long one is valid, in seconds.
     * @param revocable Whether the issuer may revoke them; the timelock always may.
     * @param name What they are called, as text in a word, such as `PERSON`.
     */
    struct Class {
        address issuer;
        uint32 term;
        bool revocable;
        bytes32 name;
    }

    /// @notice There is a class `kind` from now on; `term` in seconds.
    event ClassOpened(uint256 indexed kind, bytes32 indexed name, uint256 term, bool revocable);
    /// @notice `issuer` issues and renews credentials of the class from now on.
    event IssuerSet(uint256 indexed kind, address indexed issuer);
    /// @notice `account` has a credential until `until` (seconds). `evidence` identifies what it rests on.
    event Issued(uint256 indexed kind, address indexed account, uint256 until, bytes32 evidence);
    /// @notice The credential is valid until `until` (seconds) from now on.
    event Renewed(uint256 indexed kind, address indexed account, uint256 until);
    /// @notice `by` has ended the credential before its time: the issuer, the timelock, or the account itself.
    event Revoked(uint256 indexed kind, address indexed account, address indexed by, bytes32 reason);

    /// @notice A contract that obeys nobody cannot have its classes opened.
    error Credentials_NoTimelock();
    /// @notice Only the timelock may do this.
    error Credentials_NotTimelock(address caller);
    /// @notice There is no class `kind`; there are `count`, numbered from 0.
    error Credentials_UnknownClass(uint256 kind, uint256 count);
    /// @notice There are `max` classes, which is the most there can be.
    error Credentials_TooManyClasses(uint256 max);
    /// @notice A term lasts at least `min` seconds.
    error Credentials_BadTerm(uint256 term, uint256 min);
    /// @notice `caller` does not issue credentials of the class.
    error Credentials_NotIssuer(uint256 kind, address caller);
    /// @notice The account has one, until `until` (seconds): it can be renewed.
    error Credentials_AlreadyHeld(uint256 kind, address account, uint256 until);
    /// @notice The account has no credential of the class now.
    error Credentials_NotHeld(uint256 kind, address account);
    /// @notice The issuer of the class cannot revoke; a vote can.
    error Credentials_Irrevocable(uint256 kind);
    /// @notice The zero address has no credentials.
    error Credentials_ZeroAccount();
    /// @notice Credentials cannot be transferred.
    error Credentials_NotTransferable();

    /// @notice Opens a class; at most 16. Owner: the timelock.
    /// @param term How long a credential is valid, in seconds, at least a day.
    /// @return kind The number of the class.
    function openClass(bytes32 name, address issuer, uint32 term, bool revocable) external returns (uint256 kind);

    /// @notice Gives a class to another issuer, or to nobody (0). What was issued stays. Owner: the timelock.
    function setIssuer(uint256 kind, address issuer) external;

    /// @notice Issues a credential that is valid for the term of its class. Owner: the issuer of the class.
    /// @param evidence Identifies what it rests on, such as the id of an attestation. Nothing personal: it stays public.
    function issue(uint256 kind, address account, bytes32 evidence) external;

    /// @notice Lets a credential that is valid last for the whole term from now on. Owner: the issuer of the class.
    function renew(uint256 kind, address account) external;

    /// @notice Ends a credential. Owner: the issuer, if the class is revocable; the timelock.
    function revoke(uint256 kind, address account, bytes32 reason) external;

    /// @notice Ends the caller's own credential. Owner: each account.
    function renounce(uint256 kind) external;

    /**
     * @notice Takes credentials that have lapsed out of the count of their class. Anyone may: it changes no credential, and
     * what {totalAt} says from now on alone. Accounts with nothing to trim are passed over.
     */
    function expire(uint256 kind, address[] calldata accounts) external;

    /// @notice Who opens classes, names issuers, and may revoke everything.
    function TIMELOCK() external view returns (address);
    /// @notice How many classes there are; they are numbered from 0.
    function classCount() external view returns (uint256);
    /// @notice A class.
    function classOf(uint256 kind) external view returns (Class memory);
    /// @notice Until when the account's credential is valid, in seconds, as of now; 0 if it never had one, or it was ended.
    function untilOf(uint256 kind, address account) external view returns (uint256);
    /// @notice Whether the account had a valid credential at `timepoint` (seconds). Final for every past second.
    function hasAt(uint256 kind, address account, uint256 timepoint) external view returns (bool);
    /**
     * @notice How many credentials of the class there were at `timepoint` (seconds), with those that had lapsed and that
     * nobody had trimmed: never fewer than were valid. Final for every past second.
     */
    function totalAt(uint256 kind, uint256 timepoint) external view returns (uint256);
    /// @notice The number of the account's token of a class.
    function tokenOf(uint256 kind, address account) external view returns (uint256 tokenId);
}
