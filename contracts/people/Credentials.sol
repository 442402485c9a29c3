// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {HeadTrace} from "../votes/HeadTrace.sol";
import {ICredentials} from "./ICredentials.sol";
import {IERC5192} from "./IERC5192.sol";

/**
 * @title Credentials
 * @notice See {ICredentials}. For each account and class there is a trace of the end of validity, and for each class one of
 * the count. Time alone ends a credential, and nobody can loop over all that lapse: so the count is trimmed by whoever
 * cares, and is otherwise too high, never too low. A quorum of persons that is too high is the safe side.
 *
 * **Who can change what.** The timelock opens classes, names their issuers and may revoke. Issuers issue and renew, and
 * revoke where the class says so. Each account may renounce what it has. Nobody changes the past or transfers anything.
 * There is no owner, no pause and no upgrade.
 */
contract Credentials is ICredentials, IERC721Errors, ERC165 {
    using HeadTrace for HeadTrace.Trace;
    using SafeCast for uint256;

    uint256 private constant MAX_CLASSES = 16;
    uint256 private constant MIN_TERM = 1 days;

    /// @inheritdoc ICredentials
    address public immutable TIMELOCK;

    Class[] private _classes;
    /// @dev The end of validity in seconds; 0 for what is not counted.
    mapping(uint256 kind => mapping(address account => HeadTrace.Trace trace)) private _ends;
    mapping(uint256 kind => HeadTrace.Trace trace) private _counts;

    modifier onlyTimelock() {
        if (msg.sender != TIMELOCK) revert Credentials_NotTimelock(msg.sender);
        _;
    }

    /// @param classes What there is from the start, in the order of their numbers.
    constructor(address timelock, Class[] memory classes) {
        if (timelock == address(0)) revert Credentials_NoTimelock();
        TIMELOCK = timelock;
        for (uint256 i = 0; i < classes.length; ++i) _open(classes[i]);
    }

    // ---------------------------------------------------------------------------------------------- by votes

    /// @inheritdoc ICredentials
    function openClass(
        bytes32 className,
        address issuer,
        uint32 term,
        bool revocable
    ) external onlyTimelock returns (uint256 kind) {
        return _open(Class({issuer: issuer, term: term, revocable: revocable, name: className}));
    }

    /// @inheritdoc ICredentials
    function setIssuer(uint256 kind, address issuer) external onlyTimelock {
        _class(kind).issuer = issuer;
        emit IssuerSet(kind, issuer);
    }

    // ---------------------------------------------------------------------------------------------- by issuers

    /// @inheritdoc ICredentials
    function issue(uint256 kind, address account, bytes32 evidence) external {
        uint256 until = _issued(kind);
        if (account == address(0)) revert Credentials_ZeroAccount();
        uint256 end = untilOf(kind, account);
        if (end > block.timestamp) revert Credentials_AlreadyHeld(kind, account, end);
        if (end != 0) _end(kind, account);
        _set(kind, account, until);
        _count(kind, 1);
        uint256 id = tokenOf(kind, account);
        emit Transfer(address(0), account, id);
        emit Locked(id);
        emit Issued(kind, account, until, evidence);
    }

    /// @inheritdoc ICredentials
    function renew(uint256 kind, address account) external {
        uint256 until = _issued(kind);
        _requireHeld(kind, account);
        _set(kind, account, until);
        emit Renewed(kind, account, until);
    }

    /// @inheritdoc ICredentials
    function revoke(uint256 kind, address account, bytes32 reason) external {
        Class storage data = _class(kind);
        if (msg.sender != TIMELOCK) {
            if (msg.sender != data.issuer) revert Credentials_NotIssuer(kind, msg.sender);
            if (!data.revocable) revert Credentials_Irrevocable(kind);
        }
        _revoke(kind, account, reason);
    }

    // ---------------------------------------------------------------------------------------------- by everybody

    /// @inheritdoc ICredentials
    function renounce(uint256 kind) external {
        _revoke(kind, msg.sender, 0);
    }

    /// @inheritdoc ICredentials
    function expire(uint256 kind, address[] calldata accounts) external {
        for (uint256 i = 0; i < accounts.length; ++i) {
            uint256 end = untilOf(kind, accounts[i]);
            if (end != 0 && end <= block.timestamp) _end(kind, accounts[i]);
        }
    }

    // ---------------------------------------------------------------------------------------------- reading

    /// @inheritdoc ICredentials
    function classCount() public view returns (uint256) {
        return _classes.length;
    }

    /// @inheritdoc ICredentials
    function classOf(uint256 kind) external view returns (Class memory) {
        return _class(kind);
    }

    /// @inheritdoc ICredentials
    function untilOf(uint256 kind, address account) public view returns (uint256) {
        return _ends[kind][account].latest();
    }

    /// @inheritdoc ICredentials
    function hasAt(uint256 kind, address account, uint256 timepoint) public view returns (bool) {
        return _ends[kind][account].upperLookup(timepoint.toUint48()) > timepoint;
    }

    /// @inheritdoc ICredentials
    function totalAt(uint256 kind, uint256 timepoint) external view returns (uint256) {
        return _counts[kind].upperLookup(timepoint.toUint48());
    }

    /// @inheritdoc ICredentials
    function tokenOf(uint256 kind, address account) public pure returns (uint256 tokenId) {
        return (kind << 160) | uint160(account);
    }

    // ---------------------------------------------------------------------------------------------- ERC-721, ERC-5192

    /// @inheritdoc IERC721Metadata
    function name() external pure returns (string memory) {
        return "Credentials";
    }

    /// @inheritdoc IERC721Metadata
    function symbol() external pure returns (string memory) {
        return "CRED";
    }

    /// @notice The name of the class and the end of validity (seconds), as JSON in the URI itself.
    function tokenURI(uint256 tokenId) external view returns (string memory) {
        address account = ownerOf(tokenId);
        uint256 kind = tokenId >> 160;
        string memory json = string.concat(
            '{"name":"',
            Strings.escapeJSON(_text(_classes[kind].name)),
            '","attributes":[{"display_type":"date","trait_type":"valid until","value":',
            Strings.toString(untilOf(kind, account)),
            "}]}"
        );
        return string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
    }

    /// @notice How many kinds of credentials the account has now.
    function balanceOf(address account) external view returns (uint256 count) {
        if (account == address(0)) revert ERC721InvalidOwner(account);
        for (uint256 kind = 0; kind < _classes.length; ++kind) {
            if (hasAt(kind, account, block.timestamp)) ++count;
        }
    }

    /// @inheritdoc IERC721
    function ownerOf(uint256 tokenId) public view returns (address account) {
        account = address(uint160(tokenId));
        if (!hasAt(tokenId >> 160, account, block.timestamp)) revert ERC721NonexistentToken(tokenId);
    }

    /// @notice Always true, of every token that exists.
    function locked(uint256 tokenId) external view returns (bool) {
        ownerOf(tokenId);
        return true;
    }

    /// @notice Always 0, of every token that exists.
    function getApproved(uint256 tokenId) external view returns (address) {
        ownerOf(tokenId);
        return address(0);
    }

    /// @notice Always false.
    function isApprovedForAll(address, address) external pure returns (bool) {
        return false;
    }

    /// @notice Always reverts.
    function approve(address, uint256) external pure {
        revert Credentials_NotTransferable();
    }

    /// @notice Always reverts.
    function setApprovalForAll(address, bool) external pure {
        revert Credentials_NotTransferable();
    }

    /// @notice Always reverts.
    function transferFrom(address, address, uint256) external pure {
        revert Credentials_NotTransferable();
    }

    /// @notice Always reverts.
    function safeTransferFrom(address, address, uint256) external pure {
        revert Credentials_NotTransferable();
    }

    /// @notice Always reverts.
    function safeTransferFrom(address, address, uint256, bytes calldata) external pure {
        revert Credentials_NotTransferable();
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view override(ERC165, IERC165) returns (bool) {
        return
            interfaceId == type(IERC721).interfaceId ||
            interfaceId == type(IERC721Metadata).interfaceId ||
            interfaceId == type(IERC5192).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    // ---------------------------------------------------------------------------------------------- private

    function _open(Class memory data) private returns (uint256 kind) {
        kind = _classes.length;
        if (kind == MAX_CLASSES) revert Credentials_TooManyClasses(MAX_CLASSES);
        if (data.term < MIN_TERM) revert Credentials_BadTerm(data.term, MIN_TERM);
        _classes.push(data);
        emit ClassOpened(kind, data.name, data.term, data.revocable);
        emit IssuerSet(kind, data.issuer);
    }

    function _class(uint256 kind) private view returns (Class storage) {
        if (kind >= _classes.length) revert Credentials_UnknownClass(kind, _classes.length);
        return _classes[kind];
    }

    /// @dev The end, in seconds, of what the caller issues now.
    function _issued(uint256 kind) private view returns (uint256) {
        Class storage data = _class(kind);
        if (msg.sender != data.issuer) revert Credentials_NotIssuer(kind, msg.sender);
        return block.timestamp + data.term;
    }

    function _requireHeld(uint256 kind, address account) private view {
        if (!hasAt(kind, account, block.timestamp)) revert Credentials_NotHeld(kind, account);
    }

    function _revoke(uint256 kind, address account, bytes32 reason) private {
        _requireHeld(kind, account);
        _end(kind, account);
        emit Revoked(kind, account, msg.sender, reason);
    }

    /// @dev Takes out what is counted, valid or lapsed.
    function _end(uint256 kind, address account) private {
        _set(kind, account, 0);
        _count(kind, -1);
        emit Transfer(account, address(0), tokenOf(kind, account));
    }

    function _set(uint256 kind, address account, uint256 end) private {
        _ends[kind][account].push(end);
    }

    function _count(uint256 kind, int256 change) private {
        _counts[kind].push(uint256(int256(_counts[kind].latest()) + change));
    }

    /// @dev The text in a word, up to its first zero.
    function _text(bytes32 word) private pure returns (string memory) {
        uint256 length = 0;
        while (length < 32 && word[length] != 0) ++length;
        bytes memory text = new bytes(length);
        for (uint256 i = 0; i < length; ++i) text[i] = word[i];
        return string(text);
    }
}
