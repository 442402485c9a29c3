// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {IProtocolRegistry as IRegistry} from "../../contracts/protocol/IProtocolRegistry.sol";
import {KindRules} from "../../contracts/protocol/KindRules.sol";
import {ParameterKey} from "../../contracts/protocol/ParameterKey.sol";
import {ProtocolRegistry} from "../../contracts/protocol/ProtocolRegistry.sol";

/// @notice Drives a registry at random beside a naive model of it, which holds every value of every version in full.
contract ProtocolRegistryHandler is Test {
    struct Model {
        IRegistry.Kind kind;
        bool retired;
        bytes32 min;
        bytes32 max;
        uint256 since;
    }

    ProtocolRegistry public immutable REGISTRY;

    /// @dev Two namespaces with five names each, of all kinds; they are defined as the run goes on.
    bytes32[] private _pool;
    uint256 private _versions = 1;
    mapping(bytes32 key => Model model) private _models;
    mapping(uint256 version => mapping(bytes32 key => bytes32 value)) private _values;
    mapping(uint256 version => uint48 time) private _activated;
    mapping(uint256 version => uint48 number) private _blocks;

    constructor() {
        REGISTRY = new ProtocolRegistry(address(this), new IRegistry.Definition[](0));
        (_activated[1], _blocks[1]) = (uint48(block.timestamp), uint48(block.number));
        _pool = [bytes32("a.u"), "a.i", "a.b", "a.w", "a.v", "emerg.u", "emerg.i", "emerg.b", "emerg.w", "emerg.v"];
        for (uint256 i = 0; i < 8; ++i) add(i, 1 + (i % 4), -3, 9, -2);
    }

    // ------------------------------------------------------------------------------------------------- Actions

    function add(uint256 which, uint256 kind, int256 min, int256 max, int256 value) public {
        bytes32 key = _key(which);
        IRegistry.Kind kind_ = IRegistry.Kind(bound(kind, 0, 4));
        Model memory model = Model(kind_, false, _small(min), _small(max), _versions);
        if (kind_ >= IRegistry.Kind.Bool && (uint256(min) % 4) != 0) (model.min, model.max) = (0, 0);
        bool expected =
            kind_ != IRegistry.Kind.None &&
                _models[key].kind == IRegistry.Kind.None &&
                _boundsAllowed(model) &&
                _within(model, _small(value));

        IRegistry.Definition[] memory definitions = new IRegistry.Definition[](1);
        definitions[0] = IRegistry.Definition(key, kind_, model.min, model.max, _small(value));
        _call(abi.encodeCall(REGISTRY.defineParameters, (definitions)), expected);
        if (expected) (_models[key], _values[_versions][key]) = (model, _small(value));
    }

    function retire(uint256 which, uint256 seldom) external {
        if (seldom % 8 != 0) return;
        bytes32[] memory keys = new bytes32[](1);
        keys[0] = _key(which);
        bytes32 key = keys[0];
        // A pause flag that is set stays, since nothing could lower it afterwards.
        bool raised = _models[key].kind == IRegistry.Kind.Bool && key[0] == "e" && _values[_versions][key] != 0;
        bool expected = _isLive(key) && !raised;
        _call(abi.encodeCall(REGISTRY.retire, (keys)), expected);
        if (expected) _models[key].retired = true;
    }

    function setBounds(uint256 which, int256 min, int256 max) external {
        bytes32 key = _key(which);
        Model memory model = _models[key];
        (model.min, model.max) = (_small(min), _small(max));
        if (uint256(min) % 4 != 0 && model.kind < IRegistry.Kind.Bool) model.max = _values[_versions][key];
        bool expected = _isLive(key) && _boundsAllowed(model) && _within(model, _values[_versions][key]);
        _call(abi.encodeCall(REGISTRY.setBounds, (key, model.min, model.max)), expected);
        if (expected) _models[key] = model;
    }

    function upgrade(bool emergency, uint256[3] calldata which, int256[3] calldata values, uint8 size) external {
        IRegistry.Change[] memory changes = new IRegistry.Change[](size % 4);
        bool expected = changes.length != 0;
        for (uint256 i = 0; i < changes.length; ++i) {
            bytes32 key = which[i] % 32 == 0 ? _key(which[i]) : _pool[(emergency ? 5 : 0) + (which[i] % 5)];
            changes[i] = IRegistry.Change(key, _likely(key, values[i]));
            expected = expected && _isLive(key) && _within(_models[key], changes[i].value);
            expected = expected && (key[0] == "e") == emergency;
            for (uint256 j = 0; j < i; ++j) expected = expected && changes[j].key != key;
        }

        bytes32 namespace = emergency ? bytes32("emerg") : bytes32("a");
        bytes memory data = abi.encodeCall(REGISTRY.upgrade, (namespace, changes, size % 2 == 0, "spec", ""));
        _call(data, expected);
        if (!expected) return;
        _next();
        for (uint256 i = 0; i < changes.length; ++i) _values[_versions][changes[i].key] = changes[i].value;
    }

    function rollback(uint256 target, bool emergency) external {
        target = target % 8 == 0 ? bound(target, 0, _versions + 1) : 1 + (target % _versions);
        bool expected = target != 0 && target < _versions;
        if (emergency) expected = expected && block.timestamp - _activated[target + 1] <= 30 days;
        for (uint256 i = 0; i < _pool.length && expected; ++i) {
            expected = !_isRestored(_pool[i], target) || _within(_models[_pool[i]], _values[target][_pool[i]]);
        }

        _call(
            emergency
                ? abi.encodeCall(REGISTRY.emergencyRollback, (target))
                : abi.encodeCall(REGISTRY.rollback, (target)),
            expected
        );
        if (!expected) return;
        _next();
        for (uint256 i = 0; i < _pool.length; ++i) {
            if (_isRestored(_pool[i], target)) _values[_versions][_pool[i]] = _values[target][_pool[i]];
        }
    }

    function wait(uint256 delay) external {
        uint256 span = bound(delay, 0, 20 days);
        vm.warp(block.timestamp + span);
        vm.roll(block.number + span / 12);
    }

    // ------------------------------------------------------------------------------------------------- Checks

    function assertInBounds() external view {
        for (uint256 i = 0; i < _pool.length; ++i) {
            if (!_isLive(_pool[i])) continue;
            IRegistry.Parameter memory p = REGISTRY.parameter(_pool[i]);
            assertTrue(_within(Model(p.kind, false, p.min, p.max, 0), p.value), "a live value is outside its bounds");
        }
    }

    function assertHistory() external view {
        assertEq(REGISTRY.versionCount(), _versions);
        for (uint256 i = 0; i < _pool.length; ++i) {
            Model memory model = _models[_pool[i]];
            if (model.kind == IRegistry.Kind.None) continue;
            for (uint256 id = model.since; id <= _versions; ++id) {
                assertEq(REGISTRY.getAt(_pool[i], id), _values[id][_pool[i]], "a past value changed");
            }
            assertEq(REGISTRY.get(_pool[i]), _values[_versions][_pool[i]]);
        }
    }

    function assertVersions() external view {
        uint256 before = 0;
        for (uint256 id = 1; id <= _versions; ++id) {
            IRegistry.Version memory v = REGISTRY.version(id);
            uint256 semver = (uint256(v.major) << 64) | (uint256(v.minor) << 32) | v.patch;
            assertGt(semver, before, "a semantic version did not grow");
            assertEq(v.activatedAt, _activated[id]);
            assertEq(v.activatedBlock, _blocks[id]);
            assertLt(v.restores, id);
            before = semver;
        }
    }

    function assertKeys() external view {
        bytes32[] memory keys = REGISTRY.keys();
        uint256 live = 0;
        for (uint256 i = 0; i < _pool.length; ++i) if (_isLive(_pool[i])) ++live;
        assertEq(keys.length, live);
        for (uint256 i = 0; i < keys.length; ++i) {
            assertTrue(_isLive(keys[i]), "a listed key is not live");
            for (uint256 j = 0; j < i; ++j) assertNotEq(keys[i], keys[j]);
        }
    }

    // ------------------------------------------------------------------------------------------------- The model

    /// @dev All or nothing: what is refused leaves the version and every value as they were.
    function _call(bytes memory data, bool expected) private {
        bytes32 before = _digest();
        (bool success, ) = address(REGISTRY).call(data);
        assertEq(success, expected, "the registry and its model disagree");
        if (!success) assertEq(_digest(), before, "a refused call left a trace");
    }

    function _digest() private view returns (bytes32) {
        bytes memory state = abi.encode(REGISTRY.versionCount(), REGISTRY.keys());
        for (uint256 i = 0; i < _pool.length; ++i) {
            if (_models[_pool[i]].kind != IRegistry.Kind.None) {
                state = abi.encode(state, REGISTRY.parameter(_pool[i]));
            }
        }
        return keccak256(state);
    }

    function _next() private {
        ++_versions;
        (_activated[_versions], _blocks[_versions]) = (uint48(block.timestamp), uint48(block.number));
        for (uint256 i = 0; i < _pool.length; ++i) _values[_versions][_pool[i]] = _values[_versions - 1][_pool[i]];
    }

    function _isRestored(bytes32 key, uint256 target) private view returns (bool) {
        return _isLive(key) && _models[key].since <= target && _values[target][key] != _values[_versions][key];
    }

    function _isLive(bytes32 key) private view returns (bool) {
        return _models[key].kind != IRegistry.Kind.None && !_models[key].retired;
    }

    function _boundsAllowed(Model memory m) private pure returns (bool) {
        if (m.kind >= IRegistry.Kind.Bool) return m.min | m.max == 0;
        return _rank(m.kind, m.min) <= _rank(m.kind, m.max);
    }

    function _within(Model memory m, bytes32 value) private pure returns (bool) {
        if (m.kind == IRegistry.Kind.Bytes32) return true;
        if (m.kind == IRegistry.Kind.Bool) return value == 0 || value == bytes32(uint256(1));
        uint256 rank = _rank(m.kind, value);
        return _rank(m.kind, m.min) <= rank && rank <= _rank(m.kind, m.max);
    }

    /// @dev Flipping the sign bit puts signed numbers in unsigned order: another way than the registry's.
    function _rank(IRegistry.Kind kind, bytes32 value) private pure returns (uint256) {
        return uint256(value) ^ (kind == IRegistry.Kind.Int ? 1 << 255 : 0);
    }

    function _key(uint256 which) private view returns (bytes32) {
        return _pool[which % _pool.length];
    }

    /// @dev Mostly a value that `key` may have, so that upgrades succeed often enough to make a history.
    function _likely(bytes32 key, int256 value) private view returns (bytes32) {
        Model memory model = _models[key];
        if (model.kind == IRegistry.Kind.Bool && value % 8 != 0) return bytes32(uint256(value) & 1);
        if (_within(model, _small(value)) || value % 8 == 0) return _small(value);
        return value % 2 == 0 ? model.min : model.max;
    }

    /// @dev −6 to 12, so that values, bounds and zero meet often.
    function _small(int256 value) private pure returns (bytes32) {
        return bytes32(uint256((value % 10) + 3));
    }
}

contract ProtocolRegistryInvariantTest is Test {
    ProtocolRegistryHandler private _handler;

    function setUp() external {
        vm.warp(1_750_000_000);
        _handler = new ProtocolRegistryHandler();
        targetContract(address(_handler));
    }

    /// @notice The invariants are not vacuous: random actions make many versions, and many of them by rollback.
    function test_actionsMakeHistory() external {
        uint256 seed = 1;
        for (uint256 i = 0; i < 300; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            (int256 value, uint256 action) = (int256(seed), seed % 5);
            if (action == 0) _handler.rollback(seed >> 8, seed % 2 == 0);
            else if (action == 1) _handler.setBounds(seed >> 8, value >> 16, value >> 24);
            else if (action == 2) _handler.wait(seed >> 8);
            else if (action == 3) _handler.add(seed >> 8, seed >> 16, value >> 24, value >> 32, value >> 40);
            else
                _handler.upgrade(
                    seed % 2 == 0,
                    [seed >> 8, seed >> 9, seed >> 10],
                    [value, -value, value / 2],
                    uint8(seed >> 99)
                );
        }

        ProtocolRegistry registry = _handler.REGISTRY();
        uint256 rollbacks = 0;
        for (uint256 id = 1; id <= registry.versionCount(); ++id) if (registry.version(id).restores != 0) ++rollbacks;
        assertGt(rollbacks, 9);
        assertGt(registry.versionCount() - rollbacks, 20);
        _handler.assertHistory();
    }

    function invariant_liveValuesAreWithinTheirBounds() external view {
        _handler.assertInBounds();
    }

    function invariant_pastValuesNeverChange() external view {
        _handler.assertHistory();
    }

    function invariant_semanticVersionsGrow() external view {
        _handler.assertVersions();
    }

    function invariant_keysAreTheLiveOnes() external view {
        _handler.assertKeys();
    }
}

contract ProtocolRegistryFuzzTest is Test {
    /// @notice A key that is put together from random parts is valid exactly if a naive parser says so.
    function testFuzz_keys(bytes32 noise, uint8 dot, uint8 length) external pure {
        bytes memory alphabet = "abz019.AZ_-";
        bytes memory text = new bytes(length % 33);
        for (uint256 i = 0; i < text.length; ++i) {
            // The last entry but one in 32 is any byte at all.
            text[i] = uint8(noise[i]) < 8 ? noise[(i + 1) % 32] : alphabet[uint8(noise[i]) % (i < dot % 8 ? 6 : 11)];
        }
        if (dot % 8 < text.length) text[dot % 8] = ".";
        bytes32 key = bytes32(text);

        (bool valid, bytes32 namespace) = _parse(key);
        assertEq(ParameterKey.isValid(key), valid);
        if (valid) assertEq(ParameterKey.namespaceOf(key), namespace);
    }

    function testFuzz_anyKey(bytes32 key) external pure {
        (bool valid, ) = _parse(key);
        assertEq(ParameterKey.isValid(key), valid);
    }

    function testFuzz_signedBounds(int256 min, int256 max, int256 value) external pure {
        (bytes32 low, bytes32 high) = (bytes32(uint256(min)), bytes32(uint256(max)));
        assertEq(KindRules.allowsBounds(IRegistry.Kind.Int, low, high), min <= max);
        bool within = min <= value && value <= max;
        assertEq(KindRules.allowsValue(IRegistry.Kind.Int, low, high, bytes32(uint256(value))), within);
    }

    function testFuzz_unsignedBounds(uint256 min, uint256 max, uint256 value) external pure {
        (bytes32 low, bytes32 high) = (bytes32(min), bytes32(max));
        assertEq(KindRules.allowsBounds(IRegistry.Kind.Uint, low, high), min <= max);
        bool within = min <= value && value <= max;
        assertEq(KindRules.allowsValue(IRegistry.Kind.Uint, low, high, bytes32(value)), within);
    }

    /// @dev In pieces: cut at the zero bytes, then at the first '.', then look at every character.
    function _parse(bytes32 key) private pure returns (bool valid, bytes32 namespace) {
        uint256 length = 32;
        while (length > 0 && key[length - 1] == 0) --length;
        uint256 dot = 0;
        while (dot < length && key[dot] != ".") ++dot;
        if (dot == 0 || dot + 1 >= length) return (false, 0);
        bytes memory head = new bytes(dot);
        for (uint256 i = 0; i < length; ++i) {
            bytes memory allowed =
                i < dot
                    ? bytes("abcdefghijklmnopqrstuvwxyz0123456789")
                    : bytes("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_.-");
            bool found = false;
            for (uint256 j = 0; j < allowed.length; ++j) found = found || allowed[j] == key[i];
            if (!found) return (false, 0);
            if (i < dot) head[i] = key[i];
        }
        return (true, bytes32(head));
    }
}
