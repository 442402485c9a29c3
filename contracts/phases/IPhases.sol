// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/**
 * @title IPhases
 * @notice How far a network has come from its founders to its community: four phases, 0 to 3, one after the other and never
 * back. What a phase changes, the rulebook that asks for it knows (see {IPhasedRulebook}).
 *
 * Each step has a gate: conditions that anyone can check. While it holds, a vote takes the step. From the gate's latest
 * date on anyone does, and founders cannot keep it shut: the first step then has no condition left, the others have none
 * that founders could fail for ever.
 *
 * Founders are the accounts that were declared as such, the founders' Safe among them. Whoever was not declared is nobody
 * that a contract could know.
 */
interface IPhases {
    /**
     * @notice What must hold before a step is taken. A field of 0 (`maxFounderBps` of 10,000) demands nothing.
     * @param minTime How long the present phase has lasted, in seconds; at most 1,095 days.
     * @param latestAfter From when on anyone takes the step, in seconds since these phases were deployed; at most 1,095 days,
     * 0 for never.
     * @param minDecisions How many decisions of the phase are named as evidence, 0 to 24.
     * @param minTurnoutBps The share of the votes in existence that took part in each of them, founders not counted.
     * @param maxFounderBps The share of the votes in existence that founders have together, now and as each vote began.
     * @param handsOff Whether no founder may be the council, or one of the owners of the council's Safe.
     */
    struct Gate {
        uint32 minTime;
        uint32 latestAfter;
        uint16 minDecisions;
        uint16 minTurnoutBps;
        uint16 maxFounderBps;
        bool handsOff;
    }

    /// @notice A field of a gate, what it is measured to be, and what it must be: at least `bound`, for `maxFounderBps` at most.
    struct Condition {
        bytes32 name;
        uint256 value;
        uint256 bound;
        bool met;
    }

    /// @notice Phase `to` has begun. `by` took the step and named `ids` as evidence.
    event PhaseAdvanced(uint256 indexed from, uint256 indexed to, address indexed by, uint256[] ids);
    /// @notice The step out of phase `step` has an easier gate.
    event GateLoosened(uint256 indexed step, Gate gate);
    /// @notice The account counts as a founder, for ever.
    event FounderDeclared(address indexed founder);
    /// @notice Evidence is what this governor has decided.
    event GovernorSet(address previous, address governor);

    /// @notice Only the timelock may do this; taking a step, only until its latest date.
    error Phases_NotTimelock(address caller);
    /// @notice The step out of phase `step` waits: `condition` is `value` and must be `bound`, see {Condition}.
    error Phases_GateShut(uint256 step, bytes32 condition, uint256 value, uint256 bound);
    /// @notice There is no phase after this one.
    error Phases_Last();
    /// @notice A field of the gate is beyond its range.
    error Phases_BadGate(uint256 step, Gate gate);
    /// @notice A gate can only become easier, in every field, and its latest date only nearer.
    error Phases_NotLooser(uint256 step, Gate before, Gate gate);
    /// @notice This account cannot be declared: it is nobody, or declared already, or the list of 16 is full.
    error Phases_BadFounder(address founder);
    /**
     * @notice The proposal proves nothing, for this reason: `order` (ids ascend, each stands once), `unknown` (to the governor),
     * `state` (not executed), `early` (its vote began before this phase), `type` (an emergency, or not decided by an ordinary
     * vote of the network's own votes), `number` (more than 24 of them).
     */
    error Phases_NoEvidence(uint256 id, bytes32 reason);
    /// @notice No governor is named yet: see {adoptGovernor}.
    error Phases_NoGovernor();
    /// @notice Once a governor is named, only the timelock names another.
    error Phases_GovernorNamed(address governor);
    /// @notice The timelock does not let this account propose.
    error Phases_NotProposer(address account);

    /**
     * @notice Begins the next phase. Owner: the timelock, while the gate holds; anyone, from the gate's latest date on.
     * @param ids Proposals that prove what the gate asks for, in ascending order.
     */
    function advance(uint256[] calldata ids) external;

    /// @notice Makes the gate of a step that is to come easier. Owner: the timelock.
    function loosen(uint256 step, Gate calldata gate) external;

    /// @notice Counts an account as a founder's from now on. Owner: the timelock.
    function declare(address founder) external;

    /// @notice Names the governor whose decisions are evidence. Owner: the timelock.
    function setGovernor(address newGovernor) external;

    /// @notice Names the governor while none is named: anyone may, one that the timelock lets propose.
    function adoptGovernor(address candidate) external;

    /// @notice Every condition of the next step, with these proposals as evidence, whether or not it is asked for today.
    function evidence(uint256[] calldata ids) external view returns (Condition[] memory);

    /// @notice The gate of the step out of phase `step`, 0 to 2.
    function gateOf(uint256 step) external view returns (Gate memory);

    /// @notice What is still asked of the next step: its gate, and after its latest date what is left of it.
    function gateNow() external view returns (Gate memory);

    /// @notice From when on anyone may take the step out of phase `step`, in seconds; the end of time for never.
    function latestAt(uint256 step) external view returns (uint256);

    /// @notice The declared founders, the founders' Safe first; at most 16.
    function founders() external view returns (address[] memory);

    /// @notice Whether the account was declared.
    function isFounder(address account) external view returns (bool);

    /// @notice The present phase, 0 to 3.
    function current() external view returns (uint8);

    /// @notice When the present phase began, in seconds.
    function since() external view returns (uint48);

    /// @notice The governor whose decisions are evidence; 0 while none is named.
    function governor() external view returns (address);

    /// @notice When these phases were deployed, in seconds.
    function STARTED() external view returns (uint256);

    /// @notice The account that votes command.
    function TIMELOCK() external view returns (address);
}
