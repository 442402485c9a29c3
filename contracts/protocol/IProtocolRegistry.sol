// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// @title The parameters of a network, as every node reads them
/// @notice Every write belongs to the timelock. Ratios are in basis points, times in seconds, version ids count from 1.
///
/// A key is an ASCII string left-aligned in 32 bytes: a namespace of [a-z0-9], a '.', a name of [A-Za-z0-9_.-], such as
/// "econ.rewardRate". The namespace ends at the first '.'. A parameter lives from {defineParameters} to {retire}; after that
/// its last value stays readable and never changes.
interface IProtocolRegistry {
    /// @notice How a value reads: `Uint` and `Int` (two's complement) have bounds, `Bool` is 0 or 1, `Bytes32` anything.
    /// `None` is no parameter.
    enum Kind {
        None,
        Uint,
        Int,
        Bool,
        Bytes32
    }

    /// @notice A new parameter. `min <= value <= max` for `Uint` and `Int`; `min = max = 0` for `Bool` and `Bytes32`.
    struct Definition {
        bytes32 key;
        Kind kind;
        bytes32 min;
        bytes32 max;
        bytes32 value;
    }

    /// @notice A new value for `key`.
    struct Change {
        bytes32 key;
        bytes32 value;
    }

    /// @notice A version of the network. Its values are read with {getAt}.
    struct Version {
        uint32 major;
        uint32 minor;
        uint32 patch;
        /// @dev Timestamp and block in which it came into force. The block is that of `block.number`: on some rollups it is
        /// the block of the chain below.
        uint48 activatedAt;
        uint48 activatedBlock;
        /// @dev The version whose values a rollback brought back; 0 for an upgrade.
        uint48 restores;
        /// @dev The namespace that an upgrade changed; 0 for the first version and for rollbacks.
        bytes32 namespace;
        /// @dev Hash of the specification to run; 0 for the first version and for what restores it.
        bytes32 specHash;
    }

    /// @notice A parameter as it is now.
    struct Parameter {
        Kind kind;
        bool retired;
        bytes32 min;
        bytes32 max;
        bytes32 value;
    }

    /// @notice Only the timelock writes; `caller` is not it.
    error ProtocolRegistry_NotTimelock(address caller);
    /// @notice A registry that nobody can write is refused.
    error ProtocolRegistry_ZeroTimelock();
    /// @notice `key` is not a namespace, a '.' and a name in the allowed characters.
    error ProtocolRegistry_InvalidKey(bytes32 key);
    /// @notice `key` was never defined.
    error ProtocolRegistry_UnknownKey(bytes32 key);
    /// @notice `key` was defined before; that it may be retired by now does not free it.
    error ProtocolRegistry_KeyExists(bytes32 key);
    /// @notice `key` is retired and cannot be changed.
    error ProtocolRegistry_KeyRetired(bytes32 key);
    /// @notice The pause flag `key` is set, and has to be lowered before it is retired.
    error ProtocolRegistry_FlagRaised(bytes32 key);
    /// @notice There would be more than `maximum` live parameters.
    error ProtocolRegistry_TooManyParameters(uint256 maximum);
    /// @notice `key` is defined with Kind.None.
    error ProtocolRegistry_NoKind(bytes32 key);
    /// @notice `min` is above `max`, or bounds are given to a kind that has none.
    error ProtocolRegistry_InvalidBounds(bytes32 key, bytes32 min, bytes32 max);
    /// @notice `value` is outside `min` to `max`, or not 0 or 1 for a Bool.
    error ProtocolRegistry_OutOfBounds(bytes32 key, bytes32 value, bytes32 min, bytes32 max);
    /// @notice `key` is of kind `actual`, and was read as `requested`.
    error ProtocolRegistry_WrongKind(bytes32 key, Kind actual, Kind requested);
    /// @notice `key` is not in the namespace "emerg", so it is no pause flag.
    error ProtocolRegistry_NotPauseFlag(bytes32 key);
    /// @notice An upgrade must change something.
    error ProtocolRegistry_NoChanges();
    /// @notice `key` does not belong to `namespace`.
    error ProtocolRegistry_ForeignKey(bytes32 key, bytes32 namespace);
    /// @notice `key` stands in the upgrade twice.
    error ProtocolRegistry_DuplicateKey(bytes32 key);
    /// @notice An upgrade must say by hash what it specifies.
    error ProtocolRegistry_NoSpecHash();
    /// @notice There is no version `versionId`.
    error ProtocolRegistry_UnknownVersion(uint256 versionId);
    /// @notice `versionId` is the version in force: there is nothing to roll back.
    error ProtocolRegistry_CurrentVersion(uint256 versionId);
    /// @notice `versionId` was superseded at `supersededAt`, too long ago for an emergency rollback.
    error ProtocolRegistry_NotRecent(uint256 versionId, uint48 supersededAt);
    /// @notice `key` did not exist in version `versionId`.
    error ProtocolRegistry_NotDefinedAt(bytes32 key, uint256 versionId);

    /// @notice `key` exists since version `versionId`, with `value`.
    event ParameterDefined(
        bytes32 indexed key,
        uint256 indexed versionId,
        Kind kind,
        bytes32 min,
        bytes32 max,
        bytes32 value
    );
    /// @notice `key` keeps the value it has in version `versionId` for ever.
    event ParameterRetired(bytes32 indexed key, uint256 indexed versionId);
    /// @notice Values of `key` may be `newMin` to `newMax` from now on.
    event BoundsChanged(bytes32 indexed key, bytes32 oldMin, bytes32 oldMax, bytes32 newMin, bytes32 newMax);
    /// @notice Version `versionId` changed `key`. Follows the version's {VersionActivated}.
    event ParameterChanged(bytes32 indexed key, uint256 indexed versionId, bytes32 oldValue, bytes32 newValue);
    /// @notice Version `versionId` is in force. A rollback has no `specURI`: it is the one of the version it restores.
    event VersionActivated(
        uint256 indexed versionId,
        bytes32 indexed namespace,
        uint32 major,
        uint32 minor,
        uint32 patch,
        bool backwardCompatible,
        bytes32 specHash,
        string specURI
    );
    /// @notice Version `versionId` brought back the values of version `restores`. Follows its {VersionActivated}.
    event RolledBack(uint256 indexed versionId, uint256 indexed restores);

    // ------------------------------------------------------------------------------------------------- Upgrades

    /// @notice Activates a new version in which `changes` hold: all of them or, if any is refused, none. Timelock only.
    /// @dev The version follows semantic versioning: incompatible → major, compatible → minor; an upgrade of "emerg" →
    /// patch, whatever it says of compatibility. A change to the value that a key already has is allowed: it says what
    /// must hold afterwards, so that two approved upgrades that agree do not block each other.
    /// Errors: NotTimelock, NoChanges, NoSpecHash; and for a change UnknownKey, KeyRetired,
    /// ForeignKey, DuplicateKey, OutOfBounds.
    /// @param namespace The namespace that every changed key must belong to. It comes first so that permissions can be
    /// scoped by it.
    /// @param changes At least one; no key twice.
    /// @param backwardCompatible Whether a node of the version before still works.
    /// @param specHash Hash of the specification, not 0. What the proposal claims of its effects is part of that text.
    /// @param specURI Where the specification is; kept in the event only.
    function upgrade(
        bytes32 namespace,
        Change[] calldata changes,
        bool backwardCompatible,
        bytes32 specHash,
        string calldata specURI
    ) external;

    /// @notice Activates a new version (patch) with the values and specification hash of `versionId`.
    /// Timelock only; meant for the types that govern everything, since it reaches into every namespace.
    /// @dev Changes each live parameter whose value differed then. Retired ones are skipped; those defined later keep
    /// their value. Errors: NotTimelock, UnknownVersion, CurrentVersion, and OutOfBounds when an old value lies outside
    /// the bounds of today.
    /// @dev Warning: everything since that version is undone, so also what became active between proposal and
    /// execution, and the pause flags.
    function rollback(uint256 versionId) external;

    /// @notice As {rollback}, to a version that was in force within the last 30 days. Timelock only; a selector of its
    /// own, so that it can be opened to emergency proposals.
    /// @dev Errors: those of {rollback}, and NotRecent.
    function emergencyRollback(uint256 versionId) external;

    // --------------------------------------------------------------------------------------- Parameters themselves
    // None of these changes a value in force or a version.

    /// @notice Adds parameters. Timelock only.
    /// @dev Errors: NotTimelock, TooManyParameters; and for a definition InvalidKey, KeyExists, NoKind, InvalidBounds,
    /// OutOfBounds.
    function defineParameters(Definition[] calldata definitions) external;

    /// @notice Retires parameters for ever. Timelock only. Errors: NotTimelock, UnknownKey, KeyRetired, FlagRaised.
    /// @dev They keep the values that they were retired with. So a pause flag that is set cannot be retired: what it stops
    /// would never go on.
    function retire(bytes32[] calldata keys_) external;

    /// @notice Sets the bounds of a live parameter; its current value must lie within. Timelock only.
    /// @dev Errors: NotTimelock, UnknownKey, KeyRetired, InvalidBounds, OutOfBounds (with the new bounds).
    /// @dev Warning: a version with a value outside the new bounds can no longer be rolled back to.
    function setBounds(bytes32 key, bytes32 min, bytes32 max) external;

    // -------------------------------------------------------------------------------------------------- Reading

    /// @notice The value of `key` now, or the last one if it is retired. Errors: UnknownKey.
    function get(bytes32 key) external view returns (bytes32);

    /// @notice The values of `keys_` now, in their order. Errors: UnknownKey.
    function getMany(bytes32[] calldata keys_) external view returns (bytes32[] memory);

    /// @notice {get} for a Uint. Errors: UnknownKey, WrongKind.
    function getUint(bytes32 key) external view returns (uint256);

    /// @notice {get} for an Int. Errors: UnknownKey, WrongKind.
    function getInt(bytes32 key) external view returns (int256);

    /// @notice {get} for a Bool. Errors: UnknownKey, WrongKind.
    function getBool(bytes32 key) external view returns (bool);

    /// @notice {get} for a pause flag, which is a Bool of the namespace "emerg". Errors: UnknownKey, WrongKind,
    /// NotPauseFlag.
    function paused(bytes32 key) external view returns (bool);

    /// @notice For how long a pause flag was set, in seconds, all pauses together: up to now if it is set. 0 for what is no
    /// pause flag. Who keeps deadlines takes it off the time, and they wait while the flag is set.
    function pausedFor(bytes32 key) external view returns (uint256);

    /// @notice The value of `key` at the end of version `versionId`, or now if that is the current one.
    /// @dev Errors: UnknownVersion, UnknownKey, NotDefinedAt.
    function getAt(bytes32 key, uint256 versionId) external view returns (bytes32);

    /// @notice All of `key`. Errors: UnknownKey.
    function parameter(bytes32 key) external view returns (Parameter memory);

    /// @notice The live keys, at most MAX_PARAMETERS. Their order changes when one is retired.
    function keys() external view returns (bytes32[] memory);

    /// @notice The number of live keys.
    function keyCount() external view returns (uint256);

    /// @notice The version in force and its id.
    function currentVersion() external view returns (uint256 id, Version memory);

    /// @notice Version `versionId`. Errors: UnknownVersion.
    function version(uint256 versionId) external view returns (Version memory);

    /// @notice The number of versions, which is the id of the current one.
    function versionCount() external view returns (uint256);

    /// @notice The version in force, such as "1.1.0".
    function semver() external view returns (string memory);

    /// @notice The only account that writes. For ever.
    function TIMELOCK() external view returns (address);

    /// @notice The most parameters that live at once: bounds the gas of a rollback.
    function MAX_PARAMETERS() external view returns (uint256);

    /// @notice How long after it was superseded a version can be restored in an emergency: 30 days.
    function EMERGENCY_WINDOW() external view returns (uint48);
}
