// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IArbitrable} from "./IArbitrable.sol";
import {IArbitrator} from "./IArbitrator.sol";
import {IDisputes} from "./IDisputes.sol";

/**
 * @title Arbitrable
 * @notice See {IDisputes}. The arbitrator is in storage of its own and not a parameter of the registry, whose values are one
 * word. Whatever it does, it can rule once, in a dispute that was opened with it, for one of the choices; anything else
 * counts as 0.
 */
abstract contract Arbitrable is IDisputes {
    uint256 private constant MAX_EVIDENCE = 512;
    uint256 private constant SILENCE = 180 days;
    uint256 private constant RATE_UNIT = 1e18;
    uint256 private constant MAX_RATE = type(uint128).max;
    /// @dev More than any bench decides about.
    uint256 private constant MAX_WORTH = type(uint96).max;

    struct Arbitration {
        IArbitrator arbitrator;
        bytes extraData;
    }

    /// @inheritdoc IDisputes
    uint256 public disputeCount;
    /// @inheritdoc IDisputes
    mapping(address token => uint256 rate) public rateOf;

    Arbitration[] private _arbitrations;
    mapping(uint256 id => DisputeState dispute) private _disputes;
    mapping(IArbitrator arbitrator => mapping(uint256 disputeId => uint256 id)) private _ids;

    modifier onlyTimelock() {
        if (msg.sender != _timelock()) revert Disputes_NotTimelock(msg.sender);
        _;
    }

    /// @param courtToken What worth is in.
    constructor(address courtToken) {
        _setRate(courtToken, RATE_UNIT);
    }

    /// @inheritdoc IDisputes
    function setArbitrator(
        IArbitrator arbitrator,
        bytes calldata extraData,
        string calldata metaEvidence
    ) external onlyTimelock {
        _setArbitrator(arbitrator, extraData, metaEvidence);
    }

    /// @inheritdoc IDisputes
    function setRate(address token, uint256 rate) external onlyTimelock {
        _setRate(token, rate);
    }

    /// @inheritdoc IDisputes
    function submitEvidence(uint256 id, string calldata evidence) public {
        DisputeState storage dispute = _openDispute(id);
        uint256 length = bytes(evidence).length;
        if (length > MAX_EVIDENCE) revert Disputes_EvidenceTooLong(length, MAX_EVIDENCE);
        emit Evidence(_arbitrations[dispute.terms].arbitrator, id, msg.sender, evidence);
    }

    /// @inheritdoc IDisputes
    function appealRuling(uint256 id) external payable {
        DisputeState storage dispute = _openDispute(id);
        IArbitrator arbitrator = _arbitrations[dispute.terms].arbitrator;
        bytes memory extraData = _extraData(dispute.terms, msg.sender, dispute.value);
        uint256 cost = arbitrator.appealCost(dispute.disputeId, extraData);
        if (msg.value != cost) revert Disputes_WrongFee(msg.value, cost);
        arbitrator.appeal{value: cost}(dispute.disputeId, extraData);
    }

    /// @inheritdoc IDisputes
    function endSilence(uint256 id) external {
        DisputeState storage dispute = _openDispute(id);
        uint256 deadline = dispute.opened + SILENCE;
        if (block.timestamp < deadline) revert Disputes_NotSilent(id, deadline);
        emit ArbitratorSilent(id);
        dispute.ruled = true;
        _carryOut(id, 0);
    }

    /// @inheritdoc IArbitrable
    /// @dev Errors: NotArbitrator, Ruled.
    function rule(uint256 disputeId, uint256 ruling) external {
        uint256 id = _ids[IArbitrator(msg.sender)][disputeId];
        if (id == 0) revert Disputes_NotArbitrator(msg.sender, disputeId);
        DisputeState storage dispute = _openDispute(id);
        emit Ruling(IArbitrator(msg.sender), disputeId, ruling);
        dispute.ruled = true;
        _carryOut(id, ruling > dispute.choices ? 0 : ruling);
    }

    /// @inheritdoc IDisputes
    function disputeCost(uint256 value) public view returns (uint256) {
        uint256 terms = _currentTerms();
        return _arbitrations[terms].arbitrator.arbitrationCost(_extraData(terms, address(0), value));
    }

    /// @inheritdoc IDisputes
    function worthOf(address token, uint256 amount) public view returns (uint256) {
        uint256 rate = rateOf[token];
        if (rate == 0 || amount > MAX_RATE) return MAX_WORTH;
        return Math.min(Math.mulDiv(amount, rate, RATE_UNIT, Math.Rounding.Ceil), MAX_WORTH);
    }

    /// @inheritdoc IDisputes
    function disputeOf(uint256 id) external view returns (DisputeState memory) {
        return _dispute(id);
    }

    /// @inheritdoc IDisputes
    function arbitratorOf(uint256 terms) external view returns (IArbitrator arbitrator, bytes memory extraData) {
        Arbitration storage arbitration = _arbitrations[terms];
        return (arbitration.arbitrator, arbitration.extraData);
    }

    /// @inheritdoc IDisputes
    function arbitratorCount() external view returns (uint256) {
        return _arbitrations.length;
    }

    /// @dev Opens a dispute of the caller with the present arbitrator, for the ether that came.
    function _open(uint256 choices, uint256 value) internal returns (uint256 id) {
        uint256 terms = _currentTerms();
        uint256 cost = disputeCost(value);
        if (msg.value != cost) revert Disputes_WrongFee(msg.value, cost);
        id = ++disputeCount;
        IArbitrator arbitrator = _arbitrations[terms].arbitrator;
        bytes memory extraData = _extraData(terms, msg.sender, value);
        uint256 disputeId = arbitrator.createDispute{value: cost}(choices, extraData);
        _ids[arbitrator][disputeId] = id;
        _disputes[id] = DisputeState({
            terms: uint16(terms),
            choices: uint16(choices),
            opened: uint48(block.timestamp),
            ruled: false,
            value: uint96(value),
            payer: msg.sender,
            disputeId: disputeId
        });
        emit Dispute(arbitrator, disputeId, terms, id);
    }

    /// @dev What a ruling does, once for each dispute; 0 leaves everything as it was.
    function _carryOut(uint256 id, uint256 ruling) internal virtual;

    /// @dev Whom the votes command.
    function _timelock() internal view virtual returns (address);

    function _setArbitrator(IArbitrator arbitrator, bytes memory extraData, string memory metaEvidence) internal {
        if (address(arbitrator).code.length == 0) revert Disputes_BadArbitrator(address(arbitrator));
        uint16 terms = uint16(_arbitrations.length);
        _arbitrations.push(Arbitration(arbitrator, extraData));
        emit ArbitratorSet(terms, arbitrator, extraData);
        emit MetaEvidence(terms, metaEvidence);
    }

    function _setRate(address token, uint256 rate) private {
        if (rate > MAX_RATE) revert Disputes_BadRate(token, rate);
        rateOf[token] = rate;
        emit RateSet(token, rate);
    }

    function _dispute(uint256 id) internal view returns (DisputeState storage dispute) {
        dispute = _disputes[id];
        if (dispute.opened == 0) revert Disputes_Unknown(id);
    }

    function _openDispute(uint256 id) private view returns (DisputeState storage dispute) {
        dispute = _dispute(id);
        if (dispute.ruled) revert Disputes_Ruled(id);
    }

    /// @dev The number of the arbitrator that has disputes to come.
    function _currentTerms() internal view returns (uint256) {
        uint256 count = _arbitrations.length;
        if (count == 0) revert Disputes_NoArbitrator();
        return count - 1;
    }

    function _extraData(uint256 terms, address payer, uint256 value) private view returns (bytes memory) {
        return bytes.concat(_arbitrations[terms].extraData, abi.encode(payer, value));
    }
}
