// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {IOwnerManager} from "@safe-global/safe-smart-account/contracts/interfaces/IOwnerManager.sol";

import {ICredentials} from "../people/ICredentials.sol";
import {IReputation} from "../people/IReputation.sol";
import {IProtocolRegistry} from "../protocol/IProtocolRegistry.sol";
import {GrantedBudget} from "../treasury/GrantedBudget.sol";
import {ITreasury} from "../treasury/ITreasury.sol";
import {EXCLUDED} from "../votes/Excluded.sol";
import {IERC8183} from "./IERC8183.sol";
import {IVerdicts} from "./IVerdicts.sol";
import {IWork} from "./IWork.sol";
import {Verdicts} from "./Verdicts.sol";

/**
 * @title Work
 * @notice See {IWork}. Everything that loops does so over the 16 jobs of a task; entries and jobs without number cost only
 * those who make them.
 *
 * From every state time alone leads to Paid, Returned or Expired, by calls that are open to anyone. While the network has
 * stopped payments, {pay} and new promises wait, and so does time: what is stored of it is that of a clock which stands still
 * meanwhile ({_clock}). What anybody has to do by a certain time can be done all the while, and has as long afterwards as was
 * left before. Everything that goes in or out, in calls, answers, events and errors, is the chain's time.
 *
 * A token is one that a vote has put into a budget. One that keeps a fee is refused where it arrives; one that is changed
 * later to take more than it moves takes it from all jobs that it pays.
 *
 * **Who can change what.** The timelock opens and ends programs, names reviewers, and promises. Reviewers promise where a
 * program leaves it to them, and judge, but never what they have done themselves. {IVerdicts} gives what ballots give, and
 * obeys the arbitrator. Anyone finishes what is ripe. There is no owner, no pause of its own and no upgrade.
 */
contract Work is IWork, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint256 private constant MAX_JOBS = 16;
    uint256 private constant MAX_RETURNS = 2;
    uint256 private constant MAX_TEXT = 256;
    uint256 private constant MIN_WINDOW = 1 minutes;
    uint256 private constant MAX_WINDOW = 365 days;
    uint256 private constant MIN_VOTING = 1 days;
    uint256 private constant MAX_AHEAD = 3650 days;
    /// @dev More than the first award of a reputation takes.
    uint256 private constant REPUTATION_GAS = 220_000;
    /// @dev What an award leaves to finish the payment with.
    uint256 private constant REST_GAS = 30_000;
    uint48 private constant NEVER = type(uint48).max;

    /// @inheritdoc IWork
    uint256 public constant DISCLOSURE = 7 days;
    /// @inheritdoc IWork
    IERC20 public immutable TOKEN;
    /// @inheritdoc IWork
    ITreasury public immutable TREASURY;
    /// @inheritdoc IWork
    address public immutable TIMELOCK;
    /// @inheritdoc IWork
    IVerdicts public immutable VERDICTS;
    /// @inheritdoc IWork
    IReputation public immutable REPUTATION;
    /// @inheritdoc IWork
    ICredentials public immutable CREDENTIALS;
    /// @inheritdoc IWork
    IProtocolRegistry public immutable REGISTRY;
    /// @inheritdoc IWork
    bytes32 public immutable PAUSE_FLAG;

    /// @inheritdoc IWork
    uint256 public programCount;
    /// @inheritdoc IWork
    uint256 public applicationCount;
    /// @inheritdoc IWork
    uint256 public taskCount;
    /// @inheritdoc IERC8183
    uint256 public jobCounter;
    /// @inheritdoc IWork
    mapping(address token => uint256 amount) public escrowed;
    /// @inheritdoc IWork
    mapping(address token => mapping(address account => uint256 amount)) public creditOf;
    /// @inheritdoc IWork
    mapping(uint256 taskId => mapping(address account => bytes32 commitment)) public enteredBy;
    /// @inheritdoc IWork
    mapping(uint256 taskId => mapping(address account => bytes32 answer)) public answerOf;

    mapping(uint256 programId => Program program) private _programs;
    mapping(uint256 taskId => Task task) private _tasks;
    mapping(uint256 jobId => JobState job) private _jobs;
    modifier onlyTimelock() {
        if (msg.sender != TIMELOCK) revert Work_NotTimelock(msg.sender);
        _;
    }

    modifier onlyVerdicts() {
        if (msg.sender != address(VERDICTS)) revert Work_NotVerdicts(msg.sender);
        _;
    }

    constructor(Parts memory parts) {
        if (
            address(parts.token).code.length == 0 ||
            address(parts.treasury).code.length == 0 ||
            _isWallet(address(parts.ballots)) ||
            _isWallet(address(parts.reputation)) ||
            _isWallet(address(parts.credentials)) ||
            (parts.pauseFlag != 0 && address(parts.registry).code.length == 0)
        ) revert Work_BadDeployment(parts);
        (TOKEN, TREASURY) = (parts.token, parts.treasury);
        (REPUTATION, CREDENTIALS) = (parts.reputation, parts.credentials);
        (REGISTRY, PAUSE_FLAG) = (parts.registry, parts.pauseFlag);
        TIMELOCK = parts.treasury.TIMELOCK();
        VERDICTS = new Verdicts(parts.token, parts.treasury, parts.ballots);
        IVotes(address(parts.token)).delegate(EXCLUDED);
    }

    // ----------------------------------------------------------------------------------------------- For votes

    /// @inheritdoc IWork
    function openProgram(Terms calldata terms) external onlyTimelock returns (uint256 programId) {
        (uint256 budgetId, ITreasury.Budget memory budget) = GrantedBudget.find(TREASURY, terms.budgetId);
        bool fits = budget.category == 0 || budget.category == terms.category;
        // Of a proposal with several programs, that each has its own.
        bool isTaken = terms.budgetId == 0 && _programs[programCount].terms.budgetId == budgetId;
        if (budget.spender != address(this) || budget.token == address(0) || !fits || isTaken) {
            revert Work_WrongBudget(budgetId);
        }
        _checkTerms(terms);
        // Nobody could dispute a decision.
        if (VERDICTS.arbitratorCount() == 0) revert Work_NoArbitrator();
        programId = ++programCount;
        Terms memory opened = terms;
        opened.budgetId = uint32(budgetId);
        (_programs[programId].terms, _programs[programId].token) = (opened, budget.token);
        emit ProgramOpened(programId, opened, budget.token);
    }

    /// @inheritdoc IWork
    function endProgram(uint256 programId) external onlyTimelock {
        _program(programId).ended = true;
        emit ProgramEnded(programId);
    }

    /// @inheritdoc IWork
    function setReviewers(uint256 programId, address reviewers) external onlyTimelock {
        if (_isNobody(reviewers)) revert Work_BadReviewers(reviewers);
        _program(programId).terms.reviewers = reviewers;
        emit ReviewersSet(programId, reviewers);
    }

    // ------------------------------------------------------------------------- For whoever promises and reviews

    /// @inheritdoc IWork
    function award(
        uint256 programId,
        address payee,
        uint256[] calldata amounts,
        uint256[] calldata dues,
        Brief calldata brief
    ) external nonReentrant returns (uint256 taskId) {
        Terms storage terms = _mayPromise(programId);
        if (_isReviewer(terms, payee)) revert Work_OwnWork(programId, payee);
        _checkAccess(programId, terms, payee);
        _checkMilestones(terms, amounts, dues);
        _checkText(brief.uri);
        return _promise(programId, payee, Kind.Grant, amounts, dues, dues[dues.length - 1], Poll(0, 0), brief);
    }

    /// @inheritdoc IWork
    function post(
        uint256 programId,
        uint256[] calldata prizes,
        uint256 deadline,
        Poll calldata poll,
        Brief calldata brief
    ) external nonReentrant returns (uint256 taskId) {
        Terms storage terms = _mayPromise(programId);
        _checkDate(deadline);
        _checkText(brief.uri);
        _checkAmounts(terms, prizes);
        bool isVoted = poll.votingFor != 0;
        if (isVoted) _checkPoll(poll);
        // A ballot takes its time after that of the reviewers, who shortlist, and as long again to be settled.
        uint256 due = deadline + DISCLOSURE + terms.reviewFor;
        if (isVoted) due += uint256(poll.votingFor) + terms.reviewFor;
        uint256[] memory dues = new uint256[](prizes.length);
        for (uint256 i = 0; i < prizes.length; ++i) dues[i] = due;
        Kind kind = prizes.length == 1 && !isVoted ? Kind.Bounty : Kind.Challenge;
        return _promise(programId, address(0), kind, prizes, dues, deadline, poll, brief);
    }

    /// @inheritdoc IWork
    function sendBack(uint256 jobId, bytes32 reason) external {
        (JobState storage job, Task storage task, Terms storage terms) = _judged(jobId);
        if (task.kind != Kind.Grant) revert Work_WrongKind(job.task, task.kind);
        _checkJudgeable(jobId, job, terms);
        if (job.sentBack == MAX_RETURNS) revert Work_SentBackEnough(jobId);
        ++job.sentBack;
        job.status = Status.Funded;
        uint256 due = Math.max(job.expiredAt, _clock()) + terms.reviewFor;
        job.expiredAt = uint48(due);
        emit SentBack(jobId, reason, _chainTime(due));
    }

    /// @inheritdoc IERC8183
    /// @dev Of milestones: by reviewers, or when they were silent for `reviewFor` by anyone. Of prizes: by reviewers, and
    /// `optParams` is the winner's address in one word. Errors: Unknown, NotReviewer, WrongStatus, WrongJudge, TooEarly,
    /// TooLate, OwnWork, NoEntry.
    function complete(uint256 jobId, bytes32 reason, bytes calldata optParams) external nonReentrant {
        (JobState storage job, Task storage task) = _jobAndTask(jobId);
        Terms storage terms = _programs[task.program].terms;
        bool isSilent = task.kind == Kind.Grant && _clock() >= uint256(job.submittedAt) + terms.reviewFor;
        if (isSilent) {
            if (job.status != Status.Submitted) revert Work_WrongStatus(jobId, job.status);
            _decide(jobId, job, terms.disputeFor, true, address(0), 0);
            return;
        }
        _reviewed(task.program);
        address winner = job.provider;
        if (task.kind == Kind.Grant) {
            _checkJudgeable(jobId, job, terms);
        } else {
            _checkPrize(jobId, job, task);
            winner = optParams.length == 32 ? abi.decode(optParams, (address)) : address(0);
            _name(jobId, job, winner);
        }
        if (_isReviewer(terms, winner)) revert Work_OwnWork(task.program, winner);
        _decide(jobId, job, terms.disputeFor, true, msg.sender, reason);
    }

    /// @inheritdoc IERC8183
    /// @dev By reviewers. Of prizes: nobody wins it. Errors: Unknown, NotReviewer, WrongStatus, WrongJudge, TooEarly, TooLate.
    function reject(uint256 jobId, bytes32 reason, bytes calldata) external {
        (JobState storage job, Task storage task, Terms storage terms) = _judged(jobId);
        if (task.kind == Kind.Grant) _checkJudgeable(jobId, job, terms);
        else _checkPrize(jobId, job, task);
        _decide(jobId, job, terms.disputeFor, false, msg.sender, reason);
    }

    // --------------------------------------------------------------------------------------------- For everyone

    /// @inheritdoc IWork
    function applyFor(
        uint256 programId,
        uint256[] calldata amounts,
        uint256[] calldata dues,
        bytes32 terms,
        string calldata uri
    ) external returns (uint256 applicationId) {
        _checkMilestones(_openProgram(programId), amounts, dues);
        _checkText(uri);
        applicationId = ++applicationCount;
        emit Applied(applicationId, programId, msg.sender, amounts, dues, terms, uri);
    }

    /// @inheritdoc IERC8183
    /// @dev Of milestones: by the payee, when the one before was accepted, and in time. Of prizes: `deliverable` is the
    /// caller's {commitmentOf}, again in place of an earlier one. Errors: Unknown, WrongStatus, NotProvider, InOrder, TooLate,
    /// NoAccess.
    function submit(uint256 jobId, bytes32 deliverable, bytes calldata) external {
        (JobState storage job, Task storage task) = _jobAndTask(jobId);
        if (job.status != Status.Funded) revert Work_WrongStatus(jobId, job.status);
        if (task.kind != Kind.Grant) {
            _checkBefore(task.deadline);
            _checkAccess(task.program, _programs[task.program].terms, msg.sender);
            enteredBy[job.task][msg.sender] = deliverable;
            emit Entered(job.task, msg.sender, deliverable);
            return;
        }
        if (msg.sender != job.provider) revert Work_NotProvider(jobId, msg.sender);
        Status before = _before(jobId, task);
        if (before != Status.Accepted && before != Status.Paid) revert Work_InOrder(jobId, jobId - 1);
        // Who waits for others has time until they are done.
        if (before == Status.Paid) _checkBefore(job.expiredAt);
        (job.status, job.submittedAt) = (Status.Submitted, uint48(_clock()));
        emit JobSubmitted(jobId, msg.sender, deliverable);
    }

    /// @inheritdoc IWork
    function disclose(uint256 jobId, bytes32 answer, bytes32 salt, string calldata uri) external {
        (JobState storage job, Task storage task) = _jobAndTask(jobId);
        uint256 taskId = job.task;
        if (task.kind == Kind.Grant) revert Work_WrongKind(taskId, task.kind);
        _checkFrom(task.deadline);
        _checkBefore(task.deadline + DISCLOSURE);
        _checkText(uri);
        bytes32 commitment = commitmentOf(taskId, msg.sender, answer, salt);
        if (answer == 0 || enteredBy[taskId][msg.sender] != commitment) revert Work_NoEntry(taskId, msg.sender);
        (enteredBy[taskId][msg.sender], answerOf[taskId][msg.sender]) = (0, answer);
        emit Disclosed(taskId, msg.sender, answer, uri);
    }

    /// @inheritdoc IWork
    function pay(uint256 jobId) external nonReentrant {
        _checkNotPaused();
        (JobState storage job, Task storage task) = _jobAndTask(jobId);
        if (job.status != Status.Accepted) revert Work_WrongStatus(jobId, job.status);
        _checkFrom(job.until);
        Program storage program = _programs[task.program];
        if (task.kind == Kind.Grant) _inOrder(jobId, task, program.terms);

        job.status = Status.Paid;
        (address token, address provider, uint256 amount) = (program.token, job.provider, job.budget);
        escrowed[token] -= amount;
        emit JobCompleted(jobId, address(this), 0);
        emit PaymentReleased(jobId, provider, amount);
        if (!IERC20(token).trySafeTransfer(provider, amount)) _credit(token, provider, amount);
        if (token == address(TOKEN) && address(REPUTATION) != address(0)) _award(jobId, provider, amount);
    }

    /// @inheritdoc IERC8183
    /// @dev Open to anyone: what was refused for good, what nobody submitted or judged in time, and whatever follows a
    /// milestone that was not paid. The money goes back to its budget. Errors: Unknown, WrongStatus, TooEarly, and those of
    /// {ITreasury-refund}.
    function claimRefund(uint256 jobId) external nonReentrant {
        (JobState storage job, Task storage task) = _jobAndTask(jobId);
        bool isRefused = job.status == Status.Refused;
        _checkFrom(isRefused ? job.until : _endOf(jobId, job, task));
        job.status = isRefused ? Status.Returned : Status.Expired;
        Program storage program = _programs[task.program];
        (address token, uint256 amount) = (program.token, job.budget);
        escrowed[token] -= amount;
        if (isRefused) emit JobRejected(jobId, address(this), 0);
        else emit JobExpired(jobId);
        emit Refunded(jobId, address(this), amount);
        IERC20(token).forceApprove(address(TREASURY), amount);
        TREASURY.refund(program.terms.budgetId, amount);
    }

    /// @inheritdoc IWork
    function withdraw(address token, address account) external nonReentrant returns (uint256 amount) {
        amount = creditOf[token][account];
        if (amount == 0) revert Work_NothingToWithdraw(token, account);
        creditOf[token][account] = 0;
        emit Withdrawn(token, account, amount);
        IERC20(token).safeTransfer(account, amount);
    }

    /// @inheritdoc IWork
    function reportOutcome(uint256 taskId, bytes32 metric, uint256 value, string calldata uri) external {
        Task storage task = _task(taskId);
        _checkFrom(uint256(task.deadline) + _programs[task.program].terms.outcomeAfter);
        _checkText(uri);
        emit OutcomeReported(taskId, msg.sender, metric, value, uri);
    }

    // ---------------------------------------------------------------------------------------------- For verdicts

    /// @inheritdoc IWork
    function hold(
        uint256 jobId,
        address claimant
    ) external onlyVerdicts returns (address token, uint256 amount, uint96 bond) {
        (JobState storage job, Task storage task) = _jobAndTask(jobId);
        bool isDecided = job.status == Status.Accepted || job.status == Status.Refused;
        if (!isDecided || job.disputed) revert Work_WrongStatus(jobId, job.status);
        _checkBefore(job.until);
        Program storage program = _programs[task.program];
        if (job.provider == address(0)) {
            if (_isReviewer(program.terms, claimant)) revert Work_OwnWork(task.program, claimant);
            _name(jobId, job, claimant);
        }
        (job.until, job.disputed) = (NEVER, true);
        emit Held(jobId);
        return (program.token, job.budget, program.terms.bond);
    }

    /// @inheritdoc IWork
    function ruleOn(uint256 jobId, bool accepted, bool inVain) external onlyVerdicts {
        (JobState storage job, Task storage task) = _jobAndTask(jobId);
        if (job.until != NEVER) revert Work_WrongStatus(jobId, job.status);
        if (inVain && !accepted && task.kind != Kind.Grant) {
            (job.provider, job.submittedAt, job.disputed) = (address(0), 0, false);
            emit ProviderSet(jobId, address(0), 0);
            _decide(jobId, job, _programs[task.program].terms.disputeFor, false, msg.sender, 0);
            return;
        }
        (job.status, job.until) = (accepted ? Status.Accepted : Status.Refused, uint48(_clock()));
        emit Ruled(jobId, accepted);
    }

    /// @inheritdoc IWork
    function give(uint256 jobId, address winner, bytes32 reason) external onlyVerdicts {
        (JobState storage job, Task storage task) = _jobAndTask(jobId);
        if (job.status != Status.Funded) revert Work_WrongStatus(jobId, job.status);
        bool isWon = winner != address(0);
        if (isWon) _name(jobId, job, winner);
        uint32 disputeFor = isWon ? _programs[task.program].terms.disputeFor : 0;
        _decide(jobId, job, disputeFor, isWon, msg.sender, reason);
    }

    // ----------------------------------------------------------------------------------- Not for jobs of programs

    /// @inheritdoc IERC8183
    /// @dev Always fails.
    function createJob(address, address, uint256, string calldata, address, uint256) external pure returns (uint256) {
        revert Work_ByProgram();
    }

    /// @inheritdoc IERC8183
    /// @dev Always fails.
    function setProvider(uint256, address, uint256) external pure {
        revert Work_ByProgram();
    }

    /// @inheritdoc IERC8183
    /// @dev Always fails.
    function setBudget(uint256, address, uint256, bytes calldata) external pure {
        revert Work_ByProgram();
    }

    /// @inheritdoc IERC8183
    /// @dev Always fails.
    function fund(uint256, uint256, bytes calldata) external pure {
        revert Work_ByProgram();
    }

    // -------------------------------------------------------------------------------------------------- Reading

    /// @inheritdoc IERC8183
    function getJob(uint256 jobId) external view returns (Job memory data) {
        JobState storage job = _jobs[jobId];
        if (job.status == Status.None) return data;
        Task storage task = _tasks[job.task];
        data.id = jobId;
        data.client = data.evaluator = address(this);
        data.provider = job.provider;
        data.description = Strings.toHexString(uint256(task.terms), 32);
        (data.budget, data.paymentToken) = (job.budget, _programs[task.program].token);
        (data.expiredAt, data.submittedAt) = (_chainTime(job.expiredAt), _chainTime(job.submittedAt));
        data.status = _standardOf(job.status);
    }

    /// @inheritdoc IWork
    function programOf(uint256 programId) external view returns (Program memory) {
        return _program(programId);
    }

    /// @inheritdoc IWork
    function taskOf(uint256 taskId) external view returns (Task memory task) {
        task = _task(taskId);
        task.deadline = uint48(_chainTime(task.deadline));
    }

    /// @inheritdoc IWork
    function jobOf(uint256 jobId) external view returns (JobState memory job) {
        (job, ) = _jobAndTask(jobId);
        job.submittedAt = uint48(_chainTime(job.submittedAt));
        job.expiredAt = uint48(_chainTime(job.expiredAt));
        job.until = uint48(_chainTime(job.until));
    }

    /// @inheritdoc IWork
    function isReviewer(uint256 programId, address account) external view returns (bool) {
        return _isReviewer(_program(programId).terms, account);
    }

    /// @inheritdoc IWork
    function stoppedFor() public view returns (uint256) {
        return PAUSE_FLAG == 0 ? 0 : REGISTRY.pausedFor(PAUSE_FLAG);
    }

    /// @inheritdoc IWork
    function commitmentOf(uint256 taskId, address account, bytes32 answer, bytes32 salt) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), taskId, account, answer, salt));
    }

    // ------------------------------------------------------------------------------------------------- Internals

    /// @dev Writes a task and its jobs, and takes their money out of the budget. What they are was checked.
    function _promise(
        uint256 programId,
        address payee,
        Kind kind,
        uint256[] calldata amounts,
        uint256[] memory dues,
        uint256 deadline,
        Poll memory poll,
        Brief calldata brief
    ) private returns (uint256 taskId) {
        taskId = ++taskCount;
        uint256 first = jobCounter + 1;
        _tasks[taskId] = Task({
            program: uint32(programId),
            kind: kind,
            jobs: uint8(amounts.length),
            deadline: uint48(deadline - stoppedFor()),
            firstJob: uint64(first),
            votingFor: poll.votingFor,
            quorum: poll.quorum,
            terms: brief.terms
        });
        emit TaskOpened(taskId, programId, payee, kind, first, amounts.length, deadline, poll, brief);
        address token = _programs[programId].token;
        uint256 sum = 0;
        for (uint256 i = 0; i < amounts.length; ++i) {
            _create(first + i, taskId, payee, token, amounts[i], dues[i]);
            sum += amounts[i];
        }
        jobCounter = first + amounts.length - 1;
        escrowed[token] += sum;
        _draw(programId, token, sum, taskId);
    }

    function _create(uint256 jobId, uint256 taskId, address payee, address token, uint256 amount, uint256 due) private {
        JobState storage job = _jobs[jobId];
        (job.provider, job.task, job.status) = (payee, uint40(taskId), Status.Funded);
        (job.budget, job.expiredAt) = (uint96(amount), uint48(due - stoppedFor()));
        emit JobCreated(jobId, address(this), payee, address(this), due, address(0));
        emit BudgetSet(jobId, token, amount);
        emit JobFunded(jobId, address(this), amount);
    }

    function _draw(uint256 programId, address token, uint256 amount, uint256 taskId) private {
        Terms storage terms = _programs[programId].terms;
        uint256 before = IERC20(token).balanceOf(address(this));
        TREASURY.disburse(terms.budgetId, address(this), amount, terms.category, bytes32(taskId));
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        if (received != amount) revert Work_WrongReceipt(terms.budgetId, received, amount);
    }

    /// @dev The winner of a prize, whose answer wins nothing else of the task.
    function _name(uint256 jobId, JobState storage job, address winner) private {
        bytes32 answer = answerOf[job.task][winner];
        if (answer == 0) revert Work_NoEntry(job.task, winner);
        answerOf[job.task][winner] = 0;
        (job.provider, job.submittedAt) = (winner, uint48(_clock()));
        emit ProviderSet(jobId, winner, 0);
        emit JobSubmitted(jobId, winner, answer);
    }

    function _decide(
        uint256 jobId,
        JobState storage job,
        uint32 disputeFor,
        bool isAccepted,
        address by,
        bytes32 reason
    ) private {
        job.status = isAccepted ? Status.Accepted : Status.Refused;
        job.until = uint48(_clock() + disputeFor);
        emit Decided(jobId, isAccepted, by, reason, block.timestamp + disputeFor);
    }

    /// @dev A point for each token: neither splitting jobs nor people makes it more. Whatever the reputation does, the payment
    /// stands; but nobody can have it fail by giving it too little gas.
    function _award(uint256 jobId, address provider, uint256 points) private {
        uint256 needed = REPUTATION_GAS + REPUTATION_GAS / 63 + REST_GAS;
        if (gasleft() < needed) revert Work_TooLittleGas(gasleft(), needed);
        uint256 given = 0;
        try REPUTATION.award{gas: REPUTATION_GAS}(provider, points, bytes32(jobId)) returns (uint256 answer) {
            given = Math.min(answer, points);
        } catch {}
        if (given < points) emit ReputationSkipped(jobId, provider, points - given);
    }

    function _credit(address token, address account, uint256 amount) private {
        creditOf[token][account] += amount;
        emit Credited(token, account, amount);
    }

    /// @dev Requires that the milestone before is paid, and gives the next one the time that this one took too long.
    function _inOrder(uint256 jobId, Task storage task, Terms storage terms) private {
        Status before = _before(jobId, task);
        if (before != Status.Paid) revert Work_InOrder(jobId, jobId - 1);
        if (jobId + 1 == task.firstJob + task.jobs) return;
        JobState storage next = _jobs[jobId + 1];
        uint256 least = _clock() + terms.reviewFor;
        if (next.expiredAt < least) next.expiredAt = uint48(least);
    }

    /// @dev When the money of a job that was not refused goes back. Errors: WrongStatus, where it does not.
    function _endOf(uint256 jobId, JobState storage job, Task storage task) private view returns (uint256) {
        Status status = job.status;
        if (task.kind != Kind.Grant) {
            if (status != Status.Funded) revert Work_WrongStatus(jobId, status);
            return job.expiredAt;
        }
        Status before = _before(jobId, task);
        bool isHeld = status == Status.Funded || status == Status.Submitted || status == Status.Accepted;
        bool isLost = before == Status.Returned || before == Status.Expired;
        if (isHeld && isLost) return job.until == NEVER ? NEVER : 0;
        if (status != Status.Funded) revert Work_WrongStatus(jobId, status);
        return before == Status.Paid ? job.expiredAt : NEVER;
    }

    /// @dev The milestone before; what comes first follows one that is paid.
    function _before(uint256 jobId, Task storage task) private view returns (Status) {
        return jobId == task.firstJob ? Status.Paid : _jobs[jobId - 1].status;
    }

    /// @dev The milestone is submitted, and it is not too late to judge it.
    function _checkJudgeable(uint256 jobId, JobState storage job, Terms storage terms) private view {
        if (job.status != Status.Submitted) revert Work_WrongStatus(jobId, job.status);
        _checkBefore(uint256(job.submittedAt) + terms.reviewFor);
    }

    /// @dev The prize is to be given, by reviewers, and now.
    function _checkPrize(uint256 jobId, JobState storage job, Task storage task) private view {
        if (task.votingFor != 0) revert Work_WrongJudge(job.task);
        if (job.status != Status.Funded) revert Work_WrongStatus(jobId, job.status);
        _checkFrom(task.deadline + DISCLOSURE);
        _checkBefore(job.expiredAt);
    }

    function _checkTerms(Terms calldata terms) private view {
        uint256 kinds = address(CREDENTIALS) == address(0) ? 0 : CREDENTIALS.classCount();
        if (
            _isNobody(terms.reviewers) ||
            terms.maxJob == 0 ||
            _isNoWindow(terms.reviewFor) ||
            _isNoWindow(terms.disputeFor) ||
            terms.credential > kinds ||
            (terms.minReputation != 0 && address(REPUTATION) == address(0))
        ) revert Work_BadTerms(terms);
    }

    function _isWallet(address part) private view returns (bool) {
        return part != address(0) && part.code.length == 0;
    }

    function _isNobody(address account) private view returns (bool) {
        return account == address(0) || account == address(this);
    }

    function _isNoWindow(uint256 window) private pure returns (bool) {
        return window < MIN_WINDOW || window > MAX_WINDOW;
    }

    function _checkMilestones(Terms storage terms, uint256[] calldata amounts, uint256[] calldata dues) private view {
        if (amounts.length != dues.length) revert Work_BadJobs(amounts.length, dues.length);
        _checkAmounts(terms, amounts);
        uint256 last = 0;
        for (uint256 i = 0; i < dues.length; ++i) {
            if (dues[i] < last) revert Work_BadJobs(amounts.length, dues.length);
            _checkDate(last = dues[i]);
        }
    }

    /// @dev {IBallots-open} would refuse it later, when it was promised.
    function _checkPoll(Poll calldata poll) private view {
        bool fits = poll.votingFor >= MIN_VOTING && poll.votingFor <= MAX_WINDOW;
        if (!fits || address(VERDICTS.BALLOTS()) == address(0)) revert Work_BadPoll(poll);
    }

    function _checkAmounts(Terms storage terms, uint256[] calldata amounts) private view {
        if (amounts.length == 0 || amounts.length > MAX_JOBS) revert Work_BadJobs(amounts.length, amounts.length);
        uint256 max = terms.maxJob;
        for (uint256 i = 0; i < amounts.length; ++i) {
            if (amounts[i] == 0 || amounts[i] > max) revert Work_TooMuch(amounts[i], max);
        }
    }

    function _checkDate(uint256 time) private view {
        if (time <= block.timestamp) revert Work_TooEarly(block.timestamp + 1);
        if (time > block.timestamp + MAX_AHEAD) revert Work_TooLate(block.timestamp + MAX_AHEAD);
    }

    function _checkText(string calldata text) private pure {
        uint256 length = bytes(text).length;
        if (length > MAX_TEXT) revert Work_TextTooLong(length, MAX_TEXT);
    }

    /// @dev The chain's time less that of all pauses: while payments are stopped it stands still.
    function _clock() private view returns (uint256) {
        return block.timestamp - stoppedFor();
    }

    /// @dev What is stored as the time of {_clock}, as the chain's; 0 and NEVER are no times.
    function _chainTime(uint256 time) private view returns (uint256) {
        return time == 0 || time == NEVER ? time : time + stoppedFor();
    }

    function _checkFrom(uint256 time) private view {
        if (_clock() < time) revert Work_TooEarly(_chainTime(time));
    }

    function _checkBefore(uint256 time) private view {
        if (_clock() >= time) revert Work_TooLate(_chainTime(time));
    }

    function _checkNotPaused() private view {
        if (PAUSE_FLAG != 0 && REGISTRY.paused(PAUSE_FLAG)) revert Work_Paused(PAUSE_FLAG);
    }

    /// @dev Who enters, or is promised something: by the votes of the second before, so that none can be borrowed for it.
    function _checkAccess(uint256 programId, Terms storage terms, address account) private view {
        uint256 credential = terms.credential;
        uint256 least = terms.minReputation;
        bool mayEnter =
            !_isNobody(account) &&
                (credential == 0 || CREDENTIALS.hasAt(credential - 1, account, block.timestamp)) &&
                (least == 0 || REPUTATION.getPastVotes(account, block.timestamp - 1) >= least);
        if (!mayEnter) revert Work_NoAccess(programId, account);
    }

    /// @dev Whether the account is the reviewers, or an owner of the Safe that they are; nobody owns what does not answer.
    function _isReviewer(Terms storage terms, address account) private view returns (bool) {
        address reviewers = terms.reviewers;
        if (account == reviewers) return true;
        bytes memory question = abi.encodeCall(IOwnerManager.isOwner, (account));
        (bool isAnswered, bytes32 answer, ) = LowLevelCall.staticcallReturn64Bytes(reviewers, question);
        return isAnswered && LowLevelCall.returnDataSize() > 31 && uint256(answer) == 1;
    }

    /// @dev A program that promises, for whoever may do so in it.
    function _mayPromise(uint256 programId) private view returns (Terms storage terms) {
        _checkNotPaused();
        terms = _openProgram(programId);
        bool mayPromise = msg.sender == TIMELOCK || (msg.sender == terms.reviewers && !terms.byVote);
        if (!mayPromise) revert Work_NotReviewer(programId, msg.sender);
    }

    function _openProgram(uint256 programId) private view returns (Terms storage terms) {
        Program storage program = _program(programId);
        if (program.ended) revert Work_Ended(programId);
        return program.terms;
    }

    /// @dev The terms of a program that the caller reviews.
    function _reviewed(uint256 programId) private view returns (Terms storage terms) {
        terms = _programs[programId].terms;
        if (msg.sender != terms.reviewers) revert Work_NotReviewer(programId, msg.sender);
    }

    /// @dev A job that the caller reviews.
    function _judged(
        uint256 jobId
    ) private view returns (JobState storage job, Task storage task, Terms storage terms) {
        (job, task) = _jobAndTask(jobId);
        terms = _reviewed(task.program);
    }

    function _program(uint256 programId) private view returns (Program storage program) {
        program = _programs[programId];
        if (program.token == address(0)) revert Work_Unknown(programId);
    }

    function _task(uint256 taskId) private view returns (Task storage task) {
        task = _tasks[taskId];
        if (task.jobs == 0) revert Work_Unknown(taskId);
    }

    function _jobAndTask(uint256 jobId) private view returns (JobState storage job, Task storage task) {
        job = _jobs[jobId];
        if (job.status == Status.None) revert Work_Unknown(jobId);
        task = _tasks[job.task];
    }

    function _standardOf(Status status) private pure returns (JobStatus) {
        if (status == Status.Funded) return JobStatus.Funded;
        if (status == Status.Paid) return JobStatus.Completed;
        if (status == Status.Returned) return JobStatus.Rejected;
        if (status == Status.Expired) return JobStatus.Expired;
        return JobStatus.Submitted;
    }
}
