// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

import {IProtocolRegistry} from "./IProtocolRegistry.sol";
import {KindRules} from "./KindRules.sol";
import {ParameterKey} from "./ParameterKey.sol";

/// @title The constitution's numbers
/// @notice The parameters that every node of the network obeys, and the versions they came in.
///
/// A version is a set of values. An upgrade opens the next version and writes its changes into it; a rollback opens the
/// next version with the values of an earlier one. So time only moves forward: ids count up, semantic versions grow,
/// and what a past version held can be read for ever.
///
/// Each parameter has a kind, bounds, and a history of values keyed by version id. Its key begins with a namespace; an
/// upgrade names one namespace and cannot reach beyond it. Who may change "econ" and who "arch" is decided elsewhere,
/// by (target, selector, namespace), and holds because this contract checks that every key belongs.
///
/// Who can change what: the timelock does all of it, and is immutable. There is no owner, no role and no upgrade.
contract ProtocolRegistry is IProtocolRegistry, ERC165 {
    using Checkpoints for Checkpoints.Trace256;
    using KindRules for Kind;
    using ParameterKey for bytes32;
    using Strings for uint256;

    struct Record {
        Kind kind;
        bool retired;
        /// @dev Place in {_keys} while live.
        uint16 index;
        /// @dev The version in which the parameter was defined: the first key of its history, without a cold read.
        uint48 since;
        bytes32 min;
        bytes32 max;
        Checkpoints.Trace256 history;
    }

    /// @dev Of a pause flag: since when it is set, or 0, and for how long it was before that.
    struct Pauses {
        uint48 since;
        uint48 before;
    }

    /// @inheritdoc IProtocolRegistry
    /// @dev Rolling 128 keys back, each with a thousand past values, takes 12.4 million gas; a transaction has 16.7.
    uint256 public constant MAX_PARAMETERS = 128;
    /// @inheritdoc IProtocolRegistry
    uint48 public constant EMERGENCY_WINDOW = 30 days;
    bytes32 private constant EMERGENCY_NAMESPACE = "emerg";

    /// @inheritdoc IProtocolRegistry
    address public immutable TIMELOCK;

    mapping(bytes32 key => Record record) private _records;
    mapping(bytes32 key => Pauses pauses) private _pauses;
    bytes32[] private _keys;
    /// @dev Version `id` is at `id - 1`.
    Version[] private _versions;

    modifier onlyTimelock() {
        if (msg.sender != TIMELOCK) revert ProtocolRegistry_NotTimelock(msg.sender);
        _;
    }

    /// @dev The first version is 1.0.0.
    constructor(address timelock, Definition[] memory definitions) {
        if (timelock == address(0)) revert ProtocolRegistry_ZeroTimelock();
        TIMELOCK = timelock;

        Version memory first;
        first.major = 1;
        _activate(first, true, "");
        for (uint256 i = 0; i < definitions.length; ++i) _define(definitions[i]);
    }

    // ------------------------------------------------------------------------------------------------- Upgrades

    /// @inheritdoc IProtocolRegistry
    function upgrade(
        bytes32 namespace,
        Change[] calldata changes,
        bool backwardCompatible,
        bytes32 specHash,
        string calldata specURI
    ) external onlyTimelock {
        if (changes.length == 0) revert ProtocolRegistry_NoChanges();
        if (specHash == 0) revert ProtocolRegistry_NoSpecHash();

        Version memory next;
        (next.major, next.minor, next.patch) = _semver();
        if (namespace == EMERGENCY_NAMESPACE) ++next.patch;
        else if (backwardCompatible) (next.minor, next.patch) = (next.minor + 1, 0);
        else (next.major, next.minor, next.patch) = (next.major + 1, 0, 0);
        next.namespace = namespace;
        next.specHash = specHash;
        uint256 id = _activate(next, backwardCompatible, specURI);

        for (uint256 i = 0; i < changes.length; ++i) {
            bytes32 key = changes[i].key;
            Record storage record = _liveRecord(key);
            if (key.namespaceOf() != namespace) revert ProtocolRegistry_ForeignKey(key, namespace);
            _setValue(record, key, changes[i].value, id);
        }
    }

    /// @inheritdoc IProtocolRegistry
    function rollback(uint256 versionId) external onlyTimelock {
        _checkPast(versionId);
        _rollback(versionId);
    }

    /// @inheritdoc IProtocolRegistry
    function emergencyRollback(uint256 versionId) external onlyTimelock {
        _checkPast(versionId);
        // The next version's activation: ids begin at 1, the array at 0.
        uint48 supersededAt = _versions[versionId].activatedAt;
        if (block.timestamp > supersededAt + EMERGENCY_WINDOW) {
            revert ProtocolRegistry_NotRecent(versionId, supersededAt);
        }
        _rollback(versionId);
    }

    // --------------------------------------------------------------------------------------- Parameters themselves

    /// @inheritdoc IProtocolRegistry
    function defineParameters(Definition[] calldata definitions) external onlyTimelock {
        for (uint256 i = 0; i < definitions.length; ++i) _define(definitions[i]);
    }

    /// @inheritdoc IProtocolRegistry
    function retire(bytes32[] calldata keys_) external onlyTimelock {
        for (uint256 i = 0; i < keys_.length; ++i) _retire(keys_[i]);
    }

    /// @inheritdoc IProtocolRegistry
    function setBounds(bytes32 key, bytes32 min, bytes32 max) external onlyTimelock {
        Record storage record = _liveRecord(key);
        if (!record.kind.allowsBounds(min, max)) revert ProtocolRegistry_InvalidBounds(key, min, max);
        _checkValue(key, record.kind, min, max, bytes32(record.history.latest()));

        emit BoundsChanged(key, record.min, record.max, min, max);
        (record.min, record.max) = (min, max);
    }

    // -------------------------------------------------------------------------------------------------- Reading

    /// @inheritdoc IProtocolRegistry
    function get(bytes32 key) public view returns (bytes32) {
        return bytes32(_record(key).history.latest());
    }

    /// @inheritdoc IProtocolRegistry
    function getMany(bytes32[] calldata keys_) external view returns (bytes32[] memory values) {
        values = new bytes32[](keys_.length);
        for (uint256 i = 0; i < keys_.length; ++i) values[i] = get(keys_[i]);
    }

    /// @inheritdoc IProtocolRegistry
    function getUint(bytes32 key) external view returns (uint256) {
        return _latest(key, Kind.Uint);
    }

    /// @inheritdoc IProtocolRegistry
    function getInt(bytes32 key) external view returns (int256) {
        return int256(_latest(key, Kind.Int));
    }

    /// @inheritdoc IProtocolRegistry
    function getBool(bytes32 key) public view returns (bool) {
        return _latest(key, Kind.Bool) == 1;
    }

    /// @inheritdoc IProtocolRegistry
    function paused(bytes32 key) external view returns (bool) {
        bool flag = getBool(key);
        if (key.namespaceOf() != EMERGENCY_NAMESPACE) revert ProtocolRegistry_NotPauseFlag(key);
        return flag;
    }

    /// @inheritdoc IProtocolRegistry
    function pausedFor(bytes32 key) external view returns (uint256) {
        Pauses storage pauses = _pauses[key];
        return pauses.since == 0 ? pauses.before : pauses.before + block.timestamp - pauses.since;
    }

    /// @inheritdoc IProtocolRegistry
    function getAt(bytes32 key, uint256 versionId) external view returns (bytes32) {
        _checkVersion(versionId);
        Record storage record = _record(key);
        if (record.since > versionId) revert ProtocolRegistry_NotDefinedAt(key, versionId);
        return bytes32(record.history.upperLookupRecent(versionId));
    }

    /// @inheritdoc IProtocolRegistry
    function parameter(bytes32 key) external view returns (Parameter memory) {
        Record storage record = _record(key);
        return Parameter(record.kind, record.retired, record.min, record.max, bytes32(record.history.latest()));
    }

    /// @inheritdoc IProtocolRegistry
    function keys() external view returns (bytes32[] memory) {
        return _keys;
    }

    /// @inheritdoc IProtocolRegistry
    function keyCount() external view returns (uint256) {
        return _keys.length;
    }

    /// @inheritdoc IProtocolRegistry
    function currentVersion() external view returns (uint256 id, Version memory) {
        id = _versions.length;
        return (id, _versions[id - 1]);
    }

    /// @inheritdoc IProtocolRegistry
    function version(uint256 versionId) external view returns (Version memory) {
        _checkVersion(versionId);
        return _versions[versionId - 1];
    }

    /// @inheritdoc IProtocolRegistry
    function versionCount() external view returns (uint256) {
        return _versions.length;
    }

    /// @inheritdoc IProtocolRegistry
    function semver() external view returns (string memory) {
        (uint256 major, uint256 minor, uint256 patch) = _semver();
        return string.concat(major.toString(), ".", minor.toString(), ".", patch.toString());
    }

    /// @inheritdoc ERC165
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IProtocolRegistry).interfaceId || super.supportsInterface(interfaceId);
    }

    // ------------------------------------------------------------------------------------------------- Internals

    function _activate(
        Version memory next,
        bool backwardCompatible,
        string memory specURI
    ) private returns (uint256 id) {
        (next.activatedAt, next.activatedBlock) = (uint48(block.timestamp), uint48(block.number));
        _versions.push(next);
        id = _versions.length;
        emit VersionActivated(
            id,
            next.namespace,
            next.major,
            next.minor,
            next.patch,
            backwardCompatible,
            next.specHash,
            specURI
        );
    }

    function _rollback(uint256 versionId) private {
        Version memory next = _versions[versionId - 1];
        (next.major, next.minor, next.patch) = _semver();
        ++next.patch;
        next.restores = uint48(versionId);
        next.namespace = 0;
        uint256 id = _activate(next, true, "");
        emit RolledBack(id, versionId);

        uint256 count = _keys.length;
        for (uint256 i = 0; i < count; ++i) {
            bytes32 key = _keys[i];
            Record storage record = _records[key];
            (, uint256 changedIn, uint256 value) = record.history.latestCheckpoint();
            if (record.since > versionId || changedIn <= versionId) continue;
            uint256 restored = record.history.upperLookupRecent(versionId);
            if (restored != value) _setValue(record, key, bytes32(restored), id);
        }
    }

    /// @dev The only place where a value in force changes, so that no path leads around the bounds.
    function _setValue(Record storage record, bytes32 key, bytes32 value, uint256 versionId) private {
        _checkValue(key, record.kind, record.min, record.max, value);
        (, uint256 changedIn, uint256 oldValue) = record.history.latestCheckpoint();
        if (changedIn == versionId) revert ProtocolRegistry_DuplicateKey(key);

        record.history.push(versionId, uint256(value));
        if (record.kind == Kind.Bool) _time(key, value);
        emit ParameterChanged(key, versionId, bytes32(oldValue), value);
    }

    /// @dev Begins or ends a pause, if `key` is a pause flag that changes.
    function _time(bytes32 key, bytes32 value) private {
        if (key.namespaceOf() != EMERGENCY_NAMESPACE) return;
        Pauses storage pauses = _pauses[key];
        (uint48 since, uint48 time) = (pauses.since, uint48(block.timestamp));
        if ((value != 0) == (since != 0)) return;
        if (since == 0) pauses.since = time;
        else (pauses.since, pauses.before) = (0, pauses.before + time - since);
    }

    function _define(Definition memory definition) private {
        (bytes32 key, Kind kind) = (definition.key, definition.kind);
        (bytes32 min, bytes32 max, bytes32 value) = (definition.min, definition.max, definition.value);
        Record storage record = _records[key];
        if (_keys.length == MAX_PARAMETERS) revert ProtocolRegistry_TooManyParameters(MAX_PARAMETERS);
        if (!key.isValid()) revert ProtocolRegistry_InvalidKey(key);
        if (record.kind != Kind.None) revert ProtocolRegistry_KeyExists(key);
        if (kind == Kind.None) revert ProtocolRegistry_NoKind(key);
        if (!kind.allowsBounds(min, max)) revert ProtocolRegistry_InvalidBounds(key, min, max);
        _checkValue(key, kind, min, max, value);

        uint256 versionId = _versions.length;
        (record.kind, record.index, record.since) = (kind, uint16(_keys.length), uint48(versionId));
        (record.min, record.max) = (min, max);
        record.history.push(versionId, uint256(value));
        if (kind == Kind.Bool) _time(key, value);
        _keys.push(key);
        emit ParameterDefined(key, versionId, kind, min, max, value);
    }

    function _retire(bytes32 key) private {
        Record storage record = _liveRecord(key);
        // Nothing could ever lower it again, and what it stops would stand still for good.
        if (_pauses[key].since != 0) revert ProtocolRegistry_FlagRaised(key);

        record.retired = true;
        bytes32 last = _keys[_keys.length - 1];
        _keys[record.index] = last;
        _records[last].index = record.index;
        _keys.pop();
        emit ParameterRetired(key, _versions.length);
    }

    function _record(bytes32 key) private view returns (Record storage record) {
        record = _records[key];
        if (record.kind == Kind.None) revert ProtocolRegistry_UnknownKey(key);
    }

    function _liveRecord(bytes32 key) private view returns (Record storage record) {
        record = _record(key);
        if (record.retired) revert ProtocolRegistry_KeyRetired(key);
    }

    function _latest(bytes32 key, Kind kind) private view returns (uint256) {
        Record storage record = _record(key);
        if (record.kind != kind) revert ProtocolRegistry_WrongKind(key, record.kind, kind);
        return record.history.latest();
    }

    function _semver() private view returns (uint32 major, uint32 minor, uint32 patch) {
        Version storage current = _versions[_versions.length - 1];
        return (current.major, current.minor, current.patch);
    }

    function _checkVersion(uint256 versionId) private view {
        if (versionId == 0 || versionId > _versions.length) revert ProtocolRegistry_UnknownVersion(versionId);
    }

    function _checkPast(uint256 versionId) private view {
        _checkVersion(versionId);
        if (versionId == _versions.length) revert ProtocolRegistry_CurrentVersion(versionId);
    }

    function _checkValue(bytes32 key, Kind kind, bytes32 min, bytes32 max, bytes32 value) private pure {
        if (!kind.allowsValue(min, max, value)) revert ProtocolRegistry_OutOfBounds(key, value, min, max);
    }
}
