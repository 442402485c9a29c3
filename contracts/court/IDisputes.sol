// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {IArbitrable} from "./IArbitrable.sol";
import {IArbitrator} from "./IArbitrator.sol";
import {IEvidence} from "./IEvidence.sol";

/**
 * @title IDisputes
 * @notice What everything has whose decisions can be disputed: an arbitrator by ERC-792 that a vote chooses, evidence by
 * ERC-1497, and what assets are worth in the court's token, so that nobody can bring a large dispute before a small bench.
 *
 * Each dispute keeps the arbitrator that it was opened with. Its id here counts from 1 and is the group of its evidence.
 * Fees are in wei, worth is in base units of the court's token.
 */
interface IDisputes is IArbitrable, IEvidence {
    /// @notice A dispute.
    struct DisputeState {
        /// @dev The number of the arbitrator, as {arbitratorOf} has it.
        uint16 terms;
        uint16 choices;
        uint48 opened;
        bool ruled;
        uint96 value;
        /// @dev Who opened it.
        address payer;
        /// @dev As the arbitrator counts.
        uint256 disputeId;
    }

    /// @notice New disputes go to `arbitrator`, the number `terms`, from 0, which is also the id of its meta-evidence.
    event ArbitratorSet(uint16 indexed terms, IArbitrator indexed arbitrator, bytes extraData);
    /// @notice 10^18 base units of `token` are worth `rate` of the court's token; 0 if a vote has not said.
    event RateSet(address indexed token, uint256 rate);
    /// @notice The arbitrator has not ruled in time: everything is left as it was.
    event ArbitratorSilent(uint256 indexed id);

    /// @notice Only the timelock may do this, and `caller` is not it.
    error Disputes_NotTimelock(address caller);
    /// @notice There is no code at `arbitrator`.
    error Disputes_BadArbitrator(address arbitrator);
    /// @notice The rate is more than 2^128 − 1.
    error Disputes_BadRate(address token, uint256 rate);
    /// @notice A vote has not chosen an arbitrator.
    error Disputes_NoArbitrator();
    /// @notice `value` wei came, and the arbitrator asks for `cost`.
    error Disputes_WrongFee(uint256 value, uint256 cost);
    /// @notice There is no dispute `id`.
    error Disputes_Unknown(uint256 id);
    /// @notice `caller` was not asked about its dispute `disputeId`.
    error Disputes_NotArbitrator(address caller, uint256 disputeId);
    /// @notice The dispute is ruled.
    error Disputes_Ruled(uint256 id);
    /// @notice The arbitrator has time to rule until `deadline`.
    error Disputes_NotSilent(uint256 id, uint256 deadline);
    /// @notice The address of the evidence is longer than `max` bytes.
    error Disputes_EvidenceTooLong(uint256 length, uint256 max);

    /// @notice Chooses the arbitrator of disputes to come. Owner: the timelock.
    /// @param extraData What the arbitrator gets as extra data; who pays and what the dispute is worth comes behind it, a word each.
    /// @param metaEvidence Where the file is that says what rulings mean.
    /// @dev Errors: NotTimelock, BadArbitrator.
    function setArbitrator(IArbitrator arbitrator, bytes calldata extraData, string calldata metaEvidence) external;

    /// @notice Says what a token is worth. Owner: the timelock.
    /// @param rate Base units of the court's token for 10^18 of `token`; 0 for more than any bench may decide.
    /// @dev Errors: NotTimelock, BadRate.
    function setRate(address token, uint256 rate) external;

    /// @notice Brings forward evidence. Open to anyone, until the ruling.
    /// @param evidence Where the file is, 512 bytes at the most.
    /// @dev Errors: Unknown, Ruled, EvidenceTooLong.
    function submitEvidence(uint256 id, string calldata evidence) external;

    /// @notice Appeals against the arbitrator's present ruling, for its price, in the caller's name. Open to anyone.
    /// @dev Errors: Unknown, WrongFee, and those of the arbitrator.
    function appealRuling(uint256 id) external payable;

    /// @notice Leaves everything as it was, if the arbitrator has not ruled for 180 days. Open to anyone.
    /// @dev Errors: Unknown, Ruled, NotSilent.
    function endSilence(uint256 id) external;

    /// @notice What it costs to open a dispute worth `value` now, in wei. Errors: NoArbitrator.
    function disputeCost(uint256 value) external view returns (uint256);

    /// @notice What `amount` of `token` is worth, rounded up; 2^96 − 1 at the most, and without a rate.
    function worthOf(address token, uint256 amount) external view returns (uint256);

    /// @notice What {setRate} has said of `token`.
    function rateOf(address token) external view returns (uint256);

    /// @notice A dispute. Errors: Unknown.
    function disputeOf(uint256 id) external view returns (DisputeState memory);

    /// @notice How many disputes were ever opened here.
    function disputeCount() external view returns (uint256);

    /// @notice Arbitrator number `terms`, and the extra data that it gets.
    function arbitratorOf(uint256 terms) external view returns (IArbitrator arbitrator, bytes memory extraData);

    /// @notice How many arbitrators were ever chosen; the last one has disputes to come.
    function arbitratorCount() external view returns (uint256);
}
