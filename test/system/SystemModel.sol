// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Test} from "forge-std/Test.sol";

import {VoteEscrow} from "../../contracts/escrow/VoteEscrow.sol";
import {INetworkGovernor} from "../../contracts/governor/INetworkGovernor.sol";
import {IRulebook} from "../../contracts/governor/IRulebook.sol";
import {Rulebook} from "../../contracts/governor/Rulebook.sol";
import {COUNCIL, DEFAULT_TYPE, HOLDERS, Rules} from "../../contracts/governor/Rules.sol";
import {IProtocolRegistry} from "../../contracts/protocol/IProtocolRegistry.sol";
import {ProtocolRegistry} from "../../contracts/protocol/ProtocolRegistry.sol";
import {GovernanceToken} from "../../contracts/token/GovernanceToken.sol";
import {IGovernanceToken} from "../../contracts/token/IGovernanceToken.sol";
import {EXCLUDED} from "../../contracts/votes/Excluded.sol";
import {Recorder} from "./Recorder.sol";

/// @dev The governor as its callers see it. Its bytecode is deployed by name: whoever imports the contract is compiled
/// through the IR with it.
interface ISystemGovernor is IGovernor, INetworkGovernor {
    function timelock() external view returns (address);
}

/**
 * @notice A whole network, deployed as deploy/modules/Polity.ts does it, and a model of what its proposals should do: the
 * rules they were made under, the votes they got, and the state that follows from these, computed the long way.
 */
abstract contract SystemModel is Test {
    /// @dev What a proposal may do. The model knows what each kind does to the settings, and to which types it is open.
    enum Kind {
        Record,
        Pay,
        Upgrade,
        Emergency,
        EmergencyRollback,
        Rollback,
        Mint,
        SetRules,
        SetScope,
        SetRulebook,
        SetGuardian,
        UpdateDelay,
        Relay,
        Grab
    }

    struct Action {
        Kind kind;
        address target;
        uint256 value;
        bytes4 selector;
        bytes args;
    }

    struct Plan {
        bytes actions;
        string description;
        uint256 id;
        address proposer;
        bool byCouncil;
        bool unstoppable;
        bytes8 code;
        uint256 grace;
        Rules rules;
        uint256 snapshot;
        uint256 deadline;
        bool extended;
        uint256[3] votes;
        uint256 eta;
        bool scheduled;
        bool canceled;
        bool executed;
        IGovernor.ProposalState last;
    }

    uint256 internal constant ONE = 1e18;
    uint256 internal constant BPS = 10_000;
    bytes32 internal constant RATE = "econ.rate";
    bytes32 internal constant HALTED = "emerg.halted";
    bytes8[5] internal CODES = [bytes8("GOV"), "ECON", "NET", "EMERG", "BOARD"];
    /// @dev Keys of the accounts that walk about; the last has no tokens at the beginning.
    uint256[5] internal KEYS = [uint256(0xa11ce), 0xb0b, 0xca401, 0xda7e, 0xe4e];
    /// @dev Holds more locked tokens than all others, and votes only when the walk is over.
    address internal constant STEWARD = address(0x57e4a4d);

    TimelockController public timelock;
    GovernanceToken public token;
    VoteEscrow public escrow;
    ProtocolRegistry public registry;
    Rulebook[2] public books;
    ISystemGovernor public governor;
    Recorder public recorder;

    Plan[] internal _plans;
    mapping(uint256 plan => mapping(address voter => uint256 votes)) internal _used;
    mapping(uint256 plan => mapping(address voter => bool fully)) internal _votedFully;

    // What the settings are, as far as the executed proposals tell.
    mapping(address book => mapping(bytes8 code => Rules rules)) internal _rules;
    mapping(address book => uint256 version) internal _versions;
    mapping(address book => mapping(bytes8 code => bool open)) internal _recordOpenTo;
    mapping(address book => bool unstoppable) internal _recordUnstoppable;
    address internal _book;
    uint256 internal _adoptedVersion;
    Rules internal _adopted;
    address internal _council;
    uint256 internal _councilUntil;
    bytes32 internal _recorded;

    constructor() {
        vm.warp(1_800_000_000);
        timelock = new TimelockController(1 hours, new address[](0), new address[](0), address(this));
        IGovernanceToken.Allocation[] memory allocations = new IGovernanceToken.Allocation[](6);
        for (uint256 i = 0; i < 4; ++i) allocations[i] = IGovernanceToken.Allocation(vm.addr(KEYS[i]), 20_000 * ONE);
        allocations[4] = IGovernanceToken.Allocation(address(timelock), 50_000 * ONE);
        allocations[5] = IGovernanceToken.Allocation(STEWARD, 200_000 * ONE);
        token = new GovernanceToken("Neuro", "NEURO", address(timelock), allocations, 1_000_000 * ONE, 800);
        escrow = new VoteEscrow(token, "Locked Neuro", "veNEURO", 4, ONE, false);
        registry = new ProtocolRegistry(address(timelock), _definitions());
        recorder = new Recorder();
        for (uint256 i = 0; i < 2; ++i) books[i] = new Rulebook(address(timelock), _types(i), _scopes());
        governor = ISystemGovernor(
            vm.deployCode(
                "contracts/governor/NetworkGovernor.sol:NetworkGovernor",
                abi.encode("Polity Governor", escrow, token, timelock, books[0])
            )
        );
        timelock.grantRole(timelock.PROPOSER_ROLE(), address(governor));
        timelock.grantRole(timelock.CANCELLER_ROLE(), address(governor));
        timelock.grantRole(timelock.EXECUTOR_ROLE(), address(governor));
        timelock.renounceRole(bytes32(0), address(this));
        _modelSettings();

        vm.deal(address(timelock), ONE);
        for (uint256 i = 0; i < 4; ++i) _lockForGood(vm.addr(KEYS[i]), (8_000 + 1_000 * i) * ONE);
        _lockForGood(STEWARD, 100_000 * ONE);
        skip(1);
    }

    // ---------------------------------------------------------------------------------------------- the network

    function _definitions() private pure returns (IProtocolRegistry.Definition[] memory definitions) {
        definitions = new IProtocolRegistry.Definition[](2);
        definitions[0] = IProtocolRegistry.Definition(
            RATE,
            IProtocolRegistry.Kind.Uint,
            0,
            bytes32(uint256(1000)),
            bytes32(uint256(100))
        );
        definitions[1] = IProtocolRegistry.Definition(HALTED, IProtocolRegistry.Kind.Bool, 0, 0, 0);
    }

    /// @dev Two books that differ in what they demand, so that a mix-up shows.
    function _types(uint256 book) private view returns (IRulebook.TypeRules[] memory types) {
        types = new IRulebook.TypeRules[](CODES.length);
        for (uint256 i = 0; i < CODES.length; ++i) types[i] = IRulebook.TypeRules(CODES[i], _firstRules(i, book));
    }

    function _firstRules(uint256 index, uint256 book) internal pure returns (Rules memory rules) {
        rules.review = uint32(2 days - index * 6 hours);
        rules.voting = uint32(3 days - book * 12 hours);
        rules.graceMin = uint32(2 days - index * 4 hours);
        rules.graceMax = 10 days;
        rules.window = uint32(4 days - index * 12 hours);
        rules.late = uint32(12 hours - index * 2 hours);
        rules.approvalBps = uint16(6_600 - book * 500);
        rules.proposers = HOLDERS;
        rules.threshold = uint96((100 - 10 * index) * ONE);
        rules.fee = uint96((10 - index) * ONE);
        rules.quorumFloor = uint96((2_000 - 100 * index) * ONE);
        rules.quorumBps = uint16(1_000 - 100 * book);
        if (index == 3) (rules.proposers, rules.threshold) = (HOLDERS | COUNCIL, uint96(5_000 * ONE));
        if (index == 4) (rules.proposers, rules.threshold, rules.fee) = (COUNCIL, 0, 0);
    }

    function _scopes() private view returns (IRulebook.Scope[] memory scopes) {
        scopes = new IRulebook.Scope[](5);
        scopes[0] = _recordScope(true, true, false);
        scopes[1].target = address(recorder);
        (scopes[1].how, scopes[1].allowsValue) = (IRulebook.Match.PlainTransfer, true);
        scopes[1].codes = _oneCode("ECON");
        scopes[2] = _registryScope(ProtocolRegistry.upgrade.selector, "econ", "ECON");
        scopes[3] = _registryScope(ProtocolRegistry.upgrade.selector, "emerg", "EMERG");
        scopes[4] = _registryScope(ProtocolRegistry.emergencyRollback.selector, 0, "EMERG");
    }

    function _registryScope(
        bytes4 selector,
        bytes32 word,
        bytes8 code
    ) private view returns (IRulebook.Scope memory scope) {
        scope.target = address(registry);
        scope.how = word == 0 ? IRulebook.Match.Selector : IRulebook.Match.SelectorAndWord;
        (scope.selector, scope.word, scope.codes) = (selector, word, _oneCode(code));
    }

    function _recordScope(
        bool toNet,
        bool toBoard,
        bool unstoppable
    ) internal view returns (IRulebook.Scope memory scope) {
        scope.target = address(recorder);
        (scope.selector, scope.allowsValue) = (Recorder.record.selector, true);
        scope.unstoppable = unstoppable;
        scope.codes = new bytes8[]((toNet ? 1 : 0) + (toBoard ? 1 : 0));
        if (toNet) scope.codes[0] = "NET";
        if (toBoard) scope.codes[toNet ? 1 : 0] = "BOARD";
    }

    function _oneCode(bytes8 code) private pure returns (bytes8[] memory codes) {
        codes = new bytes8[](1);
        codes[0] = code;
    }

    function _modelSettings() private {
        for (uint256 book = 0; book < 2; ++book) {
            address at = address(books[book]);
            for (uint256 i = 0; i < CODES.length; ++i) _rules[at][CODES[i]] = _firstRules(i, book);
            (_recordOpenTo[at]["NET"], _recordOpenTo[at]["BOARD"], _versions[at]) = (true, true, 1);
        }
        (_book, _adoptedVersion, _adopted) = (address(books[0]), 1, _firstRules(0, 0));
    }

    function _lockForGood(address account, uint256 amount) private {
        vm.startPrank(account);
        token.approve(address(escrow), type(uint256).max);
        token.approve(address(governor), type(uint256).max);
        escrow.createPermanentLock(amount);
        vm.stopPrank();
    }

    // ---------------------------------------------------------------------------------------------- what follows

    function _isOpen(Kind kind, bytes8 code) internal view returns (bool) {
        if (kind == Kind.Record) return _recordOpenTo[_book][code];
        if (kind == Kind.Pay || kind == Kind.Upgrade) return code == "ECON";
        if (kind == Kind.Emergency || kind == Kind.EmergencyRollback) return code == "EMERG";
        return false;
    }

    function _areOpen(Action[] memory actions, bytes8 code) internal view returns (bool) {
        if (code == DEFAULT_TYPE) return true;
        for (uint256 i = 0; i < actions.length; ++i) if (!_isOpen(actions[i].kind, code)) return false;
        return true;
    }

    function _areUnstoppable(Action[] memory actions) internal view returns (bool) {
        for (uint256 i = 0; i < actions.length; ++i) {
            bool marked = actions[i].kind == Kind.Record && _recordUnstoppable[_book];
            if (!marked && actions[i].kind != Kind.SetGuardian) return false;
        }
        return true;
    }

    function _isCouncil(address account) internal view returns (bool) {
        return account != address(0) && account == _council && block.timestamp <= _councilUntil;
    }

    function _quorumOf(Plan storage plan) internal view returns (uint256) {
        uint256 time = plan.snapshot < block.timestamp ? plan.snapshot : block.timestamp - 1;
        uint256 base = escrow.getPastTotalSupply(time) - escrow.getPastVotes(EXCLUDED, time);
        uint256 share = (base * plan.rules.quorumBps) / BPS;
        return share > plan.rules.quorumFloor ? share : plan.rules.quorumFloor;
    }

    function _reachesQuorum(Plan storage plan) internal view returns (bool) {
        return plan.votes[1] + plan.votes[2] >= _quorumOf(plan);
    }

    function _reachesApproval(Plan storage plan) internal view returns (bool) {
        (uint256 against, uint256 inFavour) = (plan.votes[0], plan.votes[1]);
        return inFavour > against && inFavour * BPS >= (inFavour + against) * plan.rules.approvalBps;
    }

    function _stateOf(Plan storage plan) internal view returns (IGovernor.ProposalState) {
        if (plan.executed) return IGovernor.ProposalState.Executed;
        if (plan.canceled) return IGovernor.ProposalState.Canceled;
        if (block.timestamp <= plan.snapshot) return IGovernor.ProposalState.Pending;
        if (block.timestamp <= plan.deadline) return IGovernor.ProposalState.Active;
        if (plan.eta == 0 && !(_reachesQuorum(plan) && _reachesApproval(plan))) {
            return IGovernor.ProposalState.Defeated;
        }
        if (block.timestamp > _expiryOf(plan)) return IGovernor.ProposalState.Expired;
        return plan.eta == 0 ? IGovernor.ProposalState.Succeeded : IGovernor.ProposalState.Queued;
    }

    /// @dev One window to queue it in, and once it is queued another one to execute it in.
    function _expiryOf(Plan storage plan) internal view returns (uint256) {
        return (plan.eta == 0 ? plan.deadline : plan.eta) + plan.rules.window;
    }

    /// @dev The order of the eight states: whether a proposal seen in `from` may be seen in `to` later.
    function _mayFollow(IGovernor.ProposalState from, IGovernor.ProposalState to) internal pure returns (bool) {
        if (from == to) return true;
        if (from == IGovernor.ProposalState.Pending) return true;
        if (from == IGovernor.ProposalState.Active) return to != IGovernor.ProposalState.Pending;
        if (from == IGovernor.ProposalState.Succeeded) {
            return
                to == IGovernor.ProposalState.Queued ||
                to == IGovernor.ProposalState.Canceled ||
                to == IGovernor.ProposalState.Expired ||
                to == IGovernor.ProposalState.Executed;
        }
        if (from == IGovernor.ProposalState.Queued) {
            return
                to == IGovernor.ProposalState.Canceled ||
                to == IGovernor.ProposalState.Expired ||
                to == IGovernor.ProposalState.Executed;
        }
        return false;
    }

    function _actionsOf(Plan storage plan) internal view returns (Action[] memory) {
        return abi.decode(plan.actions, (Action[]));
    }

    function _arrays(
        Action[] memory actions
    ) internal pure returns (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) {
        (targets, values) = (new address[](actions.length), new uint256[](actions.length));
        calldatas = new bytes[](actions.length);
        for (uint256 i = 0; i < actions.length; ++i) {
            (targets[i], values[i]) = (actions[i].target, actions[i].value);
            if (actions[i].kind != Kind.Pay) calldatas[i] = bytes.concat(actions[i].selector, actions[i].args);
        }
    }

    /// @dev The call of `selector` with the proposal as queue, execute, cancel and expire take it.
    function _hashed(bytes4 selector, Plan storage plan) internal view returns (bytes memory) {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _arrays(_actionsOf(plan));
        return abi.encodeWithSelector(selector, targets, values, calldatas, keccak256(bytes(plan.description)));
    }

    function _operationOf(Plan storage plan) internal view returns (bytes32) {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _arrays(_actionsOf(plan));
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(plan.description));
        return keccak256(abi.encode(targets, values, calldatas, bytes32(0), salt));
    }

    /// @dev What an executed action has done to the settings.
    function _apply(Action memory action) internal {
        if (action.target == address(recorder)) {
            bytes memory data = action.kind == Kind.Pay ? bytes("") : bytes.concat(action.selector, action.args);
            _recorded = keccak256(abi.encode(_recorded, timelock, action.value, data));
        } else if (action.kind == Kind.SetRules) {
            (bytes8 code, Rules memory rules) = abi.decode(action.args, (bytes8, Rules));
            _rules[action.target][code] = rules;
            if (code == DEFAULT_TYPE) ++_versions[action.target];
        } else if (action.kind == Kind.SetScope) {
            IRulebook.Scope memory scope = abi.decode(action.args, (IRulebook.Scope));
            (_recordOpenTo[action.target]["NET"], _recordOpenTo[action.target]["BOARD"]) = (false, false);
            for (uint256 i = 0; i < scope.codes.length; ++i) _recordOpenTo[action.target][scope.codes[i]] = true;
            _recordUnstoppable[action.target] = scope.unstoppable;
        } else if (action.kind == Kind.SetRulebook) {
            _book = abi.decode(action.args, (address));
            (_adoptedVersion, _adopted) = (_versions[_book], _rules[_book][DEFAULT_TYPE]);
        } else if (action.kind == Kind.SetGuardian) {
            (_council, _councilUntil) = abi.decode(action.args, (address, uint48));
        }
    }
}
