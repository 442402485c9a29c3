// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Arbitrable} from "../court/Arbitrable.sol";
import {BlockHashes} from "../court/BlockHashes.sol";
import {IArbitrable} from "../court/IArbitrable.sol";
import {IArbitrator} from "../court/IArbitrator.sol";
import {IJurorCourt} from "../court/IJurorCourt.sol";

/// @notice Opens any case, and obeys rulings as well or as badly as a test asks.
contract OddArbitrable is IArbitrable {
    enum Manners {
        Obeys,
        Reverts,
        BurnsGas,
        CallsBack
    }

    Manners public manners;
    /// @notice How often it was ruled, and what the last ruling was.
    uint256 public rulings;
    uint256 public last;

    function behave(Manners manners_) external {
        manners = manners_;
    }

    function open(
        IArbitrator arbitrator,
        uint256 choices,
        bytes calldata extraData
    ) external payable returns (uint256) {
        return arbitrator.createDispute{value: msg.value}(choices, extraData);
    }

    function rule(uint256 disputeId, uint256 ruling) external {
        require(manners != Manners.Reverts, "it does not obey");
        if (manners == Manners.BurnsGas) while (true) ++last;
        if (manners == Manners.CallsBack) IJurorCourt(msg.sender).execute(disputeId);
        (rulings, last) = (rulings + 1, ruling);
        emit Ruling(IArbitrator(msg.sender), disputeId, ruling);
    }
}

/// @notice An arbitrable with nothing of its own: what {Arbitrable} does by itself.
contract BareArbitrable is Arbitrable {
    address public immutable TIMELOCK = msg.sender;
    uint256 public lastId;
    uint256 public lastRuling;

    constructor(address courtToken) Arbitrable(courtToken) {}

    function open(uint256 choices, uint256 value) external payable returns (uint256) {
        return _open(choices, value);
    }

    function _carryOut(uint256 id, uint256 ruling) internal override {
        (lastId, lastRuling) = (id, ruling);
    }

    function _timelock() internal view override returns (address) {
        return TIMELOCK;
    }
}

/**
 * @notice A stock ERC-792 arbitrator, after Kleros' example of a centralised one with appeals: its owner rules, and a ruling
 * can be appealed once within three minutes. It knows nothing of this suite but the standard.
 */
contract CentralArbitrator is IArbitrator {
    struct Held {
        IArbitrable arbitrable;
        uint256 choices;
        uint256 ruling;
        DisputeStatus status;
        uint256 appealPeriodEnd;
        uint256 appeals;
    }

    address public immutable OWNER = msg.sender;
    uint256 private constant FEE = 0.1 ether;
    uint256 private constant APPEAL_WINDOW = 3 minutes;
    Held[] public disputes;
    /// @notice What the last dispute was opened with, or the last appeal made with.
    bytes public lastExtraData;
    /// @notice What disputes with this extra data cost besides the fee: an arbitrator may have courts of different prices.
    mapping(bytes extraData => uint256) public surchargeOf;

    function setSurcharge(bytes calldata extraData, uint256 surcharge) external {
        surchargeOf[extraData] = surcharge;
    }

    function createDispute(uint256 choices, bytes calldata extraData) external payable returns (uint256 disputeId) {
        require(msg.value >= arbitrationCost(extraData), "Not enough ETH to cover arbitration costs.");
        disputeId = disputes.length;
        lastExtraData = extraData;
        disputes.push(Held(IArbitrable(msg.sender), choices, 0, DisputeStatus.Waiting, 0, 0));
        emit DisputeCreation(disputeId, IArbitrable(msg.sender));
    }

    function giveRuling(uint256 disputeId, uint256 ruling) external {
        Held storage held = disputes[disputeId];
        require(msg.sender == OWNER && held.status == DisputeStatus.Waiting, "Not now, or not by you.");
        require(ruling <= held.choices, "Ruling out of bounds.");
        (held.ruling, held.status, held.appealPeriodEnd) = (
            ruling,
            DisputeStatus.Appealable,
            block.timestamp + APPEAL_WINDOW
        );
        emit AppealPossible(disputeId, held.arbitrable);
    }

    function appeal(uint256 disputeId, bytes calldata extraData) external payable {
        Held storage held = disputes[disputeId];
        lastExtraData = extraData;
        require(msg.sender == address(held.arbitrable), "Only the arbitrable may appeal.");
        require(held.status == DisputeStatus.Appealable && block.timestamp < held.appealPeriodEnd, "Too late.");
        require(msg.value >= FEE, "Not enough ETH to cover appeal costs.");
        held.status = DisputeStatus.Waiting;
        ++held.appeals;
        emit AppealDecision(disputeId, held.arbitrable);
    }

    function executeRuling(uint256 disputeId) external {
        Held storage held = disputes[disputeId];
        require(held.status == DisputeStatus.Appealable && block.timestamp >= held.appealPeriodEnd, "Not yet.");
        held.status = DisputeStatus.Solved;
        held.arbitrable.rule(disputeId, held.ruling);
    }

    /// @notice What no honest arbitrator does: rules whatever it likes, whenever it likes.
    function ruleAnyhow(IArbitrable arbitrable, uint256 disputeId, uint256 ruling) external {
        arbitrable.rule(disputeId, ruling);
    }

    function arbitrationCost(bytes calldata extraData) public view returns (uint256) {
        return FEE + surchargeOf[extraData];
    }

    function appealCost(uint256, bytes calldata) external pure returns (uint256) {
        return FEE;
    }

    function appealPeriod(uint256 disputeId) external view returns (uint256 start, uint256 end) {
        end = disputes[disputeId].appealPeriodEnd;
        return (end == 0 ? 0 : end - APPEAL_WINDOW, end);
    }

    function disputeStatus(uint256 disputeId) external view returns (DisputeStatus) {
        return disputes[disputeId].status;
    }

    function currentRuling(uint256 disputeId) external view returns (uint256) {
        return disputes[disputeId].ruling;
    }
}

/**
 * @notice The p + ε attack: promises every juror of a case who votes for `CHOICE` what he would lose by it, and a little on
 * top, to be paid only if the case is ruled otherwise. If enough believe it, it never pays.
 */
contract Briber {
    IJurorCourt public immutable COURT;
    IERC20 public immutable TOKEN;
    uint256 public immutable CASE;
    uint256 public immutable CHOICE;
    uint256 public immutable PROMISE;

    mapping(uint256 draw => mapping(uint256 seat => bool paid)) private _paid;

    constructor(IJurorCourt court, uint256 caseId, uint256 choice, uint256 promise_) {
        (COURT, TOKEN, CASE, CHOICE, PROMISE) = (court, court.TOKEN(), caseId, choice, promise_);
    }

    function collect(uint256 draw, uint256 seat) external {
        IJurorCourt.Case memory data = COURT.caseOf(CASE);
        (, uint256[15] memory seats, uint256[15] memory ballots) = COURT.drawOf(CASE, draw);
        require(data.status >= IJurorCourt.Status.Decided && data.ruling != CHOICE, "the promise is not due");
        require(ballots[seat] == CHOICE + 1 && !_paid[draw][seat], "you did not do it");
        _paid[draw][seat] = true;
        TOKEN.transfer(address(uint160(seats[seat])), PROMISE);
    }
}

/// @notice Stands in for the history contract of EIP-2935: answers as many bytes as a test has set, or reverts.
contract HistoryStandIn {
    fallback() external {
        assembly {
            let size := sload(0)
            if iszero(size) {
                mstore(0, 0x08c379a0)
                revert(0, 32)
            }
            mstore(0, add(0x1000, calldataload(0)))
            return(0, size)
        }
    }
}

/// @notice What {BlockHashes} reads.
contract BlockHashProbe {
    function read(uint256 blockNumber) external view returns (bytes32) {
        return BlockHashes.read(blockNumber);
    }
}

/// @notice Takes ether from the court, and asks for it again meanwhile.
contract GreedyClaimant {
    IJurorCourt private immutable COURT;
    bool public succeeded;

    constructor(IJurorCourt court) {
        COURT = court;
    }

    receive() external payable {
        try COURT.claim(payable(address(this))) returns (uint256) {
            succeeded = true;
        } catch {}
    }

    function appeal(uint256 caseId) external payable {
        COURT.appeal{value: msg.value}(caseId, "");
    }

    function claim() external {
        COURT.claim(payable(address(this)));
    }
}
