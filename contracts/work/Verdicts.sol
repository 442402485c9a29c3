// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Arbitrable} from "../court/Arbitrable.sol";
import {ITreasury} from "../treasury/ITreasury.sol";
import {EXCLUDED} from "../votes/Excluded.sol";
import {IBallots} from "../voting/IBallots.sol";
import {IVerdicts} from "./IVerdicts.sol";
import {IWork} from "./IWork.sol";

/**
 * @title Verdicts
 * @notice See {IVerdicts}. {IWork} makes it, and believes it alone; it holds bonds, and none of the money of jobs.
 *
 * **Who can change what.** The timelock chooses arbitrators and rates. Reviewers open the ballots that they have promised.
 * Arbitrators rule in the disputes that were opened with them. Anyone disputes, settles and withdraws for others. There is
 * no owner, no pause and no upgrade.
 */
contract Verdicts is IVerdicts, Arbitrable, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint256 private constant MAX_SHORTLIST = 32;

    /// @inheritdoc IVerdicts
    uint256 public constant PAY = 1;
    /// @inheritdoc IVerdicts
    uint256 public constant REFUSE = 2;

    /// @inheritdoc IVerdicts
    IWork public immutable WORK;
    /// @inheritdoc IVerdicts
    IERC20 public immutable TOKEN;
    /// @inheritdoc IVerdicts
    ITreasury public immutable TREASURY;
    /// @inheritdoc IVerdicts
    address public immutable TIMELOCK;
    /// @inheritdoc IVerdicts
    IBallots public immutable BALLOTS;

    /// @dev What a dispute is about.
    struct Subject {
        uint160 jobId;
        uint96 bond;
    }

    /// @inheritdoc IVerdicts
    mapping(uint256 taskId => uint256 ballot) public ballotOf;
    /// @inheritdoc IVerdicts
    mapping(uint256 jobId => uint256 disputeId) public disputeAbout;
    /// @inheritdoc IVerdicts
    mapping(uint256 disputeId => Subject subject) public subjectOf;
    /// @inheritdoc IVerdicts
    mapping(address account => uint256 amount) public bondsOf;

    mapping(uint256 taskId => address[] accounts) private _shortlists;

    /// @dev By {IWork}, while it is made itself.
    constructor(IERC20 token, ITreasury treasury, IBallots ballots) Arbitrable(address(token)) {
        (WORK, TOKEN, TREASURY, BALLOTS) = (IWork(msg.sender), token, treasury, ballots);
        TIMELOCK = treasury.TIMELOCK();
        IVotes(address(token)).delegate(EXCLUDED);
    }

    // -------------------------------------------------------------------------------------------------- Ballots

    /// @inheritdoc IVerdicts
    function shortlist(
        uint256 taskId,
        address[] calldata accounts,
        string calldata uri
    ) external nonReentrant returns (uint256 ballot) {
        IWork.Task memory task = WORK.taskOf(taskId);
        IWork.Terms memory terms = WORK.programOf(task.program).terms;
        if (msg.sender != terms.reviewers) revert Verdicts_NotReviewer(task.program, msg.sender);
        if (task.votingFor == 0 || ballotOf[taskId] != 0) revert Verdicts_NoBallot(taskId, ballotOf[taskId]);
        uint256 start = task.deadline + WORK.DISCLOSURE();
        uint256 end = start + terms.reviewFor;
        if (block.timestamp < start || block.timestamp >= end) revert Verdicts_NotNow(taskId, start, end);
        _checkShortlist(taskId, task.program, accounts);

        _shortlists[taskId] = accounts;
        ballot = BALLOTS.open(
            IBallots.Terms({
                source: BALLOTS.votes(),
                kind: IBallots.Kind.Approval,
                opens: uint48(block.timestamp),
                closes: uint48(block.timestamp) + task.votingFor,
                options: uint16(accounts.length + 1),
                winners: task.jobs,
                nomineeBps: 0,
                quorum: task.quorum,
                subject: bytes32(taskId)
            }),
            uri
        );
        ballotOf[taskId] = ballot;
        emit Shortlisted(taskId, ballot, accounts);
    }

    /// @inheritdoc IVerdicts
    function settleBallot(uint256 taskId) external nonReentrant {
        uint256 ballot = ballotOf[taskId];
        if (ballot == 0) revert Verdicts_NoBallot(taskId, ballot);
        IWork.Task memory task = WORK.taskOf(taskId);
        uint256[] memory winners = BALLOTS.winnersOf(ballot);
        address[] storage accounts = _shortlists[taskId];
        bool isOver = false;
        for (uint256 i = 0; i < task.jobs; ++i) {
            isOver = isOver || i >= winners.length || winners[i] == accounts.length;
            WORK.give(task.firstJob + i, isOver ? address(0) : accounts[winners[i]], bytes32(ballot));
        }
    }

    // ------------------------------------------------------------------------------------------------- Disputes

    /// @inheritdoc IVerdicts
    function dispute(
        uint256 jobId,
        string calldata evidence
    ) external payable nonReentrant returns (uint256 disputeId) {
        (address token, uint256 amount, uint96 bond) = WORK.hold(jobId, msg.sender);
        disputeId = _open(REFUSE, worthOf(token, amount));
        (subjectOf[disputeId], disputeAbout[jobId]) = (Subject(uint160(jobId), bond), disputeId);
        emit JobDisputed(jobId, disputeId, msg.sender, bond);
        if (bytes(evidence).length != 0) submitEvidence(disputeId, evidence);
        TOKEN.safeTransferFrom(msg.sender, address(this), bond);
    }

    /// @inheritdoc IVerdicts
    function withdrawBonds(address account) external returns (uint256 amount) {
        amount = bondsOf[account];
        if (amount == 0) revert Verdicts_NothingToWithdraw(account);
        bondsOf[account] = 0;
        emit BondsWithdrawn(account, amount);
        TOKEN.safeTransfer(account, amount);
    }

    // -------------------------------------------------------------------------------------------------- Reading

    /// @inheritdoc IVerdicts
    function shortlistOf(uint256 taskId) external view returns (address[] memory) {
        return _shortlists[taskId];
    }

    // ------------------------------------------------------------------------------------------------- Internals

    /// @inheritdoc Arbitrable
    /// @dev Pushes nothing: {IWork} moves the money when somebody asks, {withdrawBonds} the bond.
    function _carryOut(uint256 id, uint256 ruling) internal override {
        Subject memory subject = subjectOf[id];
        IWork.JobState memory job = WORK.jobOf(subject.jobId);
        bool wasAccepted = job.status == IWork.Status.Accepted;
        bool isAccepted = ruling == 0 ? wasAccepted : ruling == PAY;
        bool isVain = ruling != 0 && isAccepted == wasAccepted;
        WORK.ruleOn(subject.jobId, isAccepted, isVain);
        address winner = isAccepted ? job.provider : address(TREASURY);
        address bondTo = isVain ? winner : _dispute(id).payer;
        bondsOf[bondTo] += subject.bond;
        emit JobRuled(subject.jobId, ruling, isAccepted, bondTo);
    }

    /// @inheritdoc Arbitrable
    function _timelock() internal view override returns (address) {
        return TIMELOCK;
    }

    function _checkShortlist(uint256 taskId, uint256 programId, address[] calldata accounts) private view {
        if (accounts.length == 0 || accounts.length > MAX_SHORTLIST) revert Verdicts_BadShortlist(taskId, address(0));
        address last = address(0);
        for (uint256 i = 0; i < accounts.length; ++i) {
            address account = accounts[i];
            bool isListed =
                account > last && WORK.answerOf(taskId, account) != 0 && !WORK.isReviewer(programId, account);
            if (!isListed) revert Verdicts_BadShortlist(taskId, account);
            last = account;
        }
    }
}
