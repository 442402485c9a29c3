// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IForeignErrors} from "./IForeignErrors.sol";
import {IRulebook} from "./IRulebook.sol";
import {PackedRules} from "./Rules.sol";

/**
 * @title INetworkGovernor
 * @notice What the network's governor has beyond a standard OpenZeppelin Governor: proposals with a type.
 *
 * A proposal's type and grace period are read from its title (see {NepTitle}), so that any Governor client can propose
 * any type, and both are bound by the proposal's id. What the type demands is copied when the proposal is made: changing
 * any parameter later changes no proposal that exists.
 */
interface INetworkGovernor is IForeignErrors {
    /**
     * @notice A full vote that its voter has signed (EIP-712) for anybody to relay:
     * `RelayedBallot(uint256 proposalId,uint8 support,address voter,uint256 deadline)`.
     * @param voter Who votes; an account with a key, or a contract that signs (ERC-1271).
     * @param support 0 against, 1 for, 2 abstain.
     * @param deadline The last second in which it may be relayed.
     */
    struct Ballot {
        address voter;
        uint8 support;
        uint48 deadline;
        bytes signature;
    }

    /// @notice Why a relayed ballot was passed over.
    enum BallotRejection {
        None,
        Support,
        Expired,
        Voted,
        NoVotes,
        Signature
    }

    /// @notice The proposal is of type `code`, under the rules `rulesId`, with a grace period of `grace` seconds.
    event ProposalTyped(uint256 indexed proposalId, bytes8 indexed code, uint256 rulesId, uint256 grace);
    /// @notice These rules were met for the first time and are kept as `rulesId` for ever.
    event RulesPinned(uint256 indexed rulesId, PackedRules rules);
    /// @notice This code was met for the first time and is `codeId` for ever; `digest` is the hash over the code hashes.
    event CodePinned(uint256 indexed codeId, bytes32 digest);
    /// @notice The governor asks `rulebook` from now on, and has adopted its rules of the default type.
    event RulebookChanged(address previous, address rulebook);
    /// @notice The council, and when its mandate ends, in seconds.
    event GuardianSet(address indexed previous, address indexed guardian, uint48 until);
    /// @notice A relayed ballot was passed over.
    event BallotRejected(uint256 indexed proposalId, address indexed voter, BallotRejection reason);
    /// @notice A late swing moved the deadline. As OpenZeppelin's GovernorPreventLateQuorum names it.
    event ProposalExtended(uint256 indexed proposalId, uint64 extendedDeadline);
    /// @notice The timelock that executes what was decided. Emitted once: it cannot be changed.
    event TimelockChange(address oldTimelock, address newTimelock);

    /// @notice The title asks for `grace` seconds of grace, and the type allows `min` to `max`.
    error GovernorTypes_GraceOutOfRange(uint256 grace, uint256 min, uint256 max);
    /// @notice The default type's rules have changed in the rulebook, and the governor has not adopted them by
    /// {setRulebook}. Proposals of the default type remain open.
    error GovernorTypes_RulebookNotAdopted(uint256 bookVersion, uint256 adoptedVersion);
    /// @notice What `rulebook` gives as the rules of the default type names another type, so it cannot be a rulebook.
    error GovernorTypes_NoDefaultRules(address rulebook);
    /// @notice Proposals of this type are the council's, and `proposer` is not, or its mandate has ended.
    error GovernorTypes_CouncilOnly(bytes8 code, address proposer);
    /// @notice The calls have `calls` bytes, as `abi.encode(targets, values, calldatas)` has them, and the description has
    /// `description`; `limit` is the most for each.
    error GovernorBounds_TooLarge(uint256 calls, uint256 description, uint256 limit);
    /// @notice The rulebook did not say whether the guardian may stop the proposal, and was given too little gas to say
    /// that it fails: call with `needed` more than the rest takes.
    error GovernorGuardian_TooLittleGas(uint256 available, uint256 needed);
    /// @notice A mandate ends at `max` (seconds) at the latest.
    error GovernorGuardian_MandateTooLong(uint256 until, uint256 max);
    /// @notice A contract that is called must exist when the proposal is made, with code of its own.
    error GovernorPins_NoCode(uint256 action, address target);
    /// @notice The contracts that the proposal calls have other code than when it was made: `codeId` is what
    /// {codeIdOf} says of them now, `pinned` what it said then.
    error GovernorPins_CodeChanged(uint256 proposalId, uint256 codeId, uint256 pinned);
    /// @notice To propose, approve at least `fee` base units of `token` to `spender`, which burns them.
    error GovernorFee_AllowanceTooLow(address token, address spender, uint256 allowance, uint256 fee);
    /// @notice To propose, hold at least `fee` base units of `token`, unlocked.
    error GovernorFee_BalanceTooLow(address token, address proposer, uint256 balance, uint256 fee);
    /// @notice The voter had no votes when the vote began.
    error GovernorCounting_NoVotes(uint256 proposalId, address voter);
    /// @notice The parts of a partial vote are empty, or more than the `available` votes.
    error GovernorCounting_BadParts(uint256 proposalId, address voter, uint256 sum, uint256 available);
    /// @notice The grace period lasts until `eta` (seconds).
    error GovernorTimelock_GraceNotOver(uint256 proposalId, uint256 eta);
    /// @notice The timelock does not let this governor propose: not yet, or not any more.
    error GovernorTimelock_NoPower(address timelock);
    /// @notice The governor relays nothing: what the timelock may do, the timelock does.
    error GovernorTimelock_NoRelay();

    /// @notice Replaces the rulebook, or adopts anew the default type's rules from the present one. Owner: the timelock,
    /// by a proposal of the default type (onlyGovernance).
    function setRulebook(IRulebook newRulebook) external;

    /**
     * @notice Makes `account` the council until `until` (seconds, at most 365 days ahead): it may cancel proposals, save
     * those that replace it, and propose what is open to its class. Owner: the timelock, by a proposal of the default type
     * (onlyGovernance).
     */
    function setGuardian(address account, uint48 until) external;

    /**
     * @notice Casts signed ballots. One that cannot be counted is passed over, see {BallotRejected}.
     * @return counted How many were counted.
     */
    function castVotesBySig(uint256 proposalId, Ballot[] calldata ballots) external returns (uint256 counted);

    /**
     * @notice Stops a proposal for good, by the right that {IGovernor-cancel} takes: its proposer's while it is pending,
     * anyone's until its vote ends once the proposer's votes have fallen below half of the threshold, the guardian's until
     * it is executed. Its cost does not depend on what was proposed. An operation in the timelock can never execute any
     * more, and {expire} clears it.
     */
    function cancel(uint256 proposalId) external;

    /// @notice Clears the operation of a proposal that has expired or was canceled from the timelock. Open to anyone: it can
    /// never execute any more.
    function expire(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) external returns (uint256 proposalId);

    /// @notice The book of types, rules and scopes.
    function rulebook() external view returns (IRulebook);

    /// @notice How many proposals there have been: whoever reads their events knows by it that none is missing.
    function proposalCount() external view returns (uint256);

    /// @notice A proposal's type, the rules pinned to it, and its grace period in seconds; zeros for an unknown id.
    function proposalType(uint256 proposalId) external view returns (bytes8 code, uint256 rulesId, uint256 grace);

    /// @notice The last second in which a proposal that passes can be queued, and once it is queued, that in which it can be
    /// executed: the type's window after the deadline, or after the eta. 0 for an unknown id.
    function proposalExpiry(uint256 proposalId) external view returns (uint256);

    /// @notice The proposal that is being executed, for those it calls to know; 0 outside an execution.
    function executingProposal() external view returns (uint256 proposalId);

    /// @notice Rules that a proposal has pinned, or the default type has, with their type; the rulebook unpacks them.
    function pinnedRules(uint256 rulesId) external view returns (PackedRules memory);

    /// @notice The council, and when its mandate ends, in seconds.
    function guardian() external view returns (address account, uint48 until);

    /// @notice The number of the code of all contracts that the proposal calls, as it was when the proposal was made: one
    /// more than the sequence number of the first proposal that called such code. 0 if it calls none.
    function proposalCodeId(uint256 proposalId) external view returns (uint256);

    /**
     * @notice The number of the code with this digest; 0 if no proposal has met it. A proposal can be executed while the
     * digest of its targets has its own number.
     * @param digest From 0, for every target that is called, in order: keccak256(digest, the target's code hash).
     */
    function codeIdOf(bytes32 digest) external view returns (uint256);

    /// @notice The token that a proposal's fee is burned from.
    function feeToken() external view returns (address);

    /// @notice The votes that `account` has cast on the proposal.
    function usedVotes(uint256 proposalId, address account) external view returns (uint256);

    /// @notice The votes cast on the proposal. As OpenZeppelin's counting modules have it.
    function proposalVotes(
        uint256 proposalId
    ) external view returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes);

    /// @notice How many accounts have voted on the proposal, where its rules ask for a number of them; else 0.
    function proposalVoters(uint256 proposalId) external view returns (uint256);

    /// @notice The quorum as a share of the votes in existence: the default type's, in basis points.
    function quorumNumerator() external view returns (uint256);

    /// @notice 10,000.
    function quorumDenominator() external view returns (uint256);
}
