// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IOwnerManager} from "@safe-global/safe-smart-account/contracts/interfaces/IOwnerManager.sol";

import {BoundedCall} from "../governor/BoundedCall.sol";
import {INetworkGovernor} from "../governor/INetworkGovernor.sol";
import {COUNTS_HEADS, PackedRules, RulesCodec} from "../governor/Rules.sol";
import {EXCLUDED} from "../votes/Excluded.sol";
import {IPhases} from "./IPhases.sol";

/**
 * @title Phases
 * @notice See {IPhases}. All that a rulebook asks for is in one word.
 *
 * Nothing is counted along the way: whoever takes a step names the decisions that prove it, and each is checked against the
 * governor, which keeps what was voted for ever.
 *
 * **Who can change what.** The timelock takes a step whose gate holds, makes gates easier, declares founders and names another
 * governor. Anyone takes a step from its latest date on, and names the first governor that the timelock lets propose.
 * Nothing makes a gate harder, its date later, a founder unknown again, or a phase come back. There is no owner, no pause
 * and no upgrade.
 */
contract Phases is IPhases {
    uint256 private constant LAST = 3;
    uint256 private constant BPS = 10_000;
    uint256 private constant MAX_FOUNDERS = 16;
    uint256 private constant MAX_DECISIONS = 24;
    uint256 private constant MAX_TIME = 1_095 days;
    /// @dev For the council's list of owners: far more than a Safe of the most owners needs that is read.
    uint256 private constant OWNERS_GAS = 300_000;
    uint256 private constant MAX_OWNERS = 64;
    bytes8 private constant EMERGENCY_TYPE = "EMERG";

    /// @inheritdoc IPhases
    address public immutable TIMELOCK;
    /// @inheritdoc IPhases
    uint256 public immutable STARTED;

    /// @inheritdoc IPhases
    uint8 public current;
    /// @inheritdoc IPhases
    uint48 public since;
    /// @inheritdoc IPhases
    address public governor;
    Gate[LAST] private _gates;
    address[] private _founders;
    /// @inheritdoc IPhases
    mapping(address account => bool declared) public isFounder;

    modifier onlyTimelock() {
        if (msg.sender != TIMELOCK) revert Phases_NotTimelock(msg.sender);
        _;
    }

    /// @param timelock Who commands the phases, for ever.
    /// @param gates The gates of the three steps.
    /// @param declared The first founders: their Safe, and each of them.
    constructor(address timelock, Gate[3] memory gates, address[] memory declared) {
        (TIMELOCK, STARTED) = (timelock, block.timestamp);
        since = uint48(block.timestamp);
        for (uint256 step = 0; step < LAST; ++step) {
            _checkGate(step, gates[step]);
            _gates[step] = gates[step];
        }
        for (uint256 i = 0; i < declared.length; ++i) _declare(declared[i]);
    }

    // ---------------------------------------------------------------------------------------------- changing

    /// @inheritdoc IPhases
    function advance(uint256[] calldata ids) external {
        uint256 step = _step();
        if (msg.sender != TIMELOCK && block.timestamp < latestAt(step)) revert Phases_NotTimelock(msg.sender);
        Condition[] memory conditions = _conditions(_gateNow(step), ids, false);
        for (uint256 i = 0; i < conditions.length; ++i) {
            Condition memory condition = conditions[i];
            if (!condition.met) revert Phases_GateShut(step, condition.name, condition.value, condition.bound);
        }
        (current, since) = (uint8(step + 1), uint48(block.timestamp));
        emit PhaseAdvanced(step, step + 1, msg.sender, ids);
    }

    /// @inheritdoc IPhases
    function loosen(uint256 step, Gate calldata gate) external onlyTimelock {
        Gate memory before = _gates[step];
        bool nearer = before.latestAfter == 0 || (gate.latestAfter != 0 && gate.latestAfter <= before.latestAfter);
        if (
            !nearer ||
            gate.minTime > before.minTime ||
            gate.minDecisions > before.minDecisions ||
            gate.minTurnoutBps > before.minTurnoutBps ||
            gate.maxFounderBps < before.maxFounderBps ||
            (gate.handsOff && !before.handsOff)
        ) revert Phases_NotLooser(step, before, gate);
        _checkGate(step, gate);
        _gates[step] = gate;
        emit GateLoosened(step, gate);
    }

    /// @inheritdoc IPhases
    function declare(address founder) external onlyTimelock {
        _declare(founder);
    }

    /// @inheritdoc IPhases
    function setGovernor(address newGovernor) external onlyTimelock {
        _setGovernor(newGovernor);
    }

    /// @inheritdoc IPhases
    function adoptGovernor(address candidate) external {
        if (governor != address(0)) revert Phases_GovernorNamed(governor);
        TimelockController timelock = TimelockController(payable(TIMELOCK));
        if (!timelock.hasRole(timelock.PROPOSER_ROLE(), candidate)) revert Phases_NotProposer(candidate);
        _setGovernor(candidate);
    }

    // ---------------------------------------------------------------------------------------------- reading

    /// @inheritdoc IPhases
    function evidence(uint256[] calldata ids) external view returns (Condition[] memory) {
        return _conditions(_gateNow(_step()), ids, true);
    }

    /// @inheritdoc IPhases
    function gateOf(uint256 step) external view returns (Gate memory) {
        return _gates[step];
    }

    /// @inheritdoc IPhases
    function gateNow() external view returns (Gate memory) {
        return _gateNow(_step());
    }

    /// @inheritdoc IPhases
    function latestAt(uint256 step) public view returns (uint256) {
        uint256 latestAfter = _gates[step].latestAfter;
        return latestAfter == 0 ? type(uint256).max : STARTED + latestAfter;
    }

    /// @inheritdoc IPhases
    function founders() external view returns (address[] memory) {
        return _founders;
    }

    // ---------------------------------------------------------------------------------------------- private

    function _step() private view returns (uint256 step) {
        step = current;
        if (step == LAST) revert Phases_Last();
    }

    /// @dev What founders could keep shut by holding, or by sitting, falls with the latest date; of the first step all does.
    function _gateNow(uint256 step) private view returns (Gate memory gate) {
        gate = _gates[step];
        if (block.timestamp < latestAt(step)) return gate;
        if (step == 0) (gate.minTime, gate.minDecisions, gate.minTurnoutBps) = (0, 0, 0);
        (gate.maxFounderBps, gate.handsOff) = (uint16(BPS), false);
    }

    /// @dev The shares and the council are looked at where the gate asks for them, or if `all` is wanted.
    function _conditions(
        Gate memory gate,
        uint256[] calldata ids,
        bool all
    ) private view returns (Condition[] memory conditions) {
        if (ids.length > MAX_DECISIONS) revert Phases_NoEvidence(ids[MAX_DECISIONS], "number");
        bool asksFounders = all || gate.maxFounderBps < BPS;
        (uint256 turnoutBps, uint256 founderBps) = _shares(ids, asksFounders);
        conditions = new Condition[](5);
        conditions[0] = _atLeast("minTime", block.timestamp - since, gate.minTime);
        conditions[1] = _atLeast("minDecisions", ids.length, gate.minDecisions);
        conditions[2] = _atLeast("minTurnoutBps", turnoutBps, gate.minTurnoutBps);
        conditions[3] = Condition("maxFounderBps", founderBps, gate.maxFounderBps, founderBps <= gate.maxFounderBps);
        bool free = (all || gate.handsOff) && _isFree();
        conditions[4] = _atLeast("handsOff", free ? 1 : 0, gate.handsOff ? 1 : 0);
    }

    /// @dev The least turnout of these proposals without founders, and the most that founders had of all votes, in basis
    /// points. Of no proposal, everybody took part.
    function _shares(
        uint256[] calldata ids,
        bool asksFounders
    ) private view returns (uint256 turnoutBps, uint256 founderBps) {
        turnoutBps = BPS;
        if (asksFounders) founderBps = _founderBps(block.timestamp - 1);
        for (uint256 i = 0; i < ids.length; ++i) {
            if (i != 0 && ids[i] <= ids[i - 1]) revert Phases_NoEvidence(ids[i], "order");
            uint256 snapshot = _checkDecision(ids[i]);
            turnoutBps = Math.min(turnoutBps, _turnoutBps(ids[i], snapshot));
            if (asksFounders) founderBps = Math.max(founderBps, _founderBps(snapshot));
        }
    }

    /// @dev When its vote began, in seconds, of a proposal that proves something.
    function _checkDecision(uint256 id) private view returns (uint256 snapshot) {
        INetworkGovernor asked = _governor();
        snapshot = IGovernor(address(asked)).proposalSnapshot(id);
        if (snapshot == 0) revert Phases_NoEvidence(id, "unknown");
        if (IGovernor(address(asked)).state(id) != IGovernor.ProposalState.Executed) {
            revert Phases_NoEvidence(id, "state");
        }
        if (snapshot <= since) revert Phases_NoEvidence(id, "early");
        (bytes8 code, uint256 rulesId, ) = asked.proposalType(id);
        PackedRules memory rules = asked.pinnedRules(rulesId);
        // Heads are counted of a source alone.
        if (code == EMERGENCY_TYPE || RulesCodec.kind(rules.cost) & ~COUNTS_HEADS != 0) {
            revert Phases_NoEvidence(id, "type");
        }
    }

    function _turnoutBps(uint256 id, uint256 snapshot) private view returns (uint256) {
        INetworkGovernor asked = _governor();
        (uint256 against, uint256 inFavour, uint256 abstain) = asked.proposalVotes(id);
        uint256 others = against + inFavour + abstain;
        for (uint256 i = 0; i < _founders.length; ++i) others -= asked.usedVotes(id, _founders[i]);
        uint256 base = _base(_votes(), snapshot);
        return base == 0 ? 0 : (others * BPS) / base;
    }

    /// @dev The founders' share of the votes that can be cast, rounded up; all, where there are none.
    function _founderBps(uint256 timepoint) private view returns (uint256) {
        IVotes votes = _votes();
        uint256 theirs = 0;
        for (uint256 i = 0; i < _founders.length; ++i) theirs += votes.getPastVotes(_founders[i], timepoint);
        uint256 base = _base(votes, timepoint);
        return base == 0 ? BPS : Math.ceilDiv(theirs * BPS, base);
    }

    /// @dev What a quorum is a share of, see {GovernorQuorum}.
    function _base(IVotes votes, uint256 timepoint) private view returns (uint256) {
        return Math.saturatingSub(votes.getPastTotalSupply(timepoint), votes.getPastVotes(EXCLUDED, timepoint));
    }

    /// @dev Whether the council is nobody, or a Safe that no founder owns. Whoever does not say who owns it, is not free.
    function _isFree() private view returns (bool) {
        (address council, uint48 until) = _governor().guardian();
        if (council == address(0) || until < block.timestamp) return true;
        if (isFounder[council]) return false;
        bytes memory question = abi.encodeCall(IOwnerManager.getOwners, ());
        (bool answered, address[] memory owners) = BoundedCall.askList(council, OWNERS_GAS, question, MAX_OWNERS);
        for (uint256 i = 0; i < owners.length; ++i) if (isFounder[owners[i]]) return false;
        return answered;
    }

    function _votes() private view returns (IVotes) {
        return GovernorVotes(payable(address(_governor()))).token();
    }

    function _governor() private view returns (INetworkGovernor) {
        if (governor == address(0)) revert Phases_NoGovernor();
        return INetworkGovernor(governor);
    }

    function _declare(address founder) private {
        if (founder == address(0) || isFounder[founder] || _founders.length == MAX_FOUNDERS) {
            revert Phases_BadFounder(founder);
        }
        isFounder[founder] = true;
        _founders.push(founder);
        emit FounderDeclared(founder);
    }

    function _setGovernor(address newGovernor) private {
        emit GovernorSet(governor, newGovernor);
        governor = newGovernor;
    }

    function _atLeast(bytes32 name, uint256 value, uint256 bound) private pure returns (Condition memory) {
        return Condition(name, value, bound, value >= bound);
    }

    function _checkGate(uint256 step, Gate memory gate) private pure {
        if (
            gate.minTime > MAX_TIME ||
            gate.latestAfter > MAX_TIME ||
            gate.minDecisions > MAX_DECISIONS ||
            gate.minTurnoutBps > BPS ||
            gate.maxFounderBps > BPS
        ) revert Phases_BadGate(step, gate);
    }
}
